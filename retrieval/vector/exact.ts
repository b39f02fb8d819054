/** Exact search: the cosine with every passage. Right by definition, and faster than a graph on a small record. */
import { setImmediate as letOthersGo } from 'node:timers/promises';
import { selectBest } from '../best.ts';
import type { Row, ScoredRow, VectorIndex } from '../interfaces.ts';
import { inMemory, scoreRow, type WindowMatrix, type WindowSource } from './windows.ts';

/** Rows that are scored at a stretch: some 10 ms, after which other work may go on. */
const STRETCH = 20_000;
/** Windows that are read at once, where the rows stand together. */
const READ_AT_ONCE = 512;

/** Exact cosines of rows, without keeping the process from anything else for long. */
export async function scoreRows(
  source: WindowSource,
  query: Float32Array,
  rows: readonly Row[],
): Promise<number[]> {
  const scores: number[] = [];
  while (scores.length < rows.length) {
    const from = scores.length;
    const to = endOfRun(source, rows, from);
    const first = source.firstWindow[rows[from] ?? 0] ?? 0;
    const vectors = source.read(first, source.firstWindow[(rows[to - 1] ?? 0) + 1] ?? first);
    for (let i = from; i < to; i++) scores.push(scoreRow(source, query, rows[i] ?? 0, vectors, first));
    if (Math.floor(from / STRETCH) < Math.floor(to / STRETCH)) await letOthersGo();
  }
  return scores;
}

/** Where the rows from a place on stop standing one after the other, or are enough for one reading. */
function endOfRun({ firstWindow }: WindowSource, rows: readonly Row[], from: number): number {
  const first = firstWindow[rows[from] ?? 0] ?? 0;
  let to = from + 1;
  while (to < rows.length && rows[to] === (rows[to - 1] ?? 0) + 1) {
    if ((firstWindow[(rows[to] ?? 0) + 1] ?? 0) - first > READ_AT_ONCE) break;
    to++;
  }
  return to;
}

export class ExactIndex implements VectorIndex {
  private readonly matrix: WindowMatrix;

  constructor(matrix: WindowMatrix) {
    this.matrix = matrix;
  }

  async search(query: Float32Array, k: number): Promise<ScoredRow[]> {
    return selectBest(this.rows(), (row) => scoreRow(this.matrix, query, row, this.matrix.vectors), k);
  }

  score(query: Float32Array, rows: readonly Row[]): Promise<number[]> {
    return scoreRows(inMemory(this.matrix), query, rows);
  }

  private *rows(): Generator<Row> {
    for (let row = 0; row < this.matrix.firstWindow.length - 1; row++) yield row;
  }
}
