/** The vectors of a passage as they travel: the 16-bit components of all windows, base64. */
import { dot } from '../vector/cosine.ts';
import { STEPS } from '../vector/windows.ts';

export function packVectors(windows: Int16Array): string {
  return Buffer.from(windows.buffer, windows.byteOffset, windows.byteLength).toString('base64');
}

/**
 * The windows as unit vectors, to four decimals: what is found by them is scored by the packed ones. A cluster keeps what
 * was sent to it for a while, and digits that tell nothing were a third of that.
 */
export function unpackWindows(windows: Int16Array, dimension: number): number[][] {
  return Array.from({ length: windows.length / dimension }, (_, window) =>
    Array.from(
      windows.subarray(window * dimension, (window + 1) * dimension),
      (steps) => Math.round((steps / STEPS) * DECIMALS) / DECIMALS,
    ),
  );
}

const DECIMALS = 1e4;

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
    const product = dot(query, 0, components, at, query.length);
    if (product > best) best = product;
  }
  return best / STEPS;
}
