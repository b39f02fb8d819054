/** The boundary around every request: an error becomes a status and a sentence; ours also a reference and a log line. */
import { randomBytes } from 'node:crypto';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import { RequestError } from '../bot/errors.ts';
import { OnRecordError } from '../corpus/errors.ts';
import { QuestionError } from '../retrieval/errors.ts';
import { WebError } from './errors.ts';

/** What a client is told. */
export interface Failure {
  status: ContentfulStatusCode;
  headers: Readonly<Record<string, string>>;
  message: string;
  remedy: string;
  /** Only where the fault is ours: it stands in the log as well. */
  reference?: string;
}

const TRY_AGAIN = 'Please try again in a while; if it stays like this, tell the operator the reference.';

/** A client's own mistakes as they are; ours with a reference, and nothing of how this program is made. */
export function failureOf(error: unknown, route: string, log: Logger): Failure {
  if (error instanceof WebError) {
    const { status, headers, problem, remedy } = error;
    return { status, headers, message: problem, remedy };
  }
  if (error instanceof QuestionError || error instanceof RequestError)
    return { status: 400, headers: {}, message: error.problem, remedy: error.remedy };
  if (error instanceof HTTPException && error.status < 500) {
    return {
      status: error.status,
      headers: {},
      message: `${error.message}.`,
      remedy: 'See /api/openapi.json.',
    };
  }
  const reference = randomBytes(4).toString('hex');
  log.error({ route, reference, error: traceOf(error) }, 'request failed');
  return error instanceof OnRecordError
    ? {
        status: 503,
        headers: { 'Retry-After': '10' },
        message: 'The record cannot be read just now.',
        remedy: TRY_AGAIN,
        reference,
      }
    : { status: 500, headers: {}, message: 'Something went wrong here.', remedy: TRY_AGAIN, reference };
}

function traceOf(error: unknown) {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack } = error;
  return { name, message, stack };
}
