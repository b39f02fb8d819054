/** Verifies quotes: finds what a message quotes, and compares each quote with the record. */
import { findLikeness } from './altered.ts';
import { Answers, type Passages } from './answers.ts';
import type { QuoteCheck } from './check.ts';
import { compareQuote, isAltered } from './compare.ts';
import { findExact } from './exact.ts';
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
  return {
    async verify(message) {
      const record = new Answers(index, passages);
      const { text, blockQuote } = readMessage(message.slice(0, CHARACTERS_MOST));
      const body = blockQuote ?? text;
      if (wordsOf(body).length === 0) return [];
      // A passage that itself holds a quotation may be quoted as a whole.
      const exact = await compareExactly(body, record);
      if (exact) return [exact];
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
      const comparisons = isOne ? [whole] : parts;
      const checks: QuoteCheck[] = [];
      for (const compare of comparisons) checks.push(await compare(record));
      if (checks.every(({ kind }) => kind === 'exact')) return checks;
      const old = await oldWords();
      if (!old) return checks;
      const once = isOne ? undefined : await compareExactly(body, old);
      if (once) return [await moreJust(await whole(record), once, record)];
      for (const [i, compare] of comparisons.entries()) {
        const check = checks[i];
        if (check && check.kind !== 'exact') checks[i] = await moreJust(check, await compare(old), record);
      }
      return checks;
    },
  };
}

/** Compares one and the same quote with the words of today, or with those before a change. */
type Comparison = (answers: Answers) => Promise<QuoteCheck>;

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
async function compareText(text: string, answers: Answers): Promise<QuoteCheck> {
  const readings = withoutLeadIns(text).filter((reading) => countWords(text, reading) >= QUOTED_LEAST);
  const quote = readQuote(answers.index, text);
  const ranges = readings.map(({ start, end }) => ({
    from: quote.words.filter((word) => word.start < start).length,
    to: quote.words.filter((word) => word.start < end).length,
  }));
  const check = await compareQuote(quote, answers, ranges);
  const shortest = readings.at(-1);
  if (check.kind !== 'not-found' || !shortest) return check;
  // A long lead-in can hide a short quote.
  const bare = readQuote(answers.index, text.slice(shortest.start, shortest.end));
  if (bare.words.length > quote.words.length * LEAD_IN_HIDES) return check;
  const again = await compareQuote(bare, answers);
  const matches = again.kind === 'exact' || (again.kind === 'altered' && again.similarity >= MATCHES_WELL);
  return matches ? again : check;
}
