/** A quote as it is compared: its words, what each tells, and where it says itself that something was left out. */
import type { QuoteStore } from '../store/record-store.ts';
import { type Range, type Word, wordsOf } from './words.ts';

export interface Quote {
  text: string;
  words: readonly Word[];
  /** Bits of information in each word: the rarer on record, the more. */
  bits: readonly number[];
  /** Bits that it takes to name one place among all words on record. */
  placeBits: number;
  /** Positions of the words that an ellipsis stands before. */
  marks: ReadonlySet<number>;
}

/** UTF-16 offsets into a text. */
export interface Span {
  start: number;
  end: number;
}

const ELLIPSIS = /…|\.{3,}|\.\s\.\s\.|[[(]\s*\.\.\s*[\])]/;

/** Reads a quote, its words weighed by how often they stand on a record. */
export async function readQuote(text: string, record: QuoteStore): Promise<Quote> {
  const words = wordsOf(text);
  const { total, occurrences } = await record.frequencies(words.map(({ key }) => key));
  const marks = words.flatMap(({ start }, i) => {
    const before = words[i - 1];
    return before && ELLIPSIS.test(text.slice(before.end, start)) ? [i] : [];
  });
  return {
    text,
    words,
    bits: words.map((_, i) => Math.log2(total / Math.max(1, occurrences[i] ?? 0))),
    placeBits: Math.log2(Math.max(2, total)),
    marks: new Set(marks),
  };
}

/** The folded words, by which quotes and passages are compared. */
export function keysOf({ words }: Pick<Quote, 'words'>): string[] {
  return words.map(({ key }) => key);
}

/** The words `from` up to `to` as a quote of their own. */
export function partOf(quote: Quote, from: number, to: number): Quote {
  return {
    ...quote,
    words: quote.words.slice(from, to),
    bits: quote.bits.slice(from, to),
    marks: new Set([...quote.marks].filter((mark) => mark > from && mark < to).map((mark) => mark - from)),
  };
}

/** The pieces between the ellipses. */
export function piecesOf(quote: Quote): Range[] {
  const cuts = [0, ...quote.marks, quote.words.length];
  return cuts.slice(1).map((to, i) => ({ from: cuts[i] ?? 0, to }));
}

/** The words as they were typed, with the marks that touch them. */
export function typedWords({ text, words }: Quote, from = 0, to = words.length): string {
  return spelledOut(text, words, from, to);
}

/** Cuts words out of their text, with the punctuation that touches them. */
export function spelledOut(text: string, words: readonly Word[], from: number, to: number): string {
  const first = words[from];
  const last = words[to - 1];
  if (!first || !last || from >= to) return '';
  const room = text.slice(words[from - 1]?.end ?? 0, first.start);
  // Marks between two words without a space ("so-called") stay with the first of them.
  const lead = from === 0 || /\s/.test(room) ? (/\S*$/.exec(room)?.[0].length ?? 0) : 0;
  const rest = text.slice(last.end, words[to]?.start ?? text.length);
  const trail = /^\S*/.exec(rest)?.[0].length ?? 0;
  return text.slice(first.start - lead, last.end + trail);
}

/** Whether a sentence ends before this word of a text. */
export function endsBefore(text: string, words: readonly Word[], at: number): boolean {
  const [before, word] = [words[at - 1], words[at]];
  return (
    !before || !word || /[.!?。！？]/.test(text.slice(before.end, word.start)) || text[before.end - 1] === '.'
  );
}
