/**
 * The boundary around each request: an error becomes the response to a request that is refused. The server's own faults
 * get a reference that its log holds as well.
 */
import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import { traceOf } from '../bot/boundary.ts';
import { RequestError } from '../bot/errors.ts';
import { OnRecordError } from '../corpus/errors.ts';
import { QuestionError } from '../retrieval/errors.ts';
import { problemPage } from './permalink/page.ts';
import { PROBLEM_TYPE, PROBLEMS, type Problem, type ProblemKind, WebError } from './problem.ts';

/** A page to those who look at pages, problem details to programs. */
export function refuse(
  c: Context,
  error: unknown,
  publicUrl: string,
  log: Logger,
): Response | Promise<Response> {
  const { kind, headers = {}, ...told } = refusalOf(c, error, log);
  const { title, status } = PROBLEMS[kind];
  const problem: Problem = { type: `${publicUrl}/problems#${kind}`, title, status, ...told };
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  c.header('Cache-Control', 'no-store');
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  const isPage = isRead && !/^\/(?:api|playground)\//.test(c.req.path);
  if (isPage) return c.html(problemPage(problem), status);
  return c.body(JSON.stringify(problem), status, { 'Content-Type': PROBLEM_TYPE });
}

const TRY_AGAIN = 'Please try again later; if it persists, give the reference to the operator.';

interface Refusal extends Pick<Problem, 'detail' | 'remedy' | 'reference'> {
  kind: ProblemKind;
  headers?: Readonly<Record<string, string>>;
}

/** A client's own mistakes as they are; faults of the server with a reference, and without its internals. */
function refusalOf(c: Context, error: unknown, log: Logger): Refusal {
  if (error instanceof WebError)
    return { kind: error.kind, detail: error.problem, remedy: error.remedy, headers: error.headers };
  if (error instanceof QuestionError || error instanceof RequestError)
    return { kind: 'unprocessable', detail: error.problem, remedy: error.remedy };
  if (error instanceof HTTPException && error.status < 500) {
    const remedy = 'GET /api/openapi.json describes every request.';
    return { kind: 'invalid-request', detail: `${error.message}.`, remedy };
  }
  const reference = randomBytes(4).toString('hex');
  log.error({ route: routePath(c, -1), reference, error: traceOf(error) }, 'request failed');
  const told = { remedy: TRY_AGAIN, reference };
  return error instanceof OnRecordError
    ? {
        kind: 'record-unavailable',
        detail: 'The record cannot be read right now.',
        ...told,
        headers: { 'Retry-After': '10' },
      }
    : { kind: 'internal-error', detail: 'Something went wrong.', ...told };
}
