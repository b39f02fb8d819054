/** Verifies quotes: finds what a message quotes, and compares each quote with the record. */
import { findLikeness } from './altered.ts';
import { Answers, type Passages } from './answers.ts';
import type { QuoteCheck } from './check.ts';
import { compareQuote, isAltered, type QuoteComparison } from './compare.ts';
import { findExact } from './exact.ts';
import {
  type DecidedComparison,
  explainComparisons,
  type QuoteReading,
  type VerificationExplanation,
} from './explain-verification.ts';
import { withoutLeadIns } from './lead-in.ts';
import { readMessage } from './markdown.ts';
import type { OldWords } from './old-words.ts';
import { inQuotationMarks, type Stretch } from './quotation-marks.ts';
import { readQuote } from './quote.ts';
import { moreJust } from './superseded.ts';
import type { WordIndex } from './word-index.ts';
import { wordsOf } from './words.ts';

export type { DiffPart, QuoteCheck, StitchedPiece } from './check.ts';

export interface QuoteVerifier {
  /**
   * Compares what a message quotes with the record, in the order of the message: each stretch of QUOTED_LEAST words
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
export const QUOTED_LEAST = 4;
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
 * A verifier over the word index of a snapshot and its passages. What the record does not hold word for word is
 * compared with what stood there before its source was changed, too.
 */
export function createQuoteVerifier(
  index: WordIndex,
  passages: Passages,
  oldWords: OldWords = async () => undefined,
): QuoteVerifier {
  const compare = (message: string) => compareMessage(message, new Answers(index, passages), oldWords);
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
  comparisons: DecidedComparison[];
}

/** Compares one and the same quote with the words of today, or with those before a change. */
type Comparison = (answers: Answers) => Promise<QuoteComparison>;

async function compareMessage(message: string, record: Answers, oldWords: OldWords): Promise<ReadMessage> {
  const { text, blockQuote } = readMessage(message.slice(0, CHARACTERS_MOST));
  const body = blockQuote ?? text;
  const reading = blockQuote === undefined ? 'whole' : 'block-quote';
  if (wordsOf(body).length === 0) return { reading, comparisons: [] };
  // A passage that itself holds a quotation may be quoted as a whole.
  const exact = await compareExactly(body, record);
  if (exact) return { reading, comparisons: [{ ...exact, answers: record }] };
  const whole: Comparison = (answers) => compareText(body, answers);
  const quoted = inQuotationMarks(text).filter((stretch) => countWords(text, stretch) >= QUOTED_LEAST);
  const parts = quoted
    .slice(0, QUOTES_MOST)
    .map(({ start, end }) => text.slice(start, end).trim())
    .map(
      (part): Comparison =>
        (answers) =>
          compareQuote(readQuote(answers.index, part), answers),
    );
  const isOne = parts.length === 0 || (await isOnRecordAround(text, quoted, record));
  const asked = isOne ? [whole] : parts;
  const now: DecidedComparison[] = [];
  for (const compare of asked) now.push({ ...(await compare(record)), answers: record });
  const read: ReadMessage = { reading: isOne ? reading : 'quotation-marks', comparisons: now };
  if (now.every(({ check }) => check.kind === 'exact')) return read;
  const old = await oldWords();
  if (!old) return read;
  const once = isOne ? undefined : await compareExactly(body, old);
  if (once) {
    const present = { ...(await whole(record)), answers: record };
    return { reading, comparisons: [await decide(present, once, old, record)] };
  }
  const comparisons: DecidedComparison[] = [];
  for (const [i, compare] of asked.entries()) {
    const present = now[i];
    if (!present) continue;
    const isExact = present.check.kind === 'exact';
    comparisons.push(isExact ? present : await decide(present, await compare(old), old, record));
  }
  return { ...read, comparisons };
}

/** The comparison that does the quote more justice: with the words of today, or with those before a change. */
async function decide(
  present: DecidedComparison,
  before: QuoteComparison,
  old: Answers,
  record: Answers,
): Promise<DecidedComparison> {
  const check = await moreJust(present.check, before.check, record);
  return check === present.check ? present : { ...before, check, answers: old };
}

function countWords(text: string, { start, end }: Stretch): number {
  return wordsOf(text.slice(start, end)).length;
}

async function compareExactly(text: string, answers: Answers): Promise<QuoteComparison | undefined> {
  const exact = await findExact(readQuote(answers.index, text), answers);
  return exact && { check: { quoted: text, ...exact }, candidates: [] };
}

/** Whether what stands outside the quotation marks is itself on record: then the marks are the speaker's. */
async function isOnRecordAround(
  text: string,
  quoted: readonly Stretch[],
  answers: Answers,
): Promise<boolean> {
  const cuts = [0, ...quoted.flatMap(({ start, end }) => [start, end]), text.length];
  const around = cuts.filter((_, i) => i % 2 === 0).map((start, i) => text.slice(start, cuts[2 * i + 1]));
  // An ellipsis says that something stood between.
  const quote = readQuote(answers.index, around.join(' … '));
  if (quote.words.length < AROUND_LEAST) return false;
  const { likeness } = await findLikeness(quote, answers);
  return likeness !== undefined && isAltered(likeness);
}

/** A text without quotation marks, as a whole or less its lead-in. */
async function compareText(text: string, answers: Answers): Promise<QuoteComparison> {
  const readings = withoutLeadIns(text).filter((reading) => countWords(text, reading) >= QUOTED_LEAST);
  const quote = readQuote(answers.index, text);
  const ranges = readings.map(({ start, end }) => ({
    from: quote.words.filter((word) => word.start < start).length,
    to: quote.words.filter((word) => word.start < end).length,
  }));
  const compared = await compareQuote(quote, answers, ranges);
  const shortest = readings.at(-1);
  if (compared.check.kind !== 'not-found' || !shortest) return compared;
  // A long lead-in can hide a short quote.
  const bare = readQuote(answers.index, text.slice(shortest.start, shortest.end));
  if (bare.words.length > quote.words.length * LEAD_IN_HIDES) return compared;
  const again = await compareQuote(bare, answers);
  const { check } = again;
  const matches = check.kind === 'exact' || (check.kind === 'altered' && check.similarity >= MATCHES_WELL);
  return matches ? again : compared;
}
