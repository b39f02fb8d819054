/** Counts of one to three words in a row, none of them a function word, level by level (Agrawal & Srikant 1994). */
import type { Capitals } from './capitals.ts';
import { type Reading, wordOf } from './reading.ts';
import { INITIAL, JOINED, POSSESSIVE } from './tokens.ts';
import { CALENDAR, FUNCTION_WORDS } from './words.ts';

export interface Gram {
  /** Numbers of the words. */
  words: readonly number[];
  /** Numbers of the texts that hold it, ascending, each once. */
  texts: number[];
  /** Places of its first word in the tokens, one a text. */
  places: number[];
}

const LONGEST = 3;
const CONTENT = /^[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}-]*\p{Script=Latin}$|^\d+\p{Lu}$/u;
/** Above every number of a word or a gram; their product with it stays a safe integer. */
const RADIX = JOINED;

/** Words, pairs and triples that at least `least` texts hold. Linear in the words of the record. */
export function countGrams(reading: Reading, capitals: Capitals, least: number): Map<string, Gram> {
  const content = contentWords(reading, capitals);
  const all = new Map<string, Gram>();
  let level: Gram[] = [];
  let starting = content;
  for (let length = 1; length <= LONGEST; length++) {
    const longer = extend(reading, content, level, starting, length, least);
    ({ level, starting } = longer);
    for (const gram of level) all.set(gramKey(gram.words), gram);
  }
  return all;
}

export function gramKey(words: readonly number[]): string {
  return words.join(' ');
}

/**
 * What stands at each place of the record: the number of the word in small letters, or of a name as it is; -1 for a
 * function word, a number, a capital that makes a common word part of a name.
 */
function contentWords({ words, tokens, lower }: Reading, { named }: Capitals): Int32Array {
  const content = words.map((spelling, word) => {
    const folded = spelling.toLowerCase().replace('’', "'");
    if (!CONTENT.test(spelling) || CALENDAR.has(folded)) return -1;
    if (named[word]) return word;
    return FUNCTION_WORDS.has(folded) ? -1 : (lower[word] ?? word);
  });
  return Int32Array.from(tokens, (token) => {
    const word = wordOf(token);
    const own = named[word] || (token & INITIAL) !== 0 || lower[word] === word;
    return own ? (content[word] ?? -1) : -1;
  });
}

/** The grams of one word more; `starting` holds the number of the shorter gram that starts at each place, or -1. */
function extend(
  { tokens, ranges }: Reading,
  content: Int32Array,
  shorter: readonly Gram[],
  starting: Int32Array,
  length: number,
  least: number,
): { level: Gram[]; starting: Int32Array } {
  // Whatever is frequent begins and ends in what is frequent.
  const keyAt = (at: number): number => {
    const [first = -1, last = -1] = [starting[at], content[at + length - 1]];
    if (length === 1) return first;
    if (first < 0 || last < 0 || (starting[at + 1] ?? -1) < 0) return -1;
    return runsOn(tokens, at + length - 1) ? first * RADIX + last : -1;
  };
  const counts = new Map<number, number>();
  const visit = (take: (key: number, at: number, text: number) => void) => {
    for (const [text, { from, to }] of ranges.entries()) {
      for (let at = from; at + length <= to; at++) {
        const key = keyAt(at);
        if (key >= 0) take(key, at, text);
      }
    }
  };
  visit((key) => counts.set(key, (counts.get(key) ?? 0) + 1));
  const level: Gram[] = [];
  const numbers = new Map<number, number>();
  const started = new Int32Array(tokens.length).fill(-1);
  visit((key, at, text) => {
    if ((counts.get(key) ?? 0) < least) return;
    const number = numbers.get(key) ?? level.length;
    started[at] = number;
    const gram = level[number];
    if (gram?.texts.at(-1) === text) return;
    if (gram) {
      gram.texts.push(text);
      gram.places.push(at);
      return;
    }
    numbers.set(key, number);
    const before = length === 1 ? [] : (shorter[starting[at] ?? -1]?.words ?? []);
    level.push({ words: [...before, content[at + length - 1] ?? 0], texts: [text], places: [at] });
  });
  return { level, starting: started };
}

/** Whether the word at this place follows the one before without a mark or a possessive. */
function runsOn(tokens: Uint32Array, at: number): boolean {
  return ((tokens[at] ?? 0) & JOINED) !== 0 && ((tokens[at - 1] ?? 0) & POSSESSIVE) === 0;
}
