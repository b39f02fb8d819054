/** A quote as it is compared: its words as numbers, and where it says itself that something was left out. */
import { numberOf } from './phrases.ts';
import type { WordIndex } from './word-index.ts';
import { type Word, wordsOf } from './words.ts';

export interface Quote {
  text: string;
  words: readonly Word[];
  /** Number of each word in the index, or UNKNOWN. */
  numbers: readonly number[];
  /** Positions of the words that an ellipsis stands before. */
  marks: ReadonlySet<number>;
}

const ELLIPSIS = /…|\.{3,}|\.\s\.\s\.|[[(]\s*\.\.\s*[\])]/;

export function readQuote(index: WordIndex, text: string): Quote {
  const words = wordsOf(text);
  const marks = words.flatMap(({ start }, i) => {
    const before = words[i - 1];
    return before && ELLIPSIS.test(text.slice(before.end, start)) ? [i] : [];
  });
  return { text, words, numbers: words.map(({ key }) => numberOf(index, key)), marks: new Set(marks) };
}

/** The words `from` up to `to` as a quote of their own. */
export function partOf({ text, words, numbers, marks }: Quote, from: number, to: number): Quote {
  return {
    text,
    words: words.slice(from, to),
    numbers: numbers.slice(from, to),
    marks: new Set([...marks].filter((mark) => mark > from && mark < to).map((mark) => mark - from)),
  };
}

/** The pieces between the ellipses. */
export function piecesOf(quote: Quote): { from: number; to: number }[] {
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
