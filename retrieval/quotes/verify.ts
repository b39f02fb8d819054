/** Verifies quotes: finds what a message quotes, and compares each quote with the record. */
import { findLikeness } from './altered.ts';
import { Answers, type Passages } from './answers.ts';
import type { QuoteCheck } from './check.ts';
import { compareQuote, isAltered, type QuoteComparison } from './compare.ts';
import { findExact } from './exact.ts';
import {
  explainComparisons,
  type QuoteReading,
  type VerificationExplanation,
} from './explain-verification.ts';
import { withoutLeadIns } from './lead-in.ts';
import { readMessage } from './markdown.ts';
import { inQuotationMarks, type Stretch } from './quotation-marks.ts';
import { readQuote } from './quote.ts';
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

/** How a message was read, and what became of each quote in it. */
interface Comparisons {
  reading: QuoteReading;
  comparisons: QuoteComparison[];
}

/** A verifier over the word index of a snapshot and its passages. */
export function createQuoteVerifier(index: WordIndex, passages: Passages): QuoteVerifier {
  return {
    async verify(message) {
      const { comparisons } = await compareMessage(message, new Answers(index, passages));
      return comparisons.map(({ check }) => check);
    },
    async explain(message) {
      const answers = new Answers(index, passages);
      const { reading, comparisons } = await compareMessage(message, answers);
      return explainComparisons(reading, comparisons, answers);
    },
  };
}

async function compareMessage(message: string, answers: Answers): Promise<Comparisons> {
  const { text, blockQuote } = readMessage(message.slice(0, CHARACTERS_MOST));
  const body = blockQuote ?? text;
  const reading = blockQuote === undefined ? 'whole' : 'block-quote';
  if (wordsOf(body).length === 0) return { reading, comparisons: [] };
  // A passage that itself holds a quotation may be quoted as a whole.
  const whole = await compareExactly(body, answers);
  if (whole) return { reading, comparisons: [{ check: whole, candidates: [] }] };
  const quoted = inQuotationMarks(text).filter((stretch) => countWords(text, stretch) >= QUOTED_LEAST);
  if (quoted.length === 0 || (await isOnRecordAround(text, quoted, answers)))
    return { reading, comparisons: [await compareText(body, answers)] };
  const comparisons: QuoteComparison[] = [];
  for (const { start, end } of quoted.slice(0, QUOTES_MOST)) {
    comparisons.push(await compareQuote(readQuote(answers.index, text.slice(start, end).trim()), answers));
  }
  return { reading: 'quotation-marks', comparisons };
}

function countWords(text: string, { start, end }: Stretch): number {
  return wordsOf(text.slice(start, end)).length;
}

async function compareExactly(text: string, answers: Answers): Promise<QuoteCheck | undefined> {
  const exact = await findExact(readQuote(answers.index, text), answers);
  return exact && { quoted: text, ...exact };
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
