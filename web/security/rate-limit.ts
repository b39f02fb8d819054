/** So much a minute for each client: a reader never notices, a flood is told when to come back. */
import { createMiddleware } from 'hono/factory';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { WebEnv } from '../environment.ts';
import { WebError } from '../errors.ts';
import { clientOf } from './client.ts';
import { costOf } from './costs.ts';

/** Throws 429 where a client has spent its points of this minute. */
export function rateLimit(pointsPerMinute: number) {
  const limiter = new RateLimiterMemory({ points: pointsPerMinute, duration: 60 });
  return createMiddleware<WebEnv>(async (c, next) => {
    const { points } = costOf(c.req.method, c.req.path);
    if (points > 0) {
      await limiter.consume(clientOf(c), points).catch((spent: unknown) => {
        throw spent instanceof RateLimiterRes ? tooMany(spent.msBeforeNext) : spent;
      });
    }
    await next();
  });
}

function tooMany(milliseconds: number): WebError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new WebError(
    429,
    'Too many requests came from your address.',
    `Please try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
    { 'Retry-After': String(seconds) },
  );
}
