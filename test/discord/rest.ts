/** The REST API over HTTP: reads a request, finds its route, injects faults, records what was refused. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, apiError, type Fields, isFields, listOf } from './form.ts';
import type { State } from './state.ts';
import { snowflakeAt } from './world.ts';

export interface RestFault {
  /** Part of `METHOD /path` (without `/api/v10`), or a pattern for it. */
  readonly match: string | RegExp;
  /** What is answered, or `hang-up`: the connection is cut. Left out: the call only waits for `delayMs`. */
  readonly status?: number | 'hang-up';
  readonly times?: number;
  /** For 429: seconds. A call to the same place before they are over is a violation. */
  readonly retryAfter?: number;
  readonly global?: boolean;
  /** The JSON error code and message to answer with. */
  readonly code?: number;
  readonly message?: string;
  /** The call takes effect; only its answer is lost. */
  readonly afterEffect?: boolean;
  readonly delayMs?: number;
}

/** One REST call that arrived, in the order of arrival. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly at: number;
  status: number;
}

export interface Call {
  readonly state: State;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly Fields[];
  /** Notes fields that Discord drops silently. */
  note(ignored: readonly string[]): void;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  /** `GET /channels/:channel` */
  readonly call: string;
  /** Interaction routes carry their own token in the path; all others want the bot's. */
  readonly open?: boolean;
  handle(call: Call): Answer;
}

/**
 * How many calls of a kind one bucket takes in so many seconds, and the part of the path that a bucket belongs to. The
 * figures are of the size of Discord's, which are not published. https://discord.com/developers/docs/topics/rate-limits
 */
const BUCKETS = [
  { name: 'messages', calls: /^POST (\/channels\/\d+)\/messages$/, limit: 5, seconds: 5 },
  { name: 'deletions', calls: /^DELETE (\/channels\/\d+)\/messages\/\d+$/, limit: 5, seconds: 1 },
  {
    name: 'webhook',
    calls: /^(?:POST|PATCH|DELETE) (\/webhooks\/\d+\/[\w-]+)(?:\/|$)/,
    limit: 5,
    seconds: 2,
  },
  {
    name: 'commands',
    calls: /^PUT (\/applications\/\d+(?:\/guilds\/\d+)?)\/commands$/,
    limit: 2,
    seconds: 5,
  },
] as const;

/** The calls that count towards 50 a second; those with the token of an interaction do not. */
const GLOBAL_LIMIT = 50;

const matches = (match: string | RegExp, call: string): boolean =>
  typeof match === 'string' ? call.includes(match) : match.test(call);

/** Timers may ring a little early. */
const TOLERANCE_MS = 20;

export class RestServer {
  readonly requests: SeenRequest[] = [];
  readonly #state: State;
  readonly #authorized: (header: string | undefined) => boolean;
  readonly #routes: readonly Route[];
  readonly #faults: { fault: RestFault; left: number }[] = [];
  readonly #blocked: { match: RestFault['match']; until: number }[] = [];
  readonly #spent = new Map<string, { used: number; until: number }>();
  /** How many calls a bucket or the global limit turned away. */
  limited = 0;
  /** How many calls a fault has struck. */
  struck = 0;

  constructor(state: State, authorized: (header: string | undefined) => boolean, routes: readonly Route[]) {
    this.#state = state;
    this.#authorized = authorized;
    this.#routes = routes;
  }

  inject(fault: RestFault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://loopback');
    const [, version = '10', encoded = ''] = /^\/api(?:\/v(\d+))?(\/.*)$/.exec(pathname) ?? [];
    // Clients write `@original` as `%40original`.
    const path = decodeURIComponent(encoded);
    const call = `${request.method} ${path}`;
    const fault = this.#faultFor(call);
    if (fault?.delayMs) await sleep(fault.delayMs, undefined, { ref: false });
    const isLost = fault?.status !== undefined && !fault.afterEffect;
    const answer =
      this.#limit(call, response) ??
      (isLost ? { status: 0 } : await this.#answer(request, path, version, query));
    if (fault?.status === 'hang-up') request.socket.destroy();
    else if (fault && typeof fault.status === 'number') sendFault(response, fault, fault.status);
    else send(response, answer);
  }

  /** Counts a call and sets the headers of its bucket; the answer to one that comes too early. */
  #limit(call: string, response: ServerResponse): Answer | undefined {
    const bucket = BUCKETS.map((one) => ({ ...one, of: one.calls.exec(call)?.[1] })).find(({ of }) => of);
    const isGlobal = !/ \/(?:interactions|webhooks)\//.test(call);
    if (isGlobal && this.#spend('global', GLOBAL_LIMIT, 1).used > GLOBAL_LIMIT)
      return this.#turnAway(response, 'global', 1);
    if (!bucket) return undefined;
    const { used, until } = this.#spend(`${bucket.name} ${bucket.of}`, bucket.limit, bucket.seconds);
    const after = (until - Date.now()) / 1000;
    response.setHeader('x-ratelimit-limit', bucket.limit);
    response.setHeader('x-ratelimit-remaining', Math.max(0, bucket.limit - used));
    response.setHeader('x-ratelimit-reset', (until / 1000).toFixed(3));
    response.setHeader('x-ratelimit-reset-after', after.toFixed(3));
    response.setHeader('x-ratelimit-bucket', bucket.name);
    return used > bucket.limit ? this.#turnAway(response, 'user', after) : undefined;
  }

  #spend(key: string, limit: number, seconds: number): { used: number; until: number } {
    const now = Date.now();
    const before = this.#spent.get(key);
    const current =
      before && before.until > now
        ? { ...before, used: Math.min(before.used + 1, limit + 1) }
        : { used: 1, until: now + seconds * 1000 };
    this.#spent.set(key, current);
    return current;
  }

  #turnAway(response: ServerResponse, scope: 'user' | 'global', seconds: number): Answer {
    this.limited += 1;
    response.setHeader('retry-after', String(Math.ceil(seconds)));
    response.setHeader('x-ratelimit-scope', scope);
    if (scope === 'global') response.setHeader('x-ratelimit-global', 'true');
    const message = 'You are being rate limited.';
    return { status: 429, body: { message, retry_after: seconds, global: scope === 'global' } };
  }

  #faultFor(call: string): RestFault | undefined {
    const armed = this.#faults.find(({ fault, left }) => left > 0 && matches(fault.match, call));
    if (!armed) return undefined;
    armed.left -= 1;
    this.struck += 1;
    const { global, status, retryAfter = 1 } = armed.fault;
    // Only who was told to wait has to: a bucket belongs to one channel, or to one interaction.
    if (status === 429)
      this.#blocked.push({ match: global ? /./ : call, until: Date.now() + retryAfter * 1000 });
    return armed.fault;
  }

  async #answer(
    request: IncomingMessage,
    path: string,
    version: string,
    query: URLSearchParams,
  ): Promise<Answer> {
    const { method = 'GET', headers } = request;
    const call = `${method} ${path}`;
    const seen = { method, path, body: undefined as unknown, at: this.#state.clock.now(), status: 0 };
    this.requests.push(seen);
    try {
      const { body, files } = await readBody(request);
      seen.body = body;
      if (version !== '10') throw apiError('invalidVersion');
      const early = Math.max(
        0,
        ...this.#blocked.filter(({ match }) => matches(match, call)).map(({ until }) => until - Date.now()),
      );
      if (early > TOLERANCE_MS)
        throw new ApiError(429, 0, `Called ${early} ms before the rate limit was over`);
      const { route, params } = this.#routeOf(method, path);
      if (!route.open && !this.#authorized(headers.authorization)) throw apiError('unauthorized');
      const note = (ignored: readonly string[]) =>
        void this.#state.ignoredFields.push(...ignored.map((field) => `${route.call}: ${field}`));
      const answer = route.handle({ state: this.#state, params, query, body, files, note });
      seen.status = answer.status;
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { status, code, message, errors } = error;
      seen.status = status;
      const violation = { where: call, status, code, message, ...(errors && { errors }), body: seen.body };
      this.#state.violations.push(violation);
      this.#state.signal.notify();
      return { status, body: error.body };
    }
  }

  #routeOf(method: string, path: string): { route: Route; params: Record<string, string> } {
    const matching = this.#routes.flatMap((route) => {
      const [wanted = '', pattern = ''] = route.call.split(' ');
      const params = matchPath(pattern, path);
      return params ? [{ route, wanted, params }] : [];
    });
    const found = matching.find(({ wanted }) => wanted === method);
    if (!found) throw apiError(matching.length > 0 ? 'methodNotAllowed' : 'notFound');
    return found;
  }
}

/** The parameters of a route's path, or nothing when it is another path. */
function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const found = new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}$`).exec(path);
  return found ? Object.fromEntries(names.map((name, i) => [name, found[i + 1] ?? ''])) : undefined;
}

async function readBody(request: IncomingMessage): Promise<{ body: unknown; files: readonly Fields[] }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (raw.length === 0) return { body: undefined, files: [] };
  if (!type.startsWith('multipart/form-data')) return { body: parse(raw.toString()), files: [] };
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  const body = parse(String(form.get('payload_json')));
  return { body, files: await readFiles(form, body) };
}

/** The uploads, `files[0]` and so on, with what `attachments` says about each. */
async function readFiles(form: FormData, body: unknown): Promise<Fields[]> {
  const message = isFields(body) && isFields(body.data) ? body.data : body;
  const notes = listOf(isFields(message) ? message.attachments : undefined).filter(isFields);
  const files: Fields[] = [];
  for (const [name, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (index === undefined || typeof value === 'string') continue;
    const note = notes.find(({ id }) => String(id) === index);
    const id = snowflakeAt(Date.now());
    const address = `https://cdn.discordapp.com/attachments/${id}/${encodeURIComponent(value.name)}`;
    files.push({
      id,
      filename: String(note?.filename ?? value.name),
      ...(note?.description !== undefined && { description: note.description }),
      content_type: value.type,
      size: value.size,
      url: address,
      proxy_url: address,
      text: await value.text(),
    });
  }
  return files;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw apiError('invalidJson');
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
    fault.message ?? (limited ? 'You are being rate limited.' : `${status}: injected by the test`);
  send(response, {
    status,
    body: limited ? { message, retry_after: retryAfter, global } : { message, code },
  });
}
