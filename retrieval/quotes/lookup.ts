/** Quote look-up while someone types: passages that hold the words so far, the last one perhaps unfinished. */
import type { PassageStore } from '../interfaces.ts';
import { excerptAround } from './excerpt.ts';
import { explainLookup, type LookupExplanation } from './explain-lookup.ts';
import { inSuccession, scattered } from './holders.ts';
import { matchIn, readTyped } from './matches.ts';
import type { WordIndex } from './word-index.ts';

/** A passage that someone may have in mind. */
export interface QuoteSuggestion {
  passageId: string;
  /** ISO date of its document. */
  date: string;
  /** At most EXCERPT_LENGTH characters around the match, cut between words, with `…` where something is left out. */
  excerpt: string;
}

export interface QuoteLookup {
  /**
   * Passages that hold all typed words, the last one as a prefix (as a whole word when white space follows it):
   * first those that hold them one after the other, then those that hold them anywhere; each newest first. Nothing
   * typed gives the newest passages; a word that is nowhere on record gives none.
   */
  complete(typed: string, limit: number): Promise<QuoteSuggestion[]>;
  /** Why the first of these passages is the first; nothing where there is none. */
  explain(typed: string): Promise<LookupExplanation | undefined>;
}

export const EXCERPT_LENGTH = 80;

/** A look-up over the word index of a snapshot and its passages. */
export function createQuoteLookup(index: WordIndex, passages: Pick<PassageStore, 'read'>): QuoteLookup {
  return {
    async complete(typed, limit) {
      const words = readTyped(index, typed);
      const slots = new Set<number>();
      for (const find of [inSuccession, scattered]) {
        for (const slot of find(index, words)) {
          if (slots.size >= limit) break;
          slots.add(slot);
        }
      }
      const rows = [...slots].map((slot) => index.rows[slot] ?? 0);
      const cited = await passages.read(rows);
      return cited.map(({ passage, document }) => {
        const { start, end } = matchIn(passage.text, index, words);
        return {
          passageId: passage.id,
          date: document.date,
          excerpt: excerptAround(passage.text, start, end, EXCERPT_LENGTH),
        };
      });
    },
    explain: (typed) => explainLookup(index, passages, typed),
  };
}
