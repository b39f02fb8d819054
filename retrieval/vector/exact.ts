/** Exact search: the cosine with every passage. Right by definition, and faster than a graph on a small record. */
import { setImmediate as letOthersGo } from 'node:timers/promises';
import { selectBest } from '../best.ts';
import type { Candidate, Row, VectorIndex } from '../interfaces.ts';
import { scoreRow, type WindowMatrix } from './windows.ts';

/** Rows that are scored at a stretch: some 10 ms, after which other work may go on. */
const STRETCH = 20_000;

/** Exact cosines of rows, without keeping the process from anything else for long. */
export async function scoreRows(
  matrix: WindowMatrix,
  query: Float32Array,
  rows: readonly Row[],
): Promise<number[]> {
  const scores = new Array<number>(rows.length);
  for (let i = 0; i < rows.length; i++) {
    scores[i] = scoreRow(matrix, query, rows[i] ?? 0);
    if (i % STRETCH === STRETCH - 1) await letOthersGo();
  }
  return scores;
}

export class ExactIndex implements VectorIndex {
  private readonly matrix: WindowMatrix;

  constructor(matrix: WindowMatrix) {
    this.matrix = matrix;
  }

  async search(query: Float32Array, k: number): Promise<Candidate[]> {
    return selectBest(this.rows(), (row) => scoreRow(this.matrix, query, row), k);
  }

  score(query: Float32Array, rows: readonly Row[]): Promise<number[]> {
    return scoreRows(this.matrix, query, rows);
  }

  private *rows(): Generator<Row> {
    for (let row = 0; row < this.matrix.firstWindow.length - 1; row++) yield row;
  }
}
