/** Handlers that are running, so that a shutdown can wait for them. */
export class InFlight {
  private readonly running = new Set<Promise<unknown>>();
  private stopping = false;

  /** Whether new work should be turned away. */
  get isStopping(): boolean {
    return this.stopping;
  }

  get size(): number {
    return this.running.size;
  }

  /** Keeps count of a handler, which must not reject. */
  track(handler: Promise<void>): void {
    this.running.add(handler);
    void handler.finally(() => this.running.delete(handler));
  }

  /** Resolves when the handlers that run now have ended; those that begin meanwhile do not count. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  /** Waits until nothing runs, at most `milliseconds`; turns new work away from now on. */
  async drain(milliseconds: number): Promise<void> {
    this.stopping = true;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    const empty = async () => {
      while (this.running.size > 0) await Promise.all(this.running);
    };
    await Promise.race([empty(), patience]);
    clearTimeout(timer);
  }
}
