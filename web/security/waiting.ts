/** So many questions at once and no more: the models answer one after the other, and a bot beside waits with them. */
import { createMiddleware } from 'hono/factory';
import type { WebEnv } from '../environment.ts';
import { WebError } from '../errors.ts';
import { clientOf } from './client.ts';
import { costOf } from './costs.ts';

export interface WaitingLimits {
  /** Of all clients together. */
  questionsAtOnce: number;
  questionsAtOncePerClient: number;
}

/** Throws 503 where a question would have to wait behind too many others. */
export function boundWaiting({ questionsAtOnce, questionsAtOncePerClient }: WaitingLimits) {
  const waiting = new Map<string, number>();
  let all = 0;
  return createMiddleware<WebEnv>(async (c, next) => {
    if (!costOf(c.req.method, c.req.path).searches) return next();
    const client = clientOf(c);
    const own = waiting.get(client) ?? 0;
    if (all >= questionsAtOnce || own >= questionsAtOncePerClient) {
      throw new WebError(
        503,
        own >= questionsAtOncePerClient
          ? 'Your other questions are still being answered.'
          : 'Many others are asking just now.',
        'Please try again in a few seconds.',
        { 'Retry-After': '2' },
      );
    }
    all++;
    waiting.set(client, own + 1);
    try {
      await next();
    } finally {
      all--;
      const left = (waiting.get(client) ?? 1) - 1;
      if (left === 0) waiting.delete(client);
      else waiting.set(client, left);
    }
  });
}
