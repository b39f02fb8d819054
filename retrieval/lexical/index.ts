/** Lexical search: look the query's terms up, add the scores of their rows, keep the best. */
import type { BackgroundFrequencies } from '../background/frequencies.ts';
import { selectBest } from '../best.ts';
import type { LexicalIndex, Row, ScoredRow, WordQuery } from '../interfaces.ts';
import { findRow, type Postings, rangeOf } from './postings.ts';
import { weighWords } from './weights.ts';

/** A term of a query: its range in the postings, and what the weight of its word makes of the scores stored there. */
interface QueryTerm {
  from: number;
  to: number;
  /** The stored scores hold the record's own idf. */
  factor: number;
  /** No row scores more by this term. */
  most: number;
}

/** A posting list that is this many times longer than the rows in question is searched, not read. */
const SEARCH_FROM = 16;

/** Sums are kept in 32 bits: what is only just too little may be enough. */
const ROUNDING = 1 + 1e-4;

/** A lexical index over postings in memory; with a background, rare means rare in speech, not only here. */
export class Bm25Index implements LexicalIndex {
  private readonly postings: Postings;
  /** One slot a row, all zero between searches: a search is synchronous, so the slots can be shared. */
  private readonly sums: Float32Array;
  private readonly languages: readonly string[];
  private readonly background: BackgroundFrequencies | undefined;
  /** By where the term begins in the postings. */
  private readonly highestOf = new Map<number, number>();

  /** @param languages of the record's documents, BCP 47 */
  constructor(postings: Postings, languages: readonly string[], background?: BackgroundFrequencies) {
    this.postings = postings;
    this.languages = languages;
    this.background = background;
    this.sums = new Float32Array(postings.size);
  }

  /**
   * Adds the scores up term by term, those that can give most first (MaxScore, Turtle & Flood 1995). Once no row
   * that has none of the terms so far can be among the best, the long lists of common terms are read only for the
   * rows that still can.
   */
  async search(query: WordQuery, k: number): Promise<ScoredRow[]> {
    const terms = this.words(query)
      .flatMap(({ terms }) => terms)
      .sort((a, b) => b.most - a.most);
    let left = terms.reduce((sum, { most }) => sum + most, 0);
    let reached = 0;
    let floor = 0;
    const touched: Row[] = [];
    let open: Row[] | undefined;
    for (const term of terms) {
      if (!open && touched.length >= k && left < reached) {
        floor = this.best(touched, k).at(-1)?.score ?? 0;
        if (left * ROUNDING < floor) open = touched;
      }
      if (open) {
        const needed = floor - left * ROUNDING;
        open = open.filter((row) => (this.sums[row] ?? 0) >= needed);
        this.addFor(open, term);
      } else this.add(term, touched);
      left -= term.most;
      reached += term.most;
    }
    const best = this.best(open ?? touched, k);
    for (const row of touched) this.sums[row] = 0;
    return best;
  }

  private best(rows: readonly Row[], k: number): ScoredRow[] {
    return selectBest(rows, (row) => this.sums[row] ?? 0, k);
  }

  /** Adds a term's scores to all rows that hold it. */
  private add({ from, to, factor }: QueryTerm, touched: Row[]): void {
    const { rows, scores } = this.postings;
    for (let i = from; i < to; i++) {
      const row = rows[i] ?? 0;
      const sum = this.sums[row] ?? 0;
      if (sum === 0) touched.push(row);
      this.sums[row] = sum + factor * (scores[i] ?? 0);
    }
  }

  /** Adds a term's scores to the rows in question, which have a score already. */
  private addFor(open: readonly Row[], term: QueryTerm): void {
    const { rows, scores } = this.postings;
    const { from, to, factor } = term;
    if (to - from > open.length * SEARCH_FROM) {
      for (const row of open) {
        const at = findRow(this.postings, term, row);
        if (at >= 0) this.sums[row] = (this.sums[row] ?? 0) + factor * (scores[at] ?? 0);
      }
      return;
    }
    for (let i = from; i < to; i++) {
      const row = rows[i] ?? 0;
      const sum = this.sums[row] ?? 0;
      if (sum !== 0) this.sums[row] = sum + factor * (scores[i] ?? 0);
    }
  }

  async score(query: WordQuery, rows: readonly Row[]): Promise<number[]> {
    const terms = this.words(query).flatMap((word) => word.terms);
    return rows.map((row) => {
      let sum = 0;
      for (const term of terms) {
        const at = findRow(this.postings, term, row);
        if (at >= 0) sum += term.factor * (this.postings.scores[at] ?? 0);
      }
      return sum;
    });
  }

  async coverage(query: WordQuery, rows: readonly Row[]): Promise<number[]> {
    const words = this.words(query);
    const total = words.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return rows.map(() => 0);
    return rows.map((row) => {
      let covered = 0;
      for (const { weight, terms } of words) {
        if (terms.some((term) => findRow(this.postings, term, row) >= 0)) covered += weight;
      }
      return covered / total;
    });
  }

  private words(query: WordQuery): { weight: number; terms: QueryTerm[] }[] {
    const { postings, languages, background } = this;
    const rowsOf = (term: string) => {
      const { from, to } = rangeOf(postings, term);
      return to - from;
    };
    const words = weighWords(query, { languages, total: postings.size, rowsOf, background });
    return words.map(({ weight, forms }) => ({
      weight,
      // A term that no row holds would be weighed against what rounding leaves of the sum.
      terms: forms.flatMap(({ term, factor }) => {
        const { from, to } = rangeOf(postings, term);
        return from === to ? [] : { from, to, factor, most: factor * this.highest(from, to) };
      }),
    }));
  }

  /** The highest stored score of a term; each is looked for once. */
  private highest(from: number, to: number): number {
    const known = this.highestOf.get(from);
    if (known !== undefined) return known;
    let highest = 0;
    for (let i = from; i < to; i++) highest = Math.max(highest, this.postings.scores[i] ?? 0);
    if (to > from) this.highestOf.set(from, highest);
    return highest;
  }
}
