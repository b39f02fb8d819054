/** The inverted index: for each term the rows that hold it, each with its BM25 score, computed at build time. */
import { lowerBound } from '../binary-search.ts';

/** Compressed sparse rows: term `t` owns `rows` and `scores` from `offsets[t]` up to `offsets[t + 1]`. */
export interface Postings {
  /** How many rows the index covers. */
  size: number;
  terms: ReadonlyMap<string, number>;
  offsets: Uint32Array;
  /** Ascending within a term. */
  rows: Uint32Array;
  scores: Float32Array;
}

/** The range of a term in `rows` and `scores`; empty for a term that no row holds. */
export function rangeOf(postings: Postings, term: string): { from: number; to: number } {
  const number = postings.terms.get(term);
  if (number === undefined) return { from: 0, to: 0 };
  return { from: postings.offsets[number] ?? 0, to: postings.offsets[number + 1] ?? 0 };
}

/** The place of a row within a term's range, or -1. */
export function findRow(postings: Postings, range: { from: number; to: number }, row: number): number {
  const at = lowerBound(range.from, range.to, (middle) => (postings.rows[middle] ?? 0) < row);
  return at < range.to && postings.rows[at] === row ? at : -1;
}
