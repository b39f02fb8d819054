/** One quote against the record: exact, altered, stitched or not found. */
import type { CitedPassage } from '../interfaces.ts';
import type { LikelyPlace, QuoteStore } from '../store/record-store.ts';
import { NOWHERE } from './align.ts';
import type { QuoteCheck } from './check.ts';
import { compareWords } from './diff.ts';
import { findExact } from './exact.ts';
import { findLikeness, isAltered, type Likeness, measure } from './nearest.ts';
import { partOf, type Quote, readQuote, typedWords } from './quote.ts';
import { findStitches, LEFT_OVER } from './stitched.ts';
import { passageAt, wordsOfTurn } from './turn-words.ts';
import type { Range } from './words.ts';

/** What a comparison came to, with what decided it. */
export interface QuoteComparison {
  check: QuoteCheck;
  /** The places that were looked at, best first; none where the words were found as they stand. */
  candidates: readonly LikelyPlace[];
  /** How close the quote comes to the best of them. */
  likeness?: Likeness;
}

/**
 * Compares one quote with the whole record.
 * @param readings other extents that the quote may have, as ranges of its words: one of them is taken for the quote
 *   where nothing outside it is on record
 */
export async function compareQuote(
  text: string,
  record: QuoteStore,
  readings: readonly Range[] = [],
): Promise<QuoteComparison> {
  const quote = await readQuote(text, record);
  const exact = await findExact(quote, record);
  if (exact) return { check: { quoted: typedWords(quote), ...exact }, candidates: [] };
  const { candidates, likeness } = await findLikeness(quote, record);
  const [meant, places] = narrow(quote, likeness, readings);
  const narrowed = meant.words.length < quote.words.length ? await findExact(meant, record) : undefined;
  if (narrowed) return { check: { quoted: typedWords(meant), ...narrowed }, candidates: [] };
  const measured = likeness && measure(meant, places, likeness.turn);
  const compared = { candidates, ...(measured && { likeness: measured }) };
  const altered = measured && isAltered(measured) ? measured : undefined;
  if (!altered || longestAdded(places) > LEFT_OVER) {
    const stitched = await findStitches(meant, record, measured);
    if (stitched) return { check: { quoted: typedWords(meant), ...stitched }, ...compared };
  }
  if (altered) {
    const { passages, diff } = compareWords(meant, places, altered.turn);
    const check = { kind: 'altered', passages, diff, similarity: altered.share } as const;
    return { check: { quoted: typedWords(meant), ...check }, ...compared };
  }
  const nearest = nearestTo(candidates[0], likeness);
  const check = { kind: 'not-found', ...(nearest && { nearest }) } as const;
  return { check: { quoted: typedWords(quote), ...check }, ...compared };
}

/** The whole text as a quote, where it stands on record as it is. */
export async function compareExactly(text: string, record: QuoteStore): Promise<QuoteComparison | undefined> {
  const exact = await findExact(await readQuote(text, record), record);
  return exact && { check: { quoted: text, ...exact }, candidates: [] };
}

/** The passage in the middle of a place. */
export function middlePassage({ turn, range }: LikelyPlace): CitedPassage | undefined {
  return turn[passageAt(wordsOfTurn(turn), (range.from + range.to - 1) >>> 1)];
}

/** The most words in a row that stand in no place: enough of them may be a quotation from elsewhere. */
function longestAdded(places: Int32Array): number {
  let longest = 0;
  let run = 0;
  for (const place of places) {
    run = place === NOWHERE ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** The shortest reading that leaves out no word that has a place. */
function narrow(
  quote: Quote,
  likeness: Likeness | undefined,
  readings: readonly Range[],
): [Quote, Int32Array] {
  if (!likeness) return [quote, new Int32Array(quote.words.length).fill(NOWHERE)];
  const { places } = likeness;
  const first = places.findIndex((place) => place !== NOWHERE);
  const last = places.findLastIndex((place) => place !== NOWHERE);
  const sizeOf = ({ from, to }: Range) => to - from;
  const { from, to } = readings
    .filter(({ from, to }) => first >= 0 && from <= first && last < to)
    .reduce((least, range) => (sizeOf(range) < sizeOf(least) ? range : least), {
      from: 0,
      to: places.length,
    });
  return [partOf(quote, from, to), places.slice(from, to)];
}

function nearestTo(
  candidate: LikelyPlace | undefined,
  likeness: Likeness | undefined,
): CitedPassage | undefined {
  const place = likeness?.places.find((found) => found !== NOWHERE);
  if (likeness && place !== undefined) return likeness.turn.passages[passageAt(likeness.turn, place)];
  return candidate && middlePassage(candidate);
}
