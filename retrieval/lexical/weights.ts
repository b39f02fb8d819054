/** How much a word of a question weighs: its idf on this record, shrunk towards what is usual elsewhere. */
import type { BackgroundFrequencies } from '../background/frequencies.ts';
import { idf } from './scoring.ts';

/** A record of this many passages is believed half, the background half. Fitted: see docs/evaluation.md. */
export const BACKGROUND_PASSAGES = 300;
/** The background is English: it knows nothing about how common a word of another script is. */
const NOT_COUNTED = /(?!\p{Script=Latin})\p{L}/u;

/**
 * The idf of a term that `rows` of `total` passages hold. The background counts as `passages` further passages
 * (a Dirichlet prior, as in Zhai & Lafferty 2004), so it decides on 18 passages and is nothing on 100,000.
 */
export function shrunkIdf(
  term: string,
  rows: number,
  total: number,
  background: BackgroundFrequencies | undefined,
  passages = BACKGROUND_PASSAGES,
): number {
  if (!background || NOT_COUNTED.test(term)) return idf(rows, total);
  const share = (background.counts.get(term) ?? 1) / background.size;
  return idf(rows + passages * share, total + passages);
}
