/** A token bucket for each user: a burst is fine, a flood is not. */

/** How often one person may ask. */
export const COOLDOWN = { burst: 30, millisecondsPerAsk: 2000 } as const;

interface Bucket {
  tokens: number;
  /** When the tokens were counted, in milliseconds. */
  at: number;
}

/** Buckets are forgotten when they are full again, so memory is bounded by the users of the last minute. */
const SWEEP_ABOVE = 10_000;

export class Cooldown {
  private readonly buckets = new Map<string, Bucket>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** Takes one ask. Returns 0 when it is allowed, else the milliseconds until the next one is. */
  take(userId: string): number {
    const at = this.now();
    const bucket = this.buckets.get(userId) ?? { tokens: COOLDOWN.burst, at };
    const gained = (at - bucket.at) / COOLDOWN.millisecondsPerAsk;
    const tokens = Math.min(COOLDOWN.burst, bucket.tokens + gained);
    if (this.buckets.size > SWEEP_ABOVE) this.sweep(at);
    this.buckets.set(userId, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) * COOLDOWN.millisecondsPerAsk);
  }

  private sweep(now: number): void {
    for (const [userId, { tokens, at }] of this.buckets) {
      if (tokens + (now - at) / COOLDOWN.millisecondsPerAsk >= COOLDOWN.burst) this.buckets.delete(userId);
    }
  }
}
