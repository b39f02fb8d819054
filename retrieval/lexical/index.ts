/** Lexical search: look the query's terms up, add the scores of their rows, keep the best. */
import { selectBest } from '../best.ts';
import type { Candidate, LexicalIndex, Row } from '../interfaces.ts';
import { findRow, type Postings, rangeOf } from './postings.ts';
import { idf } from './scoring.ts';
import { tokenize } from './tokens.ts';

/** A lexical index over postings in memory. */
export class Bm25Index implements LexicalIndex {
  private readonly postings: Postings;
  /** One slot a row, all zero between searches: a search is synchronous, so the slots can be shared. */
  private readonly sums: Float32Array;

  constructor(postings: Postings) {
    this.postings = postings;
    this.sums = new Float32Array(postings.size);
  }

  async search(query: string, k: number): Promise<Candidate[]> {
    const { rows, scores } = this.postings;
    const touched: Row[] = [];
    for (const range of this.ranges(query)) {
      for (let i = range.from; i < range.to; i++) {
        const row = rows[i] ?? 0;
        const sum = this.sums[row] ?? 0;
        if (sum === 0) touched.push(row);
        this.sums[row] = sum + (scores[i] ?? 0);
      }
    }
    const best = selectBest(touched, (row) => this.sums[row] ?? 0, k);
    for (const row of touched) this.sums[row] = 0;
    return best;
  }

  async score(query: string, rows: readonly Row[]): Promise<number[]> {
    return this.sumOver(this.ranges(query), rows, (at) => this.postings.scores[at] ?? 0);
  }

  async coverage(query: string, rows: readonly Row[]): Promise<number[]> {
    const ranges = this.ranges(query);
    const weights = ranges.map(({ from, to }) => idf(to - from, this.postings.size));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) return rows.map(() => 0);
    const covered = this.sumOver(ranges, rows, (_, term) => weights[term] ?? 0);
    return covered.map((weight) => weight / total);
  }

  private ranges(query: string): { from: number; to: number }[] {
    return [...new Set(tokenize(query))].map((term) => rangeOf(this.postings, term));
  }

  private sumOver(
    ranges: readonly { from: number; to: number }[],
    rows: readonly Row[],
    valueAt: (posting: number, term: number) => number,
  ): number[] {
    return rows.map((row) => {
      let sum = 0;
      for (const [term, range] of ranges.entries()) {
        const at = findRow(this.postings, range, row);
        if (at >= 0) sum += valueAt(at, term);
      }
      return sum;
    });
  }
}
