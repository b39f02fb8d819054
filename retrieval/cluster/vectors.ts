/** The vectors of a passage as they travel: 16-bit components, base64. */
import { quantize, STEPS } from '../vector/windows.ts';

/** All windows, one after the other. */
export function packVectors(windows: readonly Float32Array[]): string {
  const dimension = windows[0]?.length ?? 0;
  const packed = new Int16Array(windows.length * dimension);
  for (const [i, vector] of windows.entries()) quantize(vector, packed, i * dimension);
  return Buffer.from(packed.buffer).toString('base64');
}

/** The best cosine of a unit vector with any of the packed windows. */
export function scorePacked(query: Float32Array, packed: string): number {
  const bytes = Buffer.from(packed, 'base64');
  const components = new Int16Array(
    bytes.buffer,
    bytes.byteOffset,
    bytes.length / Int16Array.BYTES_PER_ELEMENT,
  );
  let best = Number.NEGATIVE_INFINITY;
  for (let at = 0; at + query.length <= components.length; at += query.length) {
    let sum = 0;
    for (let i = 0; i < query.length; i++) sum += (query[i] as number) * (components[at + i] as number);
    if (sum > best) best = sum;
  }
  return best / STEPS;
}
