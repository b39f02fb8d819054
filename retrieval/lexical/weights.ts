/** How much a word of a question weighs: its idf on this record, shrunk towards what is usual elsewhere. */
import type { BackgroundFrequencies } from '../background/frequencies.ts';
import type { WordQuery } from '../interfaces.ts';
import { idf } from './scoring.ts';
import { tokenizeQuery } from './tokens.ts';

/** What the words of a question are weighed by. */
export interface Weighing {
  /** Of the record's documents, BCP 47. */
  languages: readonly string[];
  /** How many passages the record has, and how many of them hold a term. */
  total: number;
  rowsOf(term: string): number;
  background: BackgroundFrequencies | undefined;
}

/** A word of a question. */
export interface QueryWord {
  weight: number;
  /** The terms that stand for it in the languages of the record; none that stands for a word before. */
  forms: QueryForm[];
}

export interface QueryForm {
  term: string;
  /** The weight of the word by the idf that the record itself gives the term. */
  factor: number;
}

/** The words of a question with their weights: all forms of a word count as one term. */
export function weighWords(
  query: WordQuery,
  { languages, total, rowsOf, background }: Weighing,
): QueryWord[] {
  const known = new Set<string>();
  return tokenizeQuery(query, languages).map((terms) => {
    const rows = terms.reduce((sum, term) => sum + rowsOf(term), 0);
    const weight = shrunkIdf(terms[0] ?? '', Math.min(rows, total), total, background);
    const fresh = terms.filter((term) => !known.has(term));
    for (const term of fresh) known.add(term);
    return { weight, forms: fresh.map((term) => ({ term, factor: weight / idf(rowsOf(term), total) })) };
  });
}

/** A record of this many passages is believed half, the background half. Fitted: see docs/evaluation.md. */
const BACKGROUND_PASSAGES = 300;
/** The background is English: it knows nothing about how common a word of another script is. */
const NOT_COUNTED = /(?!\p{Script=Latin})\p{L}/u;

/**
 * The idf of a term that `rows` of `total` passages hold. The background counts as BACKGROUND_PASSAGES further ones (a
 * Dirichlet prior, as in Zhai & Lafferty 2004), so it decides on 18 passages and is nothing on 100,000.
 */
export function shrunkIdf(
  term: string,
  rows: number,
  total: number,
  background: BackgroundFrequencies | undefined,
): number {
  if (!background || NOT_COUNTED.test(term)) return idf(rows, total);
  const share = (background.counts.get(term) ?? 1) / background.size;
  return idf(rows + BACKGROUND_PASSAGES * share, total + BACKGROUND_PASSAGES);
}
