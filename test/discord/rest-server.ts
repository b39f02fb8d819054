/** The REST API over HTTP: finds the route, checks the token, strikes with faults, records what was refused. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, apiError } from './api-error.ts';
import type { Faults, RestFault } from './faults.ts';
import { readBody, readPath } from './rest-request.ts';
import { type Answer, matchPath, type Route } from './rest-routes.ts';
import type { State } from './state.ts';

/** One REST call that arrived, in the order of arrival. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly at: number;
  status: number;
}

export class RestServer {
  readonly requests: SeenRequest[] = [];
  readonly #state: State;
  readonly #faults: Faults;
  readonly #token: string;
  readonly #routes: readonly Route[];

  constructor(state: State, faults: Faults, token: string, routes: readonly Route[]) {
    this.#state = state;
    this.#faults = faults;
    this.#token = token;
    this.#routes = routes;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path } = readPath(request.url ?? '');
    const call = `${request.method ?? 'GET'} ${path}`;
    const fault = this.#faults.take(call, Date.now());
    if (fault?.delayMs) await sleep(fault.delayMs, undefined, { ref: false });
    const struck = fault?.status !== undefined;
    const answer = struck && !fault.afterEffect ? { status: 0 } : await this.#answer(request, call);
    if (fault?.status === 'hang-up') request.socket.destroy();
    else if (fault && typeof fault.status === 'number') sendFault(response, fault, fault.status);
    else send(response, answer);
  }

  async #answer(request: IncomingMessage, call: string): Promise<Answer> {
    const { path, version, query } = readPath(request.url ?? '');
    const method = request.method ?? 'GET';
    const seen: SeenRequest = { method, path, body: undefined, at: this.#state.clock.now(), status: 0 };
    this.requests.push(seen);
    let body: unknown;
    try {
      const read = await readBody(request);
      body = read.body;
      Object.assign(seen, { body });
      if (version !== '10' && version !== '9') throw apiError('invalidVersion');
      const early = this.#faults.blockedFor(call, Date.now());
      if (early > 0) throw new ApiError(429, 0, `Called ${early} ms before the rate limit was over`);
      const answer = this.#route({ method, path, query, ...read }, request.headers.authorization);
      seen.status = answer.status;
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { status, code, message, errors } = error;
      seen.status = status;
      this.#state.violations.push({ where: call, status, code, message, ...(errors && { errors }), body });
      this.#state.signal.notify();
      return { status, body: error.body };
    }
  }

  #route(
    request: { method: string; path: string; query: URLSearchParams } & Awaited<ReturnType<typeof readBody>>,
    authorization: string | undefined,
  ): Answer {
    const matching = this.#routes.flatMap((route) => {
      const [method = '', pattern = ''] = route.call.split(' ');
      const params = matchPath(pattern, request.path);
      return params ? [{ route, method, params }] : [];
    });
    const found = matching.find(({ method }) => method === request.method);
    if (!found) throw apiError(matching.length > 0 ? 'methodNotAllowed' : 'notFound');
    if (!found.route.open && authorization !== `Bot ${this.#token}`) throw apiError('unauthorized');
    const note = (ignored: readonly string[]) => {
      const names = ignored.map((field) => `${found.route.call}: ${field}`);
      this.#state.ignoredFields.push(...names);
    };
    return found.route.handle({ ...request, params: found.params, state: this.#state, authorization, note });
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  if (body === undefined) response.writeHead(status).end();
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendFault(response: ServerResponse, fault: RestFault, status: number): void {
  const { retryAfter = 1, global = false, code = 0 } = fault;
  const limited = status === 429;
  if (limited) {
    response.setHeader('retry-after', String(retryAfter));
    response.setHeader('x-ratelimit-scope', global ? 'global' : 'user');
    if (global) response.setHeader('x-ratelimit-global', 'true');
  }
  const message =
    fault.message ?? (limited ? 'You are being rate limited.' : `${status}: ordered by the test`);
  send(response, {
    status,
    body: limited ? { message, retry_after: retryAfter, global } : { message, code },
  });
}
