/** Confidence intervals by the bootstrap (Efron 1979): measure again and again on questions drawn with repetition. */
import { seededRandom } from '../../corpus/random.ts';

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
  const random = seededRandom(20190218);
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
