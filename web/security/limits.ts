/**
 * How much a client may ask: a budget of questions and one of other requests, each per minute, and a queue in which
 * questions wait for the models, up to a deadline.
 */
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import PQueue from 'p-queue';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { WebError } from '../problem.ts';
import { clientOf, type IsTrusted, type WebEnv } from './connection.ts';

export const LIMITS = {
  /** Answered questions of a client, whichever way they are asked. */
  questionsPerMinute: 30,
  /** Other requests of a client. */
  requestsPerMinute: 600,
  /**
   * Questions that the models work on at the same time. They compute on all cores for one question: more at once would
   * only keep a bot beside waiting.
   */
  questionsAtOnce: 4,
  /** Questions that wait for that, of all clients. */
  questionsWaiting: 256,
  /** How long a question may wait. */
  waitMs: 10_000,
};
export type Limits = typeof LIMITS;

const WINDOW_SECONDS = 60;

/** A question searches or compares with the whole record; health and metrics cost nothing. */
export function costOf(method: string, path: string): 'question' | 'request' | 'free' {
  if (/^\/(?:healthz|livez|readyz|metrics)$/.test(path)) return 'free';
  if (method !== 'OPTIONS' && (path === '/api/ask' || path === '/api/verify')) return 'question';
  // A press turns a page, and completion looks a prefix up: neither needs the models.
  if (method === 'POST' && /^\/playground\/(?:command|message|menu|why)$/.test(path)) return 'question';
  return 'request';
}

export interface LimitWatch {
  /** How many questions wait. */
  onQueue?(waiting: number): void;
}

/** Refuses with 429 what exceeds the client's budget, and with 503 a question that cannot be answered in time. */
export function limitClients(limits: Limits, isTrusted: IsTrusted, { onQueue }: LimitWatch = {}) {
  const budgets = {
    question: new RateLimiterMemory({ points: limits.questionsPerMinute, duration: WINDOW_SECONDS }),
    request: new RateLimiterMemory({ points: limits.requestsPerMinute, duration: WINDOW_SECONDS }),
  };
  const queue = new QuestionQueue(limits, onQueue);
  return createMiddleware<WebEnv>(async (c, next) => {
    const cost = costOf(c.req.method, c.req.path);
    if (cost === 'free') return next();
    const client = clientOf(c, isTrusted);
    const budget = budgets[cost];
    const spent = await budget.consume(client).catch((exceeded: RateLimiterRes) => exceeded);
    describeBudget(c, budget, spent);
    if (spent.consumedPoints > budget.points) throw tooManyRequests(spent);
    if (cost === 'request') return next();
    try {
      await queue.run(next, c.req.raw.signal);
    } finally {
      // An error is a response by now, unless the queue itself refused: then there is no response of the app yet.
      if (!c.finalized || c.res.status >= 400) describeBudget(c, budget, await budget.reward(client));
    }
  });
}

/** The fields of draft-ietf-httpapi-ratelimit-headers-03, which most clients read. */
function describeBudget(c: Context, { points }: RateLimiterMemory, spent: RateLimiterRes): void {
  c.header('RateLimit-Policy', `${points};w=${WINDOW_SECONDS}`);
  c.header('RateLimit-Limit', String(points));
  c.header('RateLimit-Remaining', String(spent.remainingPoints));
  c.header('RateLimit-Reset', String(Math.ceil(spent.msBeforeNext / 1000)));
}

function tooManyRequests({ msBeforeNext }: RateLimiterRes): WebError {
  const seconds = String(Math.ceil(msBeforeNext / 1000));
  return new WebError(
    'rate-limited',
    'Too many requests from your address.',
    `Please try again in ${seconds === '1' ? 'a second' : `${seconds} seconds`}.`,
    { 'Retry-After': seconds },
  );
}

/** First come, first served; a question leaves the queue when its deadline passes or its client goes away. */
class QuestionQueue {
  private readonly queue: PQueue;
  private readonly limits: Limits;
  private readonly onQueue: LimitWatch['onQueue'];
  /** Moving average of the time that a question takes, in milliseconds. */
  private averageMs = 100;

  constructor(limits: Limits, onQueue: LimitWatch['onQueue']) {
    this.limits = limits;
    this.onQueue = onQueue;
    this.queue = new PQueue({ concurrency: limits.questionsAtOnce });
  }

  /** @throws WebError (503) when the question could not begin in time */
  async run(work: () => Promise<void>, gone: AbortSignal): Promise<void> {
    if (this.queue.size >= this.limits.questionsWaiting) throw this.tooBusy();
    const leave = new AbortController();
    const deadline = setTimeout(() => leave.abort(), this.limits.waitMs);
    const hangUp = () => leave.abort();
    gone.addEventListener('abort', hangUp, { once: true });
    // From its start on, a question is answered whatever happens: its place is taken until the models are done.
    const stopWaiting = () => {
      clearTimeout(deadline);
      gone.removeEventListener('abort', hangUp);
      this.onQueue?.(this.queue.size);
    };
    const answering = this.queue.add(
      async () => {
        stopWaiting();
        const begin = performance.now();
        await work();
        this.averageMs += (performance.now() - begin - this.averageMs) / 10;
      },
      { signal: leave.signal },
    );
    this.onQueue?.(this.queue.size);
    try {
      await answering;
    } catch (error) {
      throw leave.signal.aborted ? this.tooBusy() : error;
    } finally {
      stopWaiting();
    }
  }

  private tooBusy(): WebError {
    const ahead = (this.queue.size + 1) * this.averageMs;
    const seconds = Math.max(1, Math.ceil(ahead / this.limits.questionsAtOnce / 1000));
    return new WebError('busy', 'Too many questions are waiting.', `Please try again in ${seconds} s.`, {
      'Retry-After': String(seconds),
    });
  }
}
