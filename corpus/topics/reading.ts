/** The whole record as numbered words in one array: every later step is a walk over integers. */
import type { Text } from './texts.ts';
import { INITIAL, JOINED, readTokens } from './tokens.ts';

export interface Reading {
  /** Spellings by number; upper and lower case are different spellings. */
  words: string[];
  /** A word's number with the flags below. */
  tokens: Uint32Array;
  /** The range of each text in `tokens`. */
  ranges: { from: number; to: number }[];
  /** By word number: how often it stands within a sentence, where its case is its own. */
  within: Uint32Array;
  /** By word number: the number of its lower-case spelling. */
  lower: Uint32Array;
}

const WORD_MASK = JOINED - 1;

export function wordOf(token: number): number {
  return token & WORD_MASK;
}

/** Numbers the words of all texts. Linear; some 4 bytes of memory for each word of the record. */
export function readRecord(texts: readonly Text[]): Reading {
  const numbers = new Map<string, number>();
  const words: string[] = [];
  const numberOf = (word: string): number => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, words.length);
    return words.push(word) - 1;
  };
  let tokens = new Uint32Array(1 << 16);
  let length = 0;
  const ranges = texts.map(({ text }) => {
    const from = length;
    readTokens(text, (word, flags) => {
      if (length === tokens.length) tokens = grown(tokens);
      tokens[length++] = numberOf(word) | flags;
    });
    return { from, to: length };
  });
  // Lower-case spellings that no text has are added on the way, and stand for themselves.
  const lower: number[] = [];
  for (let i = 0; i < words.length; i++) lower.push(numberOf((words[i] ?? '').toLowerCase()));
  const within = new Uint32Array(words.length);
  tokens = tokens.subarray(0, length);
  for (const token of tokens) {
    if ((token & INITIAL) === 0) within[wordOf(token)] = (within[wordOf(token)] ?? 0) + 1;
  }
  return { words, tokens, ranges, within, lower: Uint32Array.from(lower) };
}

function grown(tokens: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(tokens.length * 2);
  larger.set(tokens);
  return larger;
}
