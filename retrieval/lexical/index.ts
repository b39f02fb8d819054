/** Lexical search: look the query's terms up, add the scores of their rows, keep the best. */
import type { BackgroundFrequencies } from '../background/frequencies.ts';
import { selectBest } from '../best.ts';
import { lowerBound } from '../binary-search.ts';
import type { Row, ScoredRow, WordQuery } from '../interfaces.ts';
import type { Postings } from './build.ts';
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

/**
 * BM25 over a passage, the question that it answers and its document's title, by postings in memory; with a background,
 * rare means rare in speech, not only here.
 */
export class Bm25Index {
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
   * The best `k` rows that share a term with the query, best first.
   *
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
        const at = this.findRow(term, row);
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

  /** BM25 scores of the given rows, in their order; 0 without a shared term. */
  async score(query: WordQuery, rows: readonly Row[]): Promise<number[]> {
    const terms = this.words(query).flatMap((word) => word.terms);
    return rows.map((row) => {
      let sum = 0;
      for (const term of terms) {
        const at = this.findRow(term, row);
        if (at >= 0) sum += term.factor * (this.postings.scores[at] ?? 0);
      }
      return sum;
    });
  }

  /** How much of the query's weight (by inverse document frequency) each row's text covers, 0 to 1. */
  async coverage(query: WordQuery, rows: readonly Row[]): Promise<number[]> {
    const words = this.words(query);
    const total = words.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return rows.map(() => 0);
    return rows.map((row) => {
      let covered = 0;
      for (const { weight, terms } of words) {
        if (terms.some((term) => this.findRow(term, row) >= 0)) covered += weight;
      }
      return covered / total;
    });
  }

  private words(query: WordQuery): { weight: number; terms: QueryTerm[] }[] {
    const { postings, languages, background } = this;
    const rowsOf = (term: string) => {
      const { from, to } = this.rangeOf(term);
      return to - from;
    };
    const words = weighWords(query, { languages, total: postings.size, rowsOf, background });
    return words.map(({ weight, forms }) => ({
      weight,
      // A term that no row holds would be weighed against what rounding leaves of the sum.
      terms: forms.flatMap(({ term, factor }) => {
        const { from, to } = this.rangeOf(term);
        return from === to ? [] : { from, to, factor, most: factor * this.highest(from, to) };
      }),
    }));
  }

  /** The range of a term in the postings; empty for a term that no row holds. */
  private rangeOf(term: string): { from: number; to: number } {
    const { terms, offsets } = this.postings;
    const number = terms.get(term);
    if (number === undefined) return { from: 0, to: 0 };
    return { from: offsets[number] ?? 0, to: offsets[number + 1] ?? 0 };
  }

  /** The place of a row within a term's range, or -1. */
  private findRow({ from, to }: QueryTerm, row: Row): number {
    const { rows } = this.postings;
    const at = lowerBound(from, to, (middle) => (rows[middle] ?? 0) < row);
    return at < to && rows[at] === row ? at : -1;
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
