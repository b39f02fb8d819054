/** The inner loop of late interaction: for each token of a query its best cosine in a text (MaxSim). */
import type { TokenMatrix } from './token-matrix.ts';

/** Raises `best[q]` to the highest cosine of query token q with any token of the text, times `discount`. */
export function raiseBestCosines(
  query: TokenMatrix,
  text: TokenMatrix,
  discount: number,
  best: Float32Array,
): void {
  const { dimension } = query;
  for (let q = 0; q < query.count; q += 4) {
    // Four query tokens at a time: each component of the text is loaded once for four products. In the last
    // group the final token stands in for those that are missing.
    const last = query.count - 1;
    const q1 = Math.min(q + 1, last);
    const q2 = Math.min(q + 2, last);
    const q3 = Math.min(q + 3, last);
    raiseFour(query, [q, q1, q2, q3], text, discount, best, dimension);
  }
}

function raiseFour(
  { values: a, scales }: TokenMatrix,
  [q0, q1, q2, q3]: readonly [number, number, number, number],
  text: TokenMatrix,
  discount: number,
  best: Float32Array,
  dimension: number,
): void {
  const b = text.values;
  const [a0, a1, a2, a3] = [q0 * dimension, q1 * dimension, q2 * dimension, q3 * dimension];
  let best0 = Number.NEGATIVE_INFINITY;
  let best1 = best0;
  let best2 = best0;
  let best3 = best0;
  for (let token = 0, at = 0; token < text.count; token++, at += dimension) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    // Casts instead of `?? 0`: every index is in range, and the check would cost a third of the time.
    for (let i = 0; i < dimension; i++) {
      const value = b[at + i] as number;
      s0 = (s0 + Math.imul(a[a0 + i] as number, value)) | 0;
      s1 = (s1 + Math.imul(a[a1 + i] as number, value)) | 0;
      s2 = (s2 + Math.imul(a[a2 + i] as number, value)) | 0;
      s3 = (s3 + Math.imul(a[a3 + i] as number, value)) | 0;
    }
    const scale = text.scales[token] as number;
    best0 = Math.max(best0, s0 * scale);
    best1 = Math.max(best1, s1 * scale);
    best2 = Math.max(best2, s2 * scale);
    best3 = Math.max(best3, s3 * scale);
  }
  if (text.count === 0) return;
  best[q0] = Math.max(best[q0] as number, best0 * (scales[q0] as number) * discount);
  best[q1] = Math.max(best[q1] as number, best1 * (scales[q1] as number) * discount);
  best[q2] = Math.max(best[q2] as number, best2 * (scales[q2] as number) * discount);
  best[q3] = Math.max(best[q3] as number, best3 * (scales[q3] as number) * discount);
}
