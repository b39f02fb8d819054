/** Quotes of what a source said before it was changed. */
import type { Answers } from './answers.ts';
import type { QuoteCheck } from './check.ts';
import { presentWords } from './present-words.ts';
import { wordsOf } from './words.ts';

/**
 * Of two checks of one quote, against the record and against what stood there before, the one that does the quote more
 * justice: what is word for word on record now comes first, then what once was, then what is closest.
 */
export async function moreJust(now: QuoteCheck, before: QuoteCheck, record: Answers): Promise<QuoteCheck> {
  if (now.kind === 'exact') return now;
  if (before.kind === 'exact') {
    const [place = []] = before.places;
    const present = await presentWords(place, before.diff, record);
    const until = place[0]?.superseded ?? '';
    return { ...before, kind: 'superseded', until, ...(present && { now: present }) };
  }
  if (before.kind === 'altered' && before.similarity > closeness(now)) {
    const present = await presentWords(before.passages, before.diff, record);
    return { ...before, ...(present && { now: present }) };
  }
  return now;
}

/** Share of a quote's words that stand in one place, 0 to 1. */
function closeness(check: QuoteCheck): number {
  switch (check.kind) {
    case 'exact':
    case 'superseded':
      return 1;
    case 'altered':
      return check.similarity;
    case 'stitched': {
      const words = check.pieces.map(({ quoted, passages }) => ({
        count: wordsOf(quoted).length,
        found: passages.length > 0,
      }));
      const longest = Math.max(0, ...words.filter(({ found }) => found).map(({ count }) => count));
      return longest / words.reduce((sum, { count }) => sum + count, 0);
    }
    case 'not-found':
      return 0;
  }
}
