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
