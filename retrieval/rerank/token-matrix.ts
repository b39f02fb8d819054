/** The token vectors of a text, in 8 bits: a quarter of the memory, and integer arithmetic. */

/** `count x dimension` components; row t times `scales[t]` is the unit vector of token t. */
export interface TokenMatrix {
  count: number;
  dimension: number;
  values: Int8Array;
  scales: Float32Array;
}

const LARGEST = 127;

/** Packs rows of floats, each scaled to length 1. */
export function packTokens(rows: Float32Array, dimension: number): TokenMatrix {
  const count = rows.length / dimension;
  const values = new Int8Array(rows.length);
  const scales = new Float32Array(count);
  for (let token = 0; token < count; token++) {
    const from = token * dimension;
    let squares = 0;
    let largest = 0;
    for (let i = from; i < from + dimension; i++) {
      const value = rows[i] ?? 0;
      squares += value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    if (largest === 0) continue;
    const step = largest / LARGEST;
    for (let i = from; i < from + dimension; i++) values[i] = Math.round((rows[i] ?? 0) / step);
    scales[token] = step / Math.sqrt(squares);
  }
  return { count, dimension, values, scales };
}

/** Several matrices of one dimension as one, row under row. */
export function stackTokens(parts: readonly TokenMatrix[], dimension: number): TokenMatrix {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const values = new Int8Array(count * dimension);
  const scales = new Float32Array(count);
  let row = 0;
  for (const part of parts) {
    values.set(part.values, row * dimension);
    scales.set(part.scales, row);
    row += part.count;
  }
  return { count, dimension, values, scales };
}

/** Memory that a matrix holds on to. */
export function bytesOf({ values, scales }: TokenMatrix): number {
  return values.byteLength + scales.byteLength;
}

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
