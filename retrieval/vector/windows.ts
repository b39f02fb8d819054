/** The stored vectors: one row of a matrix for each window, and the passage that each window belongs to. */
import type { Row } from '../interfaces.ts';
import { dot } from './cosine.ts';

export interface WindowMatrix {
  dimension: number;
  /** `windows x dimension`, unit rows. */
  vectors: Float32Array;
  /** The passage of each window; the windows of a passage stand together, in ascending order of rows. */
  rowOfWindow: Uint32Array;
  /** The first window of each passage, and one more entry at the end. */
  firstWindow: Uint32Array;
}

/** Lays the windows of passages 0, 1, 2… out as one matrix. */
export function layOutWindows(
  passages: readonly (readonly Float32Array[])[],
  dimension: number,
): WindowMatrix {
  const count = passages.reduce((sum, windows) => sum + windows.length, 0);
  const vectors = new Float32Array(count * dimension);
  const rowOfWindow = new Uint32Array(count);
  const firstWindow = new Uint32Array(passages.length + 1);
  let window = 0;
  for (const [row, windows] of passages.entries()) {
    firstWindow[row] = window;
    for (const vector of windows) {
      vectors.set(vector, window * dimension);
      rowOfWindow[window] = row;
      window++;
    }
  }
  firstWindow[passages.length] = window;
  return { dimension, vectors, rowOfWindow, firstWindow };
}

/** The exact score of a passage: the best cosine of its windows. */
export function scoreRow(matrix: WindowMatrix, query: Float32Array, row: Row): number {
  const { dimension, vectors, firstWindow } = matrix;
  const to = firstWindow[row + 1] ?? 0;
  let best = Number.NEGATIVE_INFINITY;
  for (let window = firstWindow[row] ?? 0; window < to; window++) {
    best = Math.max(best, dot(query, 0, vectors, window * dimension, dimension));
  }
  return best;
}
