/** How often one person may ask: a burst is fine, a flood is not. */
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface Wait {
  milliseconds: number;
  /** Whether this is the first ask of the minute that is turned away. */
  isFirst: boolean;
}

const BURST = 30;

/** One ask in two seconds, and 30 more in any minute. */
export class Cooldown {
  private readonly burst = new RateLimiterMemory({ points: BURST, duration: 60, keyPrefix: 'burst' });
  private readonly limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ points: 1, duration: 2, keyPrefix: 'steady' }),
    this.burst,
  );

  /** Takes one ask; nothing when it is allowed, else how long to wait. */
  async take(userId: string): Promise<Wait | undefined> {
    try {
      await this.limiter.consume(userId);
      return undefined;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const used = await this.burst.get(userId);
      return { milliseconds: refusal.msBeforeNext, isFirst: used?.consumedPoints === BURST + 1 };
    }
  }
}
