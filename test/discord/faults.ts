/** Faults that a test orders: REST calls that fail, hang or lose their answer. */

export interface RestFault {
  /** Part of `METHOD /path` (without `/api/v10`), or a pattern for it. */
  readonly match: string | RegExp;
  /** What is answered, or `hang-up`: the connection is cut. Left out: the call only waits for `delayMs`. */
  readonly status?: number | 'hang-up';
  readonly times?: number;
  /** For 429: seconds. A call to the same place before they are over is a violation. */
  readonly retryAfter?: number;
  readonly global?: boolean;
  /** The JSON error code and message to answer with. */
  readonly code?: number;
  readonly message?: string;
  /** The call takes effect; only its answer is lost. */
  readonly afterEffect?: boolean;
  readonly delayMs?: number;
}

interface Armed {
  readonly fault: RestFault;
  left: number;
}

export class Faults {
  readonly #armed: Armed[] = [];
  readonly #blocked: { match: RestFault['match']; until: number }[] = [];
  /** How many calls a fault has struck. */
  struck = 0;

  arm(fault: RestFault): void {
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  take(call: string, now: number): RestFault | undefined {
    const armed = this.#armed.find(({ fault, left }) => left > 0 && matches(fault.match, call));
    if (!armed) return undefined;
    armed.left -= 1;
    this.struck += 1;
    const { match, status, retryAfter = 1 } = armed.fault;
    if (status === 429) this.#blocked.push({ match, until: now + retryAfter * 1000 });
    return armed.fault;
  }

  /** Milliseconds for which this call was told to stay away. Timers may ring a little early: 20 ms are forgiven. */
  blockedFor(call: string, now: number): number {
    const waits = this.#blocked.filter(({ match }) => matches(match, call)).map(({ until }) => until - now);
    return Math.max(0, ...waits.filter((wait) => wait > 20));
  }

  clear(): void {
    this.#armed.length = 0;
    this.#blocked.length = 0;
  }
}

const matches = (match: string | RegExp, call: string): boolean =>
  typeof match === 'string' ? call.includes(match) : match.test(call);
