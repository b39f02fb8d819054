/** What can be wrong with a request, and with the place where a server is to listen. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { OnRecordError } from '../corpus/errors.ts';

/** A request that is refused with an HTTP status, and with the headers that belong to it. */
export class WebError extends OnRecordError {
  readonly status: ContentfulStatusCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    problem: string,
    remedy: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem, remedy);
    this.status = status;
    this.headers = headers;
  }
}

/** An address or port that a server cannot listen on. */
export class ListenError extends OnRecordError {}
