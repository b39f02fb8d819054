/** Timing: rounds of stages, and what is told of a list of milliseconds. */
const WARM_UP = 20;

export interface Summary {
  p50: number;
  p95: number;
  p99: number;
  max: number;
  runs: number;
}

type Measure = <T>(stage: string, work: () => Promise<T>) => Promise<T>;

/** Runs rounds of stages, each stage in turn, so that a drift of the machine's speed meets all of them. */
export async function timeRounds(
  rounds: number,
  run: (round: number, measure: Measure) => Promise<unknown>,
): Promise<Record<string, Summary>> {
  const times: Record<string, number[]> = {};
  for (let round = 0; round < WARM_UP + rounds; round++) {
    await run(round, async (stage, work) => {
      const began = performance.now();
      const result = await work();
      const values = times[stage] ?? [];
      times[stage] = values;
      if (round >= WARM_UP) values.push(performance.now() - began);
      return result;
    });
  }
  return Object.fromEntries(Object.entries(times).map(([stage, values]) => [stage, summarize(values)]));
}

export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1), runs: sorted.length };
}

/** Two digits after the point are what a measurement is worth. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
