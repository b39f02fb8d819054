/** The stored vectors: one row of a matrix for each window, and the text that each window belongs to. */
import type { Row } from '../interfaces.ts';
import { dot } from './cosine.ts';

/** Vectors of texts that are numbered from 0: here a *row* is the number of a text. */
export interface WindowMatrix {
  dimension: number;
  /** `windows x dimension`, unit rows, each component in steps of 1 / STEPS. */
  vectors: Int16Array;
  /** The text of each window; the windows of a text stand together, in ascending order of rows. */
  rowOfWindow: Uint32Array;
  /** The first window of each text, and one more entry at the end. */
  firstWindow: Uint32Array;
}

/**
 * 16 bits a component: half the memory of floats, and a cosine that is off by some 0.00001, where two neighbours in
 * a ranking are some 0.001 apart.
 */
export const STEPS = 32767;

/** The windows of one text, one after the other, each component as a whole number of steps. */
export function quantize(windows: readonly Float32Array[]): Int16Array {
  const dimension = windows[0]?.length ?? 0;
  const steps = new Int16Array(windows.length * dimension);
  for (const [i, vector] of windows.entries()) {
    for (let j = 0; j < dimension; j++) steps[i * dimension + j] = Math.round((vector[j] ?? 0) * STEPS);
  }
  return steps;
}

/** Lays the quantised windows of texts 0, 1, 2… out as one matrix. */
export function layOutWindows(texts: readonly Int16Array[], dimension: number): WindowMatrix {
  const count = texts.reduce((sum, { length }) => sum + length / dimension, 0);
  const vectors = new Int16Array(count * dimension);
  const rowOfWindow = new Uint32Array(count);
  const firstWindow = new Uint32Array(texts.length + 1);
  let window = 0;
  for (const [row, steps] of texts.entries()) {
    firstWindow[row] = window;
    vectors.set(steps, window * dimension);
    rowOfWindow.fill(row, window, window + steps.length / dimension);
    window += steps.length / dimension;
  }
  firstWindow[texts.length] = window;
  return { dimension, vectors, rowOfWindow, firstWindow };
}

/** The vector of a window. */
export function windowOf(source: Pick<WindowSource, 'read'>, window: number): Float32Array {
  return Float32Array.from(source.read(window, window + 1), (steps) => steps / STEPS);
}

/** The best cosine of a unit vector with any of some windows, from one component of theirs up to another. */
export function bestCosine(query: Float32Array, windows: Int16Array, from = 0, to = windows.length): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let at = from; at < to; at += query.length) {
    const product = dot(query, 0, windows, at, query.length);
    if (product > best) best = product;
  }
  return best / STEPS;
}

/**
 * The exact score of a text: the best cosine of its windows.
 * @param first the first window of `vectors`
 */
export function scoreRow(
  { dimension, firstWindow }: Pick<WindowSource, 'dimension' | 'firstWindow'>,
  query: Float32Array,
  row: Row,
  vectors: Int16Array,
  first = 0,
): number {
  const from = ((firstWindow[row] ?? 0) - first) * dimension;
  const to = ((firstWindow[row + 1] ?? 0) - first) * dimension;
  return bestCosine(query, vectors, from, to);
}

/** Stored vectors that are read when they are asked for. */
export interface WindowSource {
  dimension: number;
  firstWindow: Uint32Array;
  rowOfWindow: Uint32Array;
  /** The components of the windows from one up to another, in steps of 1 / STEPS; theirs until the next reading. */
  read(from: number, to: number): Int16Array;
}

/** Vectors that are in memory. */
export function inMemory({ dimension, firstWindow, rowOfWindow, vectors }: WindowMatrix): WindowSource {
  const read = (from: number, to: number) => vectors.subarray(from * dimension, to * dimension);
  return { dimension, firstWindow, rowOfWindow, read };
}
