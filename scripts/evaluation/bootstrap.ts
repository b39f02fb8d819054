/** Confidence intervals by the bootstrap (Efron 1979): measure again and again on questions drawn with repetition. */

export interface Estimate {
  value: number;
  /** Bounds of the 95% interval. */
  low: number;
  high: number;
}

const RESAMPLES = 1000;

/** The measure on all items and its 95% percentile interval; the same items always give the same interval. */
export function bootstrap<Item>(
  items: readonly Item[],
  measure: (items: readonly Item[]) => number,
): Estimate {
  const random = mulberry32(20190218);
  const draws = Array.from({ length: RESAMPLES }, () => {
    const sample = items.flatMap(() => {
      const item = items[Math.floor(random() * items.length)];
      return item === undefined ? [] : [item];
    });
    return measure(sample);
  })
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const at = (share: number) => draws[Math.floor(share * (draws.length - 1))] ?? Number.NaN;
  return { value: measure(items), low: at(0.025), high: at(0.975) };
}

/** Mulberry32, a small seeded generator (T. Ettinger, public domain): intervals must not change between runs. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
