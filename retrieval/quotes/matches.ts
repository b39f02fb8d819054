/** Typed words as ranges of the index, and where a text holds them. */
import { numberOf, numbersWithPrefix, onlyWord, type Range } from './phrases.ts';
import type { WordIndex } from './word-index.ts';
import { type Word, wordsOf } from './words.ts';

/** UTF-16 offsets into a text. */
export interface Match {
  start: number;
  end: number;
}

/** The words typed so far: the last one as all words that begin with it, unless white space follows. */
export function readTyped(index: WordIndex, typed: string): Range[] {
  const keys = wordsOf(typed).map(({ key }) => key);
  return keys.map((key, i) =>
    i === keys.length - 1 && isUnfinished(typed)
      ? numbersWithPrefix(index, key)
      : onlyWord(numberOf(index, key)),
  );
}

/** Whether the last word may go on. */
export function isUnfinished(typed: string): boolean {
  return !/\s$/.test(typed);
}

/** Every run of the text that is the words in succession; where there is none, every one of the words. */
export function matchesIn(text: string, index: WordIndex, words: readonly Range[]): Match[] {
  const held = wordsOf(text);
  const runs = runsOf(held, index, words).map((at) => spanOf(held, at, words.length));
  if (runs.length > 0) return runs;
  return held.filter((word) => words.some((range) => fits(word, range, index)));
}

/** Where a passage holds the words: the first run of all of them in succession, else the rarest one. */
export function matchIn(text: string, index: WordIndex, words: readonly Range[]): Match {
  const held = wordsOf(text);
  const [run] = runsOf(held, index, words);
  if (run !== undefined) return spanOf(held, run, words.length);
  const places = ({ from, to }: Range) => (index.offsets[to] ?? 0) - (index.offsets[from] ?? 0);
  const rarest = [...words].sort((a, b) => places(a) - places(b))[0];
  const at = held.findIndex((word) => fits(word, rarest, index));
  return at < 0 ? { start: 0, end: 0 } : spanOf(held, at, 1);
}

/** Positions among a text's words from which the words stand one after the other. */
function runsOf(held: readonly Word[], index: WordIndex, words: readonly Range[]): number[] {
  if (words.length === 0) return [];
  return [...held.keys()].filter((at) => words.every((range, i) => fits(held[at + i], range, index)));
}

function fits(word: Word | undefined, range: Range | undefined, index: WordIndex): boolean {
  if (!word || !range) return false;
  const number = numberOf(index, word.key);
  return number >= range.from && number < range.to;
}

function spanOf(held: readonly Word[], at: number, count: number): Match {
  return { start: held[at]?.start ?? 0, end: held[at + count - 1]?.end ?? 0 };
}
