/** Lexical search: look the query's terms up, add the scores of their rows, keep the best. */
import type { BackgroundFrequencies } from '../background/frequencies.ts';
import { selectBest } from '../best.ts';
import type { Candidate, LexicalIndex, Row } from '../interfaces.ts';
import { findRow, type Postings, rangeOf } from './postings.ts';
import { idf } from './scoring.ts';
import { tokenize } from './tokens.ts';
import { shrunkIdf } from './weights.ts';

/** A term of a query: its range in the postings, its weight, and what that makes of the scores stored there. */
interface QueryTerm {
  from: number;
  to: number;
  weight: number;
  /** The stored scores hold the record's own idf. */
  factor: number;
}

/** How many rows hold a term, and how many there are. */
export interface DocumentFrequencies {
  size: number;
  rowsOf(term: string): number;
}

/** A lexical index over postings in memory; with a background, rare means rare in speech, not only here. */
export class Bm25Index implements LexicalIndex {
  private readonly postings: Postings;
  /** One slot a row, all zero between searches: a search is synchronous, so the slots can be shared. */
  private readonly sums: Float32Array;
  private readonly background: BackgroundFrequencies | undefined;
  private readonly frequencies: DocumentFrequencies | undefined;

  /** `frequencies` are those of the whole record, where the postings are only a part of it. */
  constructor(postings: Postings, background?: BackgroundFrequencies, frequencies?: DocumentFrequencies) {
    this.postings = postings;
    this.background = background;
    this.frequencies = frequencies;
    this.sums = new Float32Array(postings.size);
  }

  async search(query: string, k: number): Promise<Candidate[]> {
    const { rows, scores } = this.postings;
    const touched: Row[] = [];
    for (const { from, to, factor } of this.terms(query)) {
      for (let i = from; i < to; i++) {
        const row = rows[i] ?? 0;
        const sum = this.sums[row] ?? 0;
        if (sum === 0) touched.push(row);
        this.sums[row] = sum + factor * (scores[i] ?? 0);
      }
    }
    const best = selectBest(touched, (row) => this.sums[row] ?? 0, k);
    for (const row of touched) this.sums[row] = 0;
    return best;
  }

  async score(query: string, rows: readonly Row[]): Promise<number[]> {
    return this.sumOver(
      this.terms(query),
      rows,
      (at, { factor }) => factor * (this.postings.scores[at] ?? 0),
    );
  }

  async coverage(query: string, rows: readonly Row[]): Promise<number[]> {
    const terms = this.terms(query);
    const total = terms.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return rows.map(() => 0);
    const covered = this.sumOver(terms, rows, (_, { weight }) => weight);
    return covered.map((weight) => weight / total);
  }

  private terms(query: string): QueryTerm[] {
    const { size } = this.postings;
    return [...new Set(tokenize(query))].map((term) => {
      const { from, to } = rangeOf(this.postings, term);
      const { frequencies = { size, rowsOf: () => to - from } } = this;
      const weight = shrunkIdf(term, frequencies.rowsOf(term), frequencies.size, this.background);
      return { from, to, weight, factor: weight / idf(to - from, size) };
    });
  }

  private sumOver(
    terms: readonly QueryTerm[],
    rows: readonly Row[],
    valueAt: (posting: number, term: QueryTerm) => number,
  ): number[] {
    return rows.map((row) => {
      let sum = 0;
      for (const term of terms) {
        const at = findRow(this.postings, term, row);
        if (at >= 0) sum += valueAt(at, term);
      }
      return sum;
    });
  }
}
