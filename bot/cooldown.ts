/** A token bucket for each user: a burst is fine, a flood is not. */

/** How often one person may ask. */
export const COOLDOWN = { burst: 30, millisecondsPerAsk: 2000 } as const;

interface Bucket {
  tokens: number;
  /** Whether the person was turned away since the last ask that was allowed. */
  turnedAway: boolean;
  /** When the tokens were counted, in milliseconds. */
  at: number;
}

/** Buckets are forgotten when they are full again, so memory is bounded by the users of the last minute. */
const SWEEP_ABOVE = 10_000;

export interface Wait {
  milliseconds: number;
  /** Whether this is the first ask that is turned away since one was allowed. */
  isFirst: boolean;
}

export class Cooldown {
  private readonly buckets = new Map<string, Bucket>();
  private readonly now: () => number;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  /** Takes one ask; nothing when it is allowed, else how long to wait. */
  take(userId: string): Wait | undefined {
    const at = this.now();
    const bucket = this.buckets.get(userId) ?? { tokens: COOLDOWN.burst, at, turnedAway: false };
    const gained = (at - bucket.at) / COOLDOWN.millisecondsPerAsk;
    const tokens = Math.min(COOLDOWN.burst, bucket.tokens + gained);
    if (this.buckets.size > SWEEP_ABOVE) this.sweep(at);
    const allowed = tokens >= 1;
    this.buckets.set(userId, { tokens: allowed ? tokens - 1 : tokens, at, turnedAway: !allowed });
    if (allowed) return undefined;
    return {
      milliseconds: Math.ceil((1 - tokens) * COOLDOWN.millisecondsPerAsk),
      isFirst: !bucket.turnedAway,
    };
  }

  private sweep(now: number): void {
    for (const [userId, { tokens, at }] of this.buckets) {
      if (tokens + (now - at) / COOLDOWN.millisecondsPerAsk >= COOLDOWN.burst) this.buckets.delete(userId);
    }
  }
}
