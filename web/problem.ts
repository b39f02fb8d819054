/**
 * Refusals as problem details (RFC 9457): `PROBLEMS` lists every kind, and the boundary around each request turns an
 * error into one of them. The server's own faults get a reference that its log holds as well.
 */
import { randomBytes } from 'node:crypto';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import { RequestError } from '../bot/errors.ts';
import { OnRecordError } from '../corpus/errors.ts';
import { QuestionError } from '../retrieval/errors.ts';

/** Every kind of problem by the fragment of its `type`: its status, its `title`, and what it means. */
export const PROBLEMS = {
  'invalid-request': {
    status: 400,
    title: 'Invalid request',
    meaning: 'A field or the body does not match its schema. `detail` names the field.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    meaning: 'The path is unknown, or the record does not hold what it names.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    meaning: 'The path exists, but not for this method. The header `Allow` lists those that work.',
  },
  'body-too-large': { status: 413, title: 'Body too large', meaning: 'The body is larger than 64 KB.' },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    meaning: 'A body must be sent with `Content-Type: application/json`.',
  },
  'wrong-host': {
    status: 421,
    title: 'Misdirected request',
    meaning: 'A server that listens on loopback was addressed by a foreign host name.',
  },
  unprocessable: {
    status: 422,
    title: 'Unprocessable request',
    meaning: 'The fields match their schemas, but not each other or the record.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    meaning: 'The client has used its budget of this minute. `Retry-After` says when it is renewed.',
  },
  'internal-error': {
    status: 500,
    title: 'Internal error',
    meaning: 'A fault of the server. `reference` identifies it in the server’s log.',
  },
  busy: {
    status: 503,
    title: 'Too busy',
    meaning: 'The question could not be answered in time because too many are waiting.',
  },
  loading: {
    status: 503,
    title: 'Loading',
    meaning: 'The server has just started, and the index is being loaded or built.',
  },
  'record-unavailable': {
    status: 503,
    title: 'Record unavailable',
    meaning:
      'The record cannot be read at the moment. `reference` identifies the reason in the server’s log.',
  },
} as const satisfies Record<string, { status: ContentfulStatusCode; title: string; meaning: string }>;

export type ProblemKind = keyof typeof PROBLEMS;

export const PROBLEM_TYPE = 'application/problem+json';

/** The body of a refusal. */
export interface Problem {
  /** Identifies the kind of problem, and is the address of its description. */
  type: string;
  title: string;
  status: number;
  /** What is wrong with this request. */
  detail: string;
  /** What to do about it. */
  remedy: string;
  /** A fault of the server: identifies it in its log. */
  reference?: string;
}

/** A request that is refused, with the headers that belong to the refusal. */
export class WebError extends OnRecordError {
  readonly kind: ProblemKind;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: ProblemKind,
    problem: string,
    remedy: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem, remedy);
    this.kind = kind;
    this.headers = headers;
  }
}

/** What a client is told of an error. */
export interface Refusal {
  problem: Problem;
  headers: Readonly<Record<string, string>>;
}

const TRY_AGAIN = 'Please try again later; if it persists, give the reference to the operator.';

/** A client's own mistakes as they are; faults of the server with a reference, and without its internals. */
export function refusalOf(error: unknown, route: string, publicUrl: string, log: Logger): Refusal {
  const refuse = (kind: ProblemKind, detail: string, remedy: string, reference?: string): Problem => ({
    type: `${publicUrl}/problems#${kind}`,
    title: PROBLEMS[kind].title,
    status: PROBLEMS[kind].status,
    detail,
    remedy,
    ...(reference !== undefined && { reference }),
  });
  if (error instanceof WebError)
    return { problem: refuse(error.kind, error.problem, error.remedy), headers: error.headers };
  if (error instanceof QuestionError || error instanceof RequestError)
    return { problem: refuse('unprocessable', error.problem, error.remedy), headers: {} };
  if (error instanceof HTTPException && error.status < 500) {
    const remedy = 'GET /api/openapi.json describes every request.';
    return { problem: refuse('invalid-request', `${error.message}.`, remedy), headers: {} };
  }
  const reference = randomBytes(4).toString('hex');
  log.error({ route, reference, error: traceOf(error) }, 'request failed');
  return error instanceof OnRecordError
    ? {
        problem: refuse('record-unavailable', 'The record cannot be read right now.', TRY_AGAIN, reference),
        headers: { 'Retry-After': '10' },
      }
    : { problem: refuse('internal-error', 'Something went wrong.', TRY_AGAIN, reference), headers: {} };
}

function traceOf(error: unknown) {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack } = error;
  return { name, message, stack };
}
