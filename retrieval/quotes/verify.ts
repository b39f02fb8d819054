/** Verifies quotes: finds what a message quotes, and compares each quote with the record. */
import type { CitedPassage } from '../interfaces.ts';
import type { QuoteStore } from '../store/record-store.ts';
import { passagesOf, type QuoteCheck, type StitchedCheck } from './check.ts';
import { compareExactly, compareQuote, middlePassage, type QuoteComparison } from './compare.ts';
import { inQuotationMarks, readMessage, withoutLeadIns } from './message.ts';
import { ALTERED, findLikeness, isAltered } from './nearest.ts';
import { readQuote, type Span } from './quote.ts';
import { COVERED, wordsOfPieces } from './stitched.ts';
import { moreJust, type OldWords } from './superseded.ts';
import { wordsOf } from './words.ts';

export interface QuoteVerifier {
  /**
   * Compares what a message quotes with the record, in the order of the message: each span of QUOTED_LEAST words
   * or more in quotation marks; without any, the part set off as a quote (`>`), else the whole text. Markdown does
   * not count, and a lead-in ("She said:") is dropped where the rest is on record. A message without a word gives
   * nothing; of more than QUOTES_MOST quotes, and of more than CHARACTERS_MOST characters, only the
   * first are compared.
   */
  verify(message: string): Promise<QuoteCheck[]>;
  /** The same checks, with what decided them. */
  explain(message: string): Promise<VerificationExplanation>;
}

/** Fewer words in quotation marks are a name or a word held at arm's length, rather than a quotation. */
const QUOTED_LEAST = 4;
/** More than the longest message can hold at QUOTED_LEAST words each. */
const QUOTES_MOST = 300;
/** Fewer words around quotation marks tell nothing about where they come from. */
const AROUND_LEAST = 6;
/** A quote that makes up no more than this share of a text may be lost in it. */
const LEAD_IN_HIDES = 0.75;
/** How much of it must be on record to be found once the lead-in is dropped. */
const MATCHES_WELL = 0.8;
/** Discord's longest message. */
const CHARACTERS_MOST = 4_000;

/**
 * A verifier over a record. What the record does not hold word for word is compared with what stood there before its
 * source was changed, too.
 */
export function createQuoteVerifier(
  record: QuoteStore,
  oldWords: OldWords = async () => undefined,
): QuoteVerifier {
  const compare = (message: string) => compareMessage(message, record, oldWords);
  return {
    verify: async (message) => (await compare(message)).comparisons.map(({ check }) => check),
    async explain(message) {
      const { reading, comparisons } = await compare(message);
      return explainComparisons(reading, comparisons);
    },
  };
}

/** How a message was read, and what became of each quote in it. */
interface ReadMessage {
  reading: QuoteReading;
  comparisons: QuoteComparison[];
}

/** Compares one and the same quote with the words of today, or with those before a change. */
type Comparison = (record: QuoteStore) => Promise<QuoteComparison>;

async function compareMessage(message: string, record: QuoteStore, oldWords: OldWords): Promise<ReadMessage> {
  const { text, blockQuote } = readMessage(message.slice(0, CHARACTERS_MOST));
  const body = blockQuote ?? text;
  const reading = blockQuote === undefined ? 'whole' : 'block-quote';
  if (wordsOf(body).length === 0) return { reading, comparisons: [] };
  // A passage that itself holds a quotation may be quoted as a whole.
  const exact = await compareExactly(body, record);
  if (exact) return { reading, comparisons: [exact] };
  const whole: Comparison = (words) => compareText(body, words);
  const quoted = inQuotationMarks(text).filter((span) => countWords(text, span) >= QUOTED_LEAST);
  const parts = quoted.slice(0, QUOTES_MOST).map(({ start, end }): Comparison => {
    return (words) => compareQuote(text.slice(start, end).trim(), words);
  });
  const isOne = parts.length === 0 || (await isOnRecordAround(text, quoted, record));
  const asked = isOne ? [whole] : parts;
  const now: QuoteComparison[] = [];
  for (const compare of asked) now.push(await compare(record));
  const read: ReadMessage = { reading: isOne ? reading : 'quotation-marks', comparisons: now };
  if (now.every(({ check }) => check.kind === 'exact')) return read;
  const old = await oldWords();
  if (!old) return read;
  const once = isOne ? undefined : await compareExactly(body, old);
  if (once) return { reading, comparisons: [await moreJust(await whole(record), once, record)] };
  const comparisons: QuoteComparison[] = [];
  for (const [i, compare] of asked.entries()) {
    const present = now[i];
    if (!present) continue;
    const isExact = present.check.kind === 'exact';
    comparisons.push(isExact ? present : await moreJust(present, await compare(old), record));
  }
  return { ...read, comparisons };
}

function countWords(text: string, { start, end }: Span): number {
  return wordsOf(text.slice(start, end)).length;
}

/** Whether what stands outside the quotation marks is itself on record: then the marks are the speaker's. */
async function isOnRecordAround(text: string, quoted: readonly Span[], record: QuoteStore): Promise<boolean> {
  const cuts = [0, ...quoted.flatMap(({ start, end }) => [start, end]), text.length];
  const around = cuts.filter((_, i) => i % 2 === 0).map((start, i) => text.slice(start, cuts[2 * i + 1]));
  // An ellipsis says that something stood between.
  const quote = await readQuote(around.join(' … '), record);
  if (quote.words.length < AROUND_LEAST) return false;
  const { likeness } = await findLikeness(quote, record);
  return likeness !== undefined && isAltered(likeness);
}

/** A text without quotation marks, as a whole or less its lead-in. */
async function compareText(text: string, record: QuoteStore): Promise<QuoteComparison> {
  const readings = withoutLeadIns(text).filter((reading) => countWords(text, reading) >= QUOTED_LEAST);
  const words = wordsOf(text);
  const ranges = readings.map(({ start, end }) => ({
    from: words.filter((word) => word.start < start).length,
    to: words.filter((word) => word.start < end).length,
  }));
  const compared = await compareQuote(text, record, ranges);
  const shortest = readings.at(-1);
  if (compared.check.kind !== 'not-found' || !shortest) return compared;
  // A long lead-in can hide a short quote.
  if (countWords(text, shortest) > words.length * LEAD_IN_HIDES) return compared;
  const again = await compareQuote(text.slice(shortest.start, shortest.end), record);
  const { check } = again;
  const matches = check.kind === 'exact' || (check.kind === 'altered' && check.similarity >= MATCHES_WELL);
  return matches ? again : compared;
}

/** What of a message was taken for its quotes. */
type QuoteReading = 'quotation-marks' | 'block-quote' | 'whole';

export interface VerificationExplanation {
  reading: QuoteReading;
  /** In the order of the message. */
  checks: ExplainedCheck[];
  /** What a likeness must reach to be an altered quote, and what share of a quote its stitched pieces must make up. */
  limits: { coherence: number; evidence: number; covered: number };
}

export interface ExplainedCheck {
  check: QuoteCheck;
  /** Ids of the passages that the check names. */
  passages: string[];
  /** How many words were compared. */
  words: number;
  /** Where most of the words stand close together, best first; none where they were found as they stand. */
  candidates: ComparedPlace[];
  /** How close the quote comes to the best place; absent where it shares too little with any. */
  likeness?: {
    /** Words that stand there in this order. */
    matched: number;
    /** Their share of all words, less what breaks in it cost. */
    coherence: number;
    /** Bits of information in them, less what it takes to name the place and each break. */
    evidence: number;
  };
  /** Share of a stitched quote's words that its pieces on record make up. */
  covered?: number;
}

interface ComparedPlace {
  /** The passage in the middle of the place. */
  cited: CitedPassage;
  /** Bits of information in the words that the quote and the place share. */
  shared: number;
}

function explainComparisons(
  reading: QuoteReading,
  comparisons: readonly QuoteComparison[],
): VerificationExplanation {
  const checks = comparisons.map(({ check, candidates, likeness }): ExplainedCheck => {
    const { matched = 0, coherence = 0, evidence = 0 } = likeness ?? {};
    return {
      check,
      passages: passagesOf(check).map(({ passage }) => passage.id),
      words: wordsOf(check.quoted).length,
      candidates: candidates.flatMap((place) => {
        const cited = middlePassage(place);
        return cited ? [{ cited, shared: place.weight }] : [];
      }),
      ...(likeness && { likeness: { matched, coherence, evidence } }),
      ...(check.kind === 'stitched' && { covered: coveredShare(check) }),
    };
  });
  return { reading, checks, limits: { ...ALTERED, covered: COVERED } };
}

function coveredShare(check: StitchedCheck): number {
  const { found, total } = wordsOfPieces(check);
  return found.reduce((sum, words) => sum + words, 0) / total;
}
