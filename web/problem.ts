/** Refusals as problem details (RFC 9457): `PROBLEMS` lists every kind. */
import { z } from '@hono/zod-openapi';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { OnRecordError } from '../corpus/errors.ts';

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
export const problemSchema = z
  .object({
    type: z.url().describe('Identifies the kind of problem, and is the address of its description.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong with this request.'),
    remedy: z.string().describe('What to do about it.'),
    reference: z.string().optional().describe('A fault of the server: identifies it in its log.'),
  })
  .openapi('Problem');
export type Problem = z.infer<typeof problemSchema>;

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
