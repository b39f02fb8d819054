/** What the bot and the process of its record say to each other: plain data, and errors that stay what they were. */
import * as corpusErrors from '../../corpus/errors.ts';
import * as errors from '../errors.ts';
import type { QuoteLookup } from '../quotes/complete.ts';
import type { QuoteVerifier } from '../quotes/verify.ts';
import type { SearchService } from '../search.ts';
import type { Catalogue, Topics } from '../store/record-store.ts';

/** What a record offers to those who ask; every call is asynchronous and takes and gives plain data. */
export interface RecordServices {
  search: SearchService;
  topics: Topics;
  quotes: QuoteLookup;
  verifier: QuoteVerifier;
  catalogue: Catalogue;
}

/** A call by service and method. */
export interface Call {
  id: number;
  service: keyof RecordServices;
  method: string;
  args: unknown[];
}

/** A record elsewhere, asked as if it were here. */
export function proxyServices(
  call: (service: Call['service'], method: string, args: unknown[]) => Promise<unknown>,
): RecordServices {
  const proxy = <Name extends Call['service']>(service: Name): RecordServices[Name] =>
    // Whoever awaits a service asks whether it is a promise: it is none.
    new Proxy({} as RecordServices[Name], {
      get: (_, name) =>
        typeof name === 'symbol' || name === 'then'
          ? undefined
          : (...args: unknown[]) => call(service, name, args),
    });
  return {
    search: proxy('search'),
    topics: proxy('topics'),
    quotes: proxy('quotes'),
    verifier: proxy('verifier'),
    catalogue: proxy('catalogue'),
  };
}

export interface SentError {
  name: string;
  message: string;
  /** Only of an error that a person reads. */
  problem?: string;
  remedy?: string;
}

export type Answered = { id: number; result: unknown } | { id: number; error: SentError };

const { OnRecordError, ...ofCorpus } = corpusErrors;

/** Every error that a person reads, by its name. */
const KNOWN: Readonly<Record<string, new (problem: string, remedy: string) => corpusErrors.OnRecordError>> = {
  ...ofCorpus,
  ...errors,
};

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  if (!(error instanceof OnRecordError)) return { name, message };
  return { name, message, problem: error.problem, remedy: error.remedy };
}

/** The error as it was thrown in the other process. */
export function receiveError({ name, message, problem, remedy }: SentError): Error {
  if (problem === undefined || remedy === undefined) return Object.assign(new Error(message), { name });
  const known = KNOWN[name] ?? errors.SnapshotError;
  return new known(problem, remedy);
}

interface Pending {
  readonly call: Call;
  /** How often it was sent. */
  sent: number;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The calls of one asker that wait for their answers. */
export class Calls {
  readonly services: RecordServices;
  private readonly send: (call: Call) => boolean;
  private readonly pending = new Map<number, Pending>();
  private last = 0;
  private ended: Error | undefined;

  /** `send` tells whether the record could be reached: what could not be sent waits for `resume`. */
  constructor(send: (call: Call) => boolean) {
    this.send = send;
    this.services = proxyServices(
      (service, method, args) =>
        new Promise((resolve, reject) => {
          if (this.ended) return reject(this.ended);
          const id = ++this.last;
          const call = { id, service, method, args };
          this.pending.set(id, { call, sent: this.send(call) ? 1 : 0, resolve, reject });
        }),
    );
  }

  settle(answer: Answered): void {
    const call = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    if ('error' in answer) call?.reject(receiveError(answer.error));
    else call?.resolve(answer.result);
  }

  /** The record can be reached again: what waits is sent, what was lost with the old connection once more. */
  resume(lost: Error): void {
    for (const [id, pending] of this.pending) {
      if (pending.sent < 2) {
        if (this.send(pending.call)) pending.sent += 1;
      } else {
        this.pending.delete(id);
        pending.reject(lost);
      }
    }
  }

  /** Nobody answers any more: what waits and what is asked from now on fails. */
  end(error: Error): void {
    this.ended = error;
    for (const call of this.pending.values()) call.reject(error);
    this.pending.clear();
  }
}
