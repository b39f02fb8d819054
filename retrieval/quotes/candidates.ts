/** Where in the record most of a quote's words stand close together. */
import { onlyWord, phraseRange, type Range, sizeOf } from './phrases.ts';
import { DEPTH, type WordIndex } from './word-index.ts';

/** A stretch of the stream that shares words with a quote. */
export interface Candidate {
  /** Positions of the stream. */
  range: Range;
  /** First and last word of the quote that was found there. */
  words: { first: number; last: number };
  /** Bits of information in the shared words: rare ones tell more. */
  weight: number;
}

/** Numbers of words in the index, or UNKNOWN, and how often an ellipsis stands among them. */
export interface SoughtWords {
  numbers: readonly number[];
  gaps: number;
}

/** A check looks at this many places in all, spread over the words of the quote. */
const PLACES = 40_000;
const PLACES_PER_WORD = { least: 32, most: 4_000 };
/** How much longer than the quote a stretch may be, in words: room for what was left out. */
const SLACK = 40;
/** Room for what an ellipsis stands for. */
const SLACK_PER_MARK = 80;
/** Words of a quote must be numbered below this for a place and a word to fit into one number. */
const WORDS_MOST = 4096;

/**
 * The best `limit` stretches, best first. Each word of the quote is looked up with as many of the words behind it as
 * it takes to stand in few places; the stretch that gathers most of these places is where the quote may come from.
 */
export function findCandidates(index: WordIndex, { numbers, gaps }: SoughtWords, limit: number): Candidate[] {
  const { places, weights } = findSeeds(index, numbers);
  const reach = numbers.length + SLACK + gaps * SLACK_PER_MARK;
  const held = new Uint16Array(numbers.length);
  const peaks: Candidate[] = [];
  let peak: Candidate | undefined;
  let weight = 0;
  let left = 0;
  for (let right = 0; right < places.length; right++) {
    const { position: to, word } = unpack(places[right]);
    if (held[word] === 0) weight += weights[word] ?? 0;
    held[word] = (held[word] ?? 0) + 1;
    for (; unpack(places[left]).position < to - reach; left++) {
      const { word: gone } = unpack(places[left]);
      held[gone] = (held[gone] ?? 0) - 1;
      if (held[gone] === 0) weight -= weights[gone] ?? 0;
    }
    const { position: from } = unpack(places[left]);
    if (peak && peak.range.to <= from) {
      peaks.push(peak);
      peak = undefined;
    }
    if (!peak || weight > peak.weight + 1e-6) {
      peak = { range: { from, to: to + 1 }, words: { first: 0, last: 0 }, weight };
    }
  }
  if (peak) peaks.push(peak);
  const best = peaks.sort((a, b) => b.weight - a.weight || a.range.from - b.range.from).slice(0, limit);
  for (const { range, words } of best) Object.assign(words, wordsWithin(places, range));
  return best;
}

/** Places of the stream with the word of the quote that stands there, packed and sorted, and each word's weight. */
function findSeeds(
  index: WordIndex,
  numbers: readonly number[],
): { places: Float64Array; weights: Float64Array } {
  const share = Math.floor(PLACES / Math.max(1, numbers.length));
  const most = Math.min(PLACES_PER_WORD.most, Math.max(PLACES_PER_WORD.least, share));
  const words = numbers.map(onlyWord);
  const weights = new Float64Array(numbers.length);
  const packed: number[] = [];
  for (let word = 0; word < Math.min(numbers.length, WORDS_MOST); word++) {
    for (let length = 1; length <= DEPTH && word + length <= words.length; length++) {
      const range = phraseRange(index, words.slice(word, word + length));
      if (sizeOf(range) > most) continue;
      weights[word] = Math.log2(1 + index.stream.length / Math.max(1, sizeOf(range)));
      for (let at = range.from; at < range.to; at++) packed.push((index.sorted[at] ?? 0) * WORDS_MOST + word);
      break;
    }
  }
  return { places: Float64Array.from(packed).sort(), weights };
}

function unpack(place = 0): { position: number; word: number } {
  return { position: Math.floor(place / WORDS_MOST), word: place % WORDS_MOST };
}

function wordsWithin(places: Float64Array, { from, to }: Range): { first: number; last: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const place of places) {
    const { position, word } = unpack(place);
    if (position < from || position >= to) continue;
    first = Math.min(first, word);
    last = Math.max(last, word);
  }
  return { first, last };
}
