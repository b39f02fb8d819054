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
