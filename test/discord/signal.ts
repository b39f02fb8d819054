/** Waiting for something to become true: the test asks again whenever anything happened. */

interface Waiter {
  check(): void;
}

export const WAIT_MS = 10_000;

export class Signal {
  readonly #waiters = new Set<Waiter>();

  /** Something happened: everyone who waits looks again. */
  notify(): void {
    for (const waiter of [...this.#waiters]) waiter.check();
  }

  /** The first value of `probe` that is not undefined. Rejects after `timeoutMs`, naming what did not come. */
  until<T>(what: string, probe: () => T | undefined, timeoutMs = WAIT_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        finish();
      };
      const waiter: Waiter = {
        check: () => {
          try {
            const value = probe();
            if (value !== undefined) settle(() => resolve(value));
          } catch (error) {
            settle(() => reject(error));
          }
        },
      };
      const late = () => settle(() => reject(new Error(`${what} did not come within ${timeoutMs} ms`)));
      const timer = setTimeout(late, timeoutMs);
      this.#waiters.add(waiter);
      waiter.check();
    });
  }
}
