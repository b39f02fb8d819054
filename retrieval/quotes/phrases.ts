/** Phrases in the word index: a run of words is a range of the sorted places. */
import { lowerBound } from '../binary-search.ts';
import { DEPTH, type WordIndex } from './word-index.ts';

/** From `from` up to, not including, `to`. */
export interface Range {
  from: number;
  to: number;
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
