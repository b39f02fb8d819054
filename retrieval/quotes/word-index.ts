/** The word index: every passage's words in one stream, and every place in the stream sorted by what follows it. */
import { lowerBound } from '../binary-search.ts';
import { type Range, wordsOf } from './words.ts';

/**
 * How many words places are sorted by. Four words of running text stand in a handful of places, so a longer phrase
 * is looked up by its rarest four and compared from there.
 */
export const DEPTH = 4;

/** Finds any run of words without reading a text: a suffix array cut off at `DEPTH` words. */
export interface WordIndex {
  /** The vocabulary (keys of `wordsOf`), in code-unit order; a word's number is its place here. */
  words: readonly string[];
  /** Word numbers of all passages, newest passage first; passages of one date keep the order of their rows. */
  stream: Uint32Array;
  /** Where each passage begins in the stream; one entry more marks the end. A place in this list is a *slot*. */
  starts: Uint32Array;
  /** The row of each slot. */
  rows: Uint32Array;
  /** All positions of the stream, by the next `DEPTH` words, then by position. */
  sorted: Uint32Array;
  /** Where each word's positions begin in `sorted`; one entry more marks the end. */
  offsets: Uint32Array;
}

/**
 * Indexes the words of all passages.
 * @param texts the passages by row
 * @param dates ISO date of each row's document, for "newest first"; without them the order of the rows stands
 */
export function buildWordIndex(texts: readonly string[], dates: readonly string[] = []): WordIndex {
  const rows = Uint32Array.from(texts.keys()).sort((a, b) => compare(dates[b], dates[a]) || a - b);
  const { words, stream, starts } = layOut(rows, texts);
  return { words, stream, starts, rows, ...sortPlaces(stream, words.length) };
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function layOut(rows: Uint32Array, texts: readonly string[]) {
  const seen = new Map<string, number>();
  const starts = new Uint32Array(rows.length + 1);
  const passages: Uint32Array[] = [];
  for (const [slot, row] of rows.entries()) {
    const numbers = Uint32Array.from(wordsOf(texts[row] ?? ''), ({ key }) => {
      const number = seen.get(key) ?? seen.size;
      seen.set(key, number);
      return number;
    });
    passages.push(numbers);
    starts[slot + 1] = (starts[slot] ?? 0) + numbers.length;
  }
  const words = [...seen.keys()].sort();
  const numberOf = new Uint32Array(words.length);
  for (const [number, word] of words.entries()) numberOf[seen.get(word) ?? 0] = number;
  const stream = new Uint32Array(starts.at(-1) ?? 0);
  for (const [slot, numbers] of passages.entries()) {
    stream.set(
      numbers.map((number) => numberOf[number] ?? 0),
      starts[slot],
    );
  }
  return { words, stream, starts };
}

/** One stable counting sort for each of the next words, the last one first. */
function sortPlaces(stream: Uint32Array, vocabulary: number) {
  let sorted = new Uint32Array(stream.length).map((_, position) => position);
  let next = new Uint32Array(stream.length);
  let offsets = new Uint32Array(vocabulary + 1);
  for (let ahead = DEPTH - 1; ahead >= 0; ahead--) {
    // Bucket 0 holds the places where the stream has ended.
    const bucketOf = (position: number) =>
      position + ahead < stream.length ? (stream[position + ahead] ?? 0) + 1 : 0;
    const ends = new Uint32Array(vocabulary + 2);
    for (let position = 0; position < stream.length; position++) {
      const after = bucketOf(position) + 1;
      ends[after] = (ends[after] ?? 0) + 1;
    }
    for (let bucket = 1; bucket < ends.length; bucket++) {
      ends[bucket] = (ends[bucket] ?? 0) + (ends[bucket - 1] ?? 0);
    }
    offsets = ends.slice(1);
    for (let i = 0; i < sorted.length; i++) {
      const position = sorted[i] ?? 0;
      const bucket = bucketOf(position);
      const at = ends[bucket] ?? 0;
      next[at] = position;
      ends[bucket] = at + 1;
    }
    [sorted, next] = [next, sorted];
  }
  return { sorted, offsets };
}

/** Number of a word that the record does not hold. */
export const UNKNOWN = -1;

export function sizeOf({ from, to }: Range): number {
  return Math.max(0, to - from);
}

/** The number of a word, or UNKNOWN. */
export function numberOf(index: WordIndex, key: string): number {
  const at = lowerBound(0, index.words.length, (middle) => (index.words[middle] ?? '') < key);
  return index.words[at] === key ? at : UNKNOWN;
}

/** The numbers of all words that begin like this; they stand side by side. */
export function numbersWithPrefix(index: WordIndex, prefix: string): Range {
  const { words } = index;
  const from = lowerBound(0, words.length, (middle) => (words[middle] ?? '') < prefix);
  const to = lowerBound(from, words.length, (middle) => (words[middle] ?? '').startsWith(prefix));
  return { from, to };
}

/** The range of `sorted` whose places begin with one word of each given range, for up to DEPTH words. */
export function phraseRange(index: WordIndex, words: readonly Range[]): Range {
  const { stream, sorted, offsets } = index;
  const [first, ...others] = words.slice(0, DEPTH);
  if (!first || sizeOf(first) === 0) return { from: 0, to: 0 };
  let range: Range = { from: offsets[first.from] ?? 0, to: offsets[first.to] ?? 0 };
  for (const [i, word] of others.entries()) {
    // Only the last word may be a range of several: behind one, the places are no longer in order.
    const wordAt = (at: number) => stream[(sorted[at] ?? 0) + i + 1] ?? UNKNOWN;
    const from = lowerBound(range.from, range.to, (at) => wordAt(at) < word.from);
    range = { from, to: lowerBound(from, range.to, (at) => wordAt(at) < word.to) };
    if (sizeOf(range) === 0) break;
  }
  return range;
}

/** A single word as a range of words; an unknown one is empty. */
export function onlyWord(number: number): Range {
  return number === UNKNOWN ? { from: 0, to: 0 } : { from: number, to: number + 1 };
}

/** Whether the words stand at a place of the stream; `words` as in `phraseRange`, of any length. */
export function standsAt(index: WordIndex, words: readonly Range[], position: number): boolean {
  for (let i = 0; i < words.length; i++) {
    const found = index.stream[position + i];
    const word = words[i];
    if (found === undefined || !word || found < word.from || found >= word.to) return false;
  }
  return true;
}

const FEW = 16;

/** All places of the stream where the words stand one after the other, newest first. They may run over passages. */
export function findPhrase(index: WordIndex, numbers: readonly number[]): Uint32Array {
  const words = numbers.map(onlyWord);
  if (words.length === 0 || words.some((word) => sizeOf(word) === 0)) return new Uint32Array(0);
  let best = { range: phraseRange(index, words), offset: 0 };
  for (let offset = 1; offset + DEPTH <= words.length && sizeOf(best.range) > FEW; offset++) {
    const range = phraseRange(index, words.slice(offset, offset + DEPTH));
    if (sizeOf(range) < sizeOf(best.range)) best = { range, offset };
  }
  return index.sorted
    .slice(best.range.from, best.range.to)
    .sort()
    .map((position) => position - best.offset)
    .filter((position) => standsAt(index, words, position));
}

/** The slot that a position of the stream belongs to. */
export function slotAt(index: WordIndex, position: number): number {
  return lowerBound(0, index.rows.length, (slot) => (index.starts[slot + 1] ?? 0) <= position);
}
