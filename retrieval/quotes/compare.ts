/** One quote against the record: exact, altered, stitched or not found. */
import type { CitedPassage } from '../interfaces.ts';
import { NOWHERE } from './align.ts';
import { findLikeness, type Likeness, measure } from './altered.ts';
import type { Answers } from './answers.ts';
import type { Candidate } from './candidates.ts';
import type { QuoteCheck } from './check.ts';
import { compareWords } from './diff.ts';
import { findExact } from './exact.ts';
import { type Range, sizeOf, slotAt } from './phrases.ts';
import { partOf, type Quote, typedWords } from './quote.ts';
import { findStitches, LEFT_OVER } from './stitched.ts';

/**
 * What makes a likeness an altered quote. Chosen by measurement on the White House briefings of 2021 to 2024, with one
 * briefing in ten left out of the index. Of true quotes with one or two words changed, put in or left out, 78% reach it
 * at 6 words and 99% from 12 words; with four, 92% at 12 words and 99% from 20. Of text of the briefings left out,
 * 24% reach it at 6 words, 14% at 12, 6% at 20 and 2% from 40 (officials who say nearly the same again); of questions
 * about what is on record, 2%.
 */
export const ALTERED = { coherence: 0.67, evidence: 10 };

/** The most words in a row that stand in no place: enough of them may be a quotation from elsewhere. */
function longestAdded(places: ArrayLike<number>): number {
  let longest = 0;
  let run = 0;
  for (const place of Array.from(places)) {
    run = place === NOWHERE ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** What a comparison came to, with what decided it. */
export interface QuoteComparison {
  check: QuoteCheck;
  /** The stretches that were looked at, best first; none where the words were found as they stand. */
  candidates: readonly Candidate[];
  /** How close the quote comes to the best of them. */
  likeness?: Likeness;
}

/** Whether a quote is close enough to its best place to be that place's words, changed. */
export function isAltered({ coherence, evidence }: Likeness): boolean {
  return coherence >= ALTERED.coherence && evidence >= ALTERED.evidence;
}

/**
 * Compares one quote with the whole record.
 * @param readings other extents that the quote may have, as ranges of its words: one of them is taken for the quote
 *   where nothing outside it is on record
 */
export async function compareQuote(
  quote: Quote,
  answers: Answers,
  readings: readonly Range[] = [],
): Promise<QuoteComparison> {
  const exact = await findExact(quote, answers);
  if (exact) return { check: { quoted: typedWords(quote), ...exact }, candidates: [] };
  const { candidates, likeness } = await findLikeness(quote, answers);
  const [meant, places] = narrow(quote, likeness, readings);
  const narrowed = meant.words.length < quote.words.length ? await findExact(meant, answers) : undefined;
  if (narrowed) return { check: { quoted: typedWords(meant), ...narrowed }, candidates: [] };
  const measured = likeness && measure(meant, places, answers);
  const compared = { candidates, ...(measured && { likeness: measured }) };
  const altered = measured && isAltered(measured) ? measured : undefined;
  if (!altered || longestAdded(places) > LEFT_OVER) {
    const stitched = await findStitches(meant, answers, measured);
    if (stitched) return { check: { quoted: typedWords(meant), ...stitched }, ...compared };
  }
  if (altered) {
    const { passages, diff } = await compareWords(meant, places, answers);
    const check = { kind: 'altered', passages, diff, similarity: altered.share } as const;
    return { check: { quoted: typedWords(meant), ...check }, ...compared };
  }
  const nearest = await nearestTo(candidates[0], likeness, answers);
  const check = { kind: 'not-found', ...(nearest && { nearest }) } as const;
  return { check: { quoted: typedWords(quote), ...check }, ...compared };
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
  const reading = readings
    .filter(({ from, to }) => first >= 0 && from <= first && last < to)
    .reduce((least, range) => (sizeOf(range) < sizeOf(least) ? range : least), {
      from: 0,
      to: places.length,
    });
  return [partOf(quote, reading.from, reading.to), places.slice(reading.from, reading.to)];
}

async function nearestTo(
  candidate: Candidate | undefined,
  likeness: Likeness | undefined,
  answers: Answers,
): Promise<CitedPassage | undefined> {
  if (!candidate) return undefined;
  const middle = (candidate.range.from + candidate.range.to - 1) >>> 1;
  const place = likeness?.places.find((found) => found !== NOWHERE) ?? middle;
  const [nearest] = await answers.cited([slotAt(answers.index, place)]);
  return nearest;
}
