/** Exact search: the cosine with every passage. Right by definition, and faster than a graph on a small record. */
import { selectBest } from '../best.ts';
import type { Candidate, Row, VectorIndex } from '../interfaces.ts';
import { scoreRow, type WindowMatrix } from './windows.ts';

export class ExactIndex implements VectorIndex {
  private readonly matrix: WindowMatrix;

  constructor(matrix: WindowMatrix) {
    this.matrix = matrix;
  }

  async search(query: Float32Array, k: number): Promise<Candidate[]> {
    const size = this.matrix.firstWindow.length - 1;
    const rows = {
      *[Symbol.iterator]() {
        for (let row = 0; row < size; row++) yield row;
      },
    };
    return selectBest(rows, (row) => scoreRow(this.matrix, query, row), k);
  }

  async score(query: Float32Array, rows: readonly Row[]): Promise<number[]> {
    return rows.map((row) => scoreRow(this.matrix, query, row));
  }
}
