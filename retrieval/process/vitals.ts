/** What a process uses of the machine. */

export interface Vitals {
  residentBytes: number;
  heapBytes: number;
  /** User and system time since the process began. */
  cpuSeconds: number;
}

/** How often a process tells another. */
const VITALS_EVERY_MS = 5000;

/** Tells now and then, without keeping the process alive. */
export function tellVitals(tell: (vitals: Vitals) => void): void {
  const now = () => {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    tell({ residentBytes: rss, heapBytes: heapUsed, cpuSeconds: (user + system) / 1e6 });
  };
  now();
  setInterval(now, VITALS_EVERY_MS).unref();
}
