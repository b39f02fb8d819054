/** The time of the loopback: the real one, plus whatever a test skipped. */

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
  readonly timer: NodeJS.Timeout;
}

export class Clock {
  #skipped = 0;
  readonly #alarms = new Set<Alarm>();

  now(): number {
    return Date.now() + this.#skipped;
  }

  after(ms: number, action: () => void): void {
    const ring = () => {
      clearTimeout(alarm.timer);
      if (this.#alarms.delete(alarm)) action();
    };
    const alarm: Alarm = { at: this.now() + ms, ring, timer: setTimeout(ring, ms) };
    alarm.timer.unref();
    this.#alarms.add(alarm);
  }

  /** Lets `ms` pass at once: tokens expire and deadlines ring as if one had waited. */
  skip(ms: number): void {
    this.#skipped += ms;
    for (const alarm of [...this.#alarms].sort((a, b) => a.at - b.at))
      if (alarm.at <= this.now()) alarm.ring();
  }

  stop(): void {
    for (const { timer } of this.#alarms) clearTimeout(timer);
    this.#alarms.clear();
  }
}
