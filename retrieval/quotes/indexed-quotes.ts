/** A record's quotes by the index of its words: what completing and verifying quotes ask of a store. */
import type { CitedPassage, Row } from '../interfaces.ts';
import type { QuoteStore, TypedWords } from '../store/record-store.ts';
import {
  DEPTH,
  findPhrase,
  numberOf,
  numbersWithPrefix,
  onlyWord,
  phraseRange,
  sizeOf,
  slotAt,
  standsAt,
  type WordIndex,
} from './word-index.ts';
import type { Range } from './words.ts';

/** The passages behind the rows of a word index. */
export interface QuotedPassages {
  read(rows: readonly Row[]): Promise<CitedPassage[]>;
  /** All rows of the turn that a row belongs to: they follow one another. */
  turnOf(row: Row): readonly Row[];
}

/** The quotes of passages by the index of their words. */
export function indexedQuotes(index: WordIndex, passages: QuotedPassages): QuoteStore {
  const numbersOf = (words: readonly string[]) => words.map((word) => numberOf(index, word));
  const read = (slots: readonly number[]): Promise<CitedPassage[]> =>
    passages.read(slots.map((slot) => index.rows[slot] ?? 0));
  /** Slots that hold the words; those of scattered words are as many as the others leave room for, or `mostApart`. */
  const hold = (words: TypedWords, most: number, mostApart?: number) => {
    const ranges = rangesOf(index, words);
    const first = take(inSuccession(index, ranges), most, new Set());
    const apart = take(scattered(index, ranges), mostApart ?? most - first.length, new Set(first));
    return { inSuccession: first, apart };
  };
  return {
    async holding(words, limit) {
      const found = hold(words, limit);
      return { inSuccession: await read(found.inSuccession), apart: await read(found.apart) };
    },
    async countHolding(words, most) {
      const found = hold(words, most, most);
      return { inSuccession: found.inSuccession.length, apart: found.apart.length };
    },
    async places(words, limit) {
      const found = findWhole(numbersOf(words));
      const places = found
        .slice(0, limit)
        .map((from) => read(slotsOf(index, { from, to: from + words.length })));
      return { count: found.length, places: await Promise.all(places) };
    },
    async likely(words, gaps, limit) {
      const candidates = findCandidates(index, numbersOf(words), gaps, limit);
      return Promise.all(
        candidates.map(async ({ range, weight }) => {
          const turn = turnAround(slotAt(index, (range.from + range.to - 1) >>> 1));
          return {
            turn: await read(slotsOf(index, turn)),
            weight,
            // A span may run over the ends of the turn in its middle.
            range: {
              from: Math.max(range.from, turn.from) - turn.from,
              to: Math.min(range.to, turn.to) - turn.from,
            },
          };
        }),
      );
    },
    async frequencies(words) {
      const { offsets, stream } = index;
      const occurrences = numbersOf(words).map((number) =>
        number < 0 ? 0 : (offsets[number + 1] ?? 0) - (offsets[number] ?? 0),
      );
      return { total: stream.length, occurrences };
    },
  };

  /** The span of the stream that a slot's turn covers: its passages stand together, as their rows do. */
  function turnAround(slot: number): Range {
    const { rows, starts } = index;
    const row = rows[slot] ?? 0;
    const turn = passages.turnOf(row);
    const first = slot - turn.indexOf(row);
    return { from: starts[first] ?? 0, to: starts[first + turn.length] ?? 0 };
  }

  /** Where words stand in one run within one turn, newest first; a passage that repeats them counts once. */
  function findWhole(numbers: readonly number[]): number[] {
    const found: number[] = [];
    let slot = -1;
    let slotEnd = 0;
    let counted = -1;
    for (const from of findPhrase(index, numbers)) {
      if (from >= slotEnd) {
        slot = slotAt(index, from);
        slotEnd = index.starts[slot + 1] ?? 0;
      }
      if (slot === counted) continue;
      const to = from + numbers.length;
      if (to > slotEnd && to > turnAround(slot).to) continue;
      counted = slot;
      found.push(from);
    }
    return found;
  }
}

/** The slots that a span of the stream touches, in order. */
function slotsOf(index: WordIndex, { from, to }: Range): number[] {
  const first = slotAt(index, from);
  const last = slotAt(index, Math.max(from, to - 1));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function rangesOf(index: WordIndex, { words, lastIsPrefix }: TypedWords): Range[] {
  return words.map((word, i) =>
    lastIsPrefix && i === words.length - 1 ? numbersWithPrefix(index, word) : onlyWord(numberOf(index, word)),
  );
}

/** The first slots that are not known yet, each once. */
function take(slots: Iterable<number>, most: number, known: Set<number>): number[] {
  const taken: number[] = [];
  for (const slot of slots) {
    if (taken.length >= most) break;
    if (known.has(slot)) continue;
    known.add(slot);
    taken.push(slot);
  }
  return taken;
}

/** A phrase with more places than this is so common that walking the record from the newest passage is quicker. */
const COMMON = 20_000;
/** Passages that are looked through for words that stand apart: a bound on the time, not on what is on record. */
const SCATTERED_SCAN = 20_000;

/** Slots that hold the words one after the other, newest first; every slot when there are no words. */
function* inSuccession(index: WordIndex, words: readonly Range[]): Generator<number> {
  const { starts, rows, sorted, stream } = index;
  if (words.length === 0) {
    yield* rows.keys();
    return;
  }
  const offset = Math.max(0, words.length - DEPTH);
  const range = phraseRange(index, words.slice(offset));
  const common = sizeOf(range) > COMMON;
  const places = common ? stream.keys() : sorted.slice(range.from, range.to).sort();
  for (const place of places) {
    const position = common ? place : place - offset;
    if (!standsAt(index, words, position)) continue;
    const slot = slotAt(index, position);
    if (position + words.length <= (starts[slot + 1] ?? 0)) yield slot;
  }
}

/** Slots that hold all the words in any order, newest first. */
function* scattered(index: WordIndex, words: readonly Range[]): Generator<number> {
  const { offsets, sorted, rows } = index;
  if (words.length < 2) return;
  const places = words.map(({ from, to }) => ({ from: offsets[from] ?? 0, to: offsets[to] ?? 0 }));
  const rarest = places.reduce((best, range) => (sizeOf(range) < sizeOf(best) ? range : best));
  const candidates =
    sizeOf(rarest) > COMMON ? rows.keys() : slotsHolding(index, sorted.slice(rarest.from, rarest.to).sort());
  let looked = 0;
  for (const slot of candidates) {
    if (holdsAll(index, words, slot)) yield slot;
    if (++looked >= SCATTERED_SCAN) return;
  }
}

function* slotsHolding(index: WordIndex, positions: Uint32Array): Generator<number> {
  let end = 0;
  for (const position of positions) {
    if (position < end) continue;
    const slot = slotAt(index, position);
    end = index.starts[slot + 1] ?? 0;
    yield slot;
  }
}

function holdsAll(index: WordIndex, words: readonly Range[], slot: number): boolean {
  const held = index.stream.subarray(index.starts[slot], index.starts[slot + 1]);
  return words.every(({ from, to }) => held.some((word) => word >= from && word < to));
}

/** A span of the stream that shares words with a quote. */
interface Candidate {
  /** Positions of the stream. */
  range: Range;
  /** Bits of information in the shared words: rare ones tell more. */
  weight: number;
}

/** A check looks at this many places in all, spread over the words of the quote. */
const PLACES = 40_000;
const PLACES_PER_WORD = { least: 32, most: 4_000 };
/** How much longer than the quote a span may be, in words: room for what was left out. */
const SLACK = 40;
/** Room for what an ellipsis stands for. */
const SLACK_PER_MARK = 80;
/** Words of a quote must be numbered below this for a place and a word to fit into one number. */
const WORDS_MOST = 4096;

/**
 * The best `limit` spans, best first. Each word of the quote is looked up with as many of the words behind it as
 * it takes to stand in few places; the span that gathers most of these places is where the quote may come from.
 * @param numbers of the quote's words in the index, or UNKNOWN
 * @param gaps how often an ellipsis stands among them
 */
function findCandidates(
  index: WordIndex,
  numbers: readonly number[],
  gaps: number,
  limit: number,
): Candidate[] {
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
    if (!peak || weight > peak.weight + 1e-6) peak = { range: { from, to: to + 1 }, weight };
  }
  if (peak) peaks.push(peak);
  return peaks.sort((a, b) => b.weight - a.weight || a.range.from - b.range.from).slice(0, limit);
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
