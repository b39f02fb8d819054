/** The stored vectors: one row of a matrix for each window, and the passage that each window belongs to. */
import type { Row } from '../interfaces.ts';
import { dot } from './cosine.ts';

export interface WindowMatrix {
  dimension: number;
  /** `windows x dimension`, unit rows, each component in steps of 1 / STEPS. */
  vectors: Int16Array;
  /** The passage of each window; the windows of a passage stand together, in ascending order of rows. */
  rowOfWindow: Uint32Array;
  /** The first window of each passage, and one more entry at the end. */
  firstWindow: Uint32Array;
}

/**
 * 16 bits a component: half the memory of floats, and a cosine that is off by some 0.00001, where two neighbours in
 * a ranking are some 0.001 apart.
 */
export const STEPS = 32767;

/** Windows of another matrix, from one up to another. */
export interface WindowRange {
  matrix: WindowMatrix;
  from: number;
  to: number;
}

/** The windows of one passage: fresh from an encoder, or stored already. */
export type Windows = readonly Float32Array[] | WindowRange;

/** How many windows a passage has. */
export const countOf = (windows: Windows) =>
  'matrix' in windows ? windows.to - windows.from : windows.length;

/** Lays the windows of passages 0, 1, 2… out as one matrix. */
export function layOutWindows(passages: readonly Windows[], dimension: number): WindowMatrix {
  const count = passages.reduce((sum, windows) => sum + countOf(windows), 0);
  const vectors = new Int16Array(count * dimension);
  const rowOfWindow = new Uint32Array(count);
  const firstWindow = new Uint32Array(passages.length + 1);
  let window = 0;
  for (const [row, windows] of passages.entries()) {
    firstWindow[row] = window;
    copyWindows(windows, vectors, window * dimension, dimension);
    rowOfWindow.fill(row, window, window + countOf(windows));
    window += countOf(windows);
  }
  firstWindow[passages.length] = window;
  return { dimension, vectors, rowOfWindow, firstWindow };
}

function copyWindows(windows: Windows, into: Int16Array, at: number, dimension: number): void {
  if ('matrix' in windows) {
    into.set(windows.matrix.vectors.subarray(windows.from * dimension, windows.to * dimension), at);
  } else {
    for (const [i, vector] of windows.entries()) quantize(vector, into, at + i * dimension);
  }
}

/** Writes the components as whole steps. What was read by `windowOf` becomes what it was. */
export function quantize(vector: Float32Array, into: Int16Array, at: number): void {
  for (let i = 0; i < vector.length; i++) into[at + i] = Math.round((vector[i] as number) * STEPS);
}

/** The vector of a window. */
export function windowOf(source: Pick<WindowSource, 'read'>, window: number): Float32Array {
  return Float32Array.from(source.read(window, window + 1), (steps) => steps / STEPS);
}

/**
 * The exact score of a passage: the best cosine of its windows.
 * @param first the first window of `vectors`
 */
export function scoreRow(
  { dimension, firstWindow }: Pick<WindowSource, 'dimension' | 'firstWindow'>,
  query: Float32Array,
  row: Row,
  vectors: Int16Array,
  first = 0,
): number {
  const to = firstWindow[row + 1] ?? 0;
  let best = Number.NEGATIVE_INFINITY;
  for (let window = firstWindow[row] ?? 0; window < to; window++) {
    const product = dot(query, 0, vectors, (window - first) * dimension, dimension);
    if (product > best) best = product;
  }
  return best / STEPS;
}

/** Stored vectors that are read when they are asked for. */
export interface WindowSource {
  dimension: number;
  firstWindow: Uint32Array;
  rowOfWindow: Uint32Array;
  /** The components of the windows from one up to another, in steps of 1 / STEPS. */
  read(from: number, to: number): Int16Array;
}

/** Vectors that are in memory. */
export function inMemory({ dimension, firstWindow, rowOfWindow, vectors }: WindowMatrix): WindowSource {
  const read = (from: number, to: number) => vectors.subarray(from * dimension, to * dimension);
  return { dimension, firstWindow, rowOfWindow, read };
}
