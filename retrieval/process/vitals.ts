/** What a process uses of the machine. */

export interface Vitals {
  residentBytes: number;
  heapBytes: number;
  /** User and system time since the process began. */
  cpuSeconds: number;
}

/** How often a process tells another. */
const VITALS_EVERY_MS = 5000;

function vitalsOf(self: NodeJS.Process): Vitals {
  const { rss, heapUsed } = self.memoryUsage();
  const { user, system } = self.cpuUsage();
  return { residentBytes: rss, heapBytes: heapUsed, cpuSeconds: (user + system) / 1e6 };
}

/** Tells now and then, without keeping the process alive. */
export function tellVitals(tell: (vitals: Vitals) => void): void {
  const now = () => tell(vitalsOf(process));
  now();
  setInterval(now, VITALS_EVERY_MS).unref();
}
