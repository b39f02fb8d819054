/** Quote look-up while someone types: passages that hold the words so far, the last one perhaps unfinished. */
import type { PassageStore, Row } from '../interfaces.ts';
import { excerptAround } from './excerpt.ts';
import {
  numberOf,
  numbersWithPrefix,
  onlyWord,
  phraseRange,
  type Range,
  sizeOf,
  slotAt,
  standsAt,
} from './phrases.ts';
import { DEPTH, type WordIndex } from './word-index.ts';
import { type Word, wordsOf } from './words.ts';

/** A passage that someone may have in mind. */
export interface QuoteSuggestion {
  row: Row;
  passageId: string;
  /** ISO date of its document. */
  date: string;
  /** At most EXCERPT_LENGTH characters around the match, cut between words, with `…` where something is left out. */
  excerpt: string;
}

export interface QuoteLookup {
  /**
   * Passages that hold all typed words, the last one as a prefix (as a whole word when white space follows it):
   * first those that hold them one after the other, then those that hold them anywhere; each newest first. Nothing
   * typed gives the newest passages; a word that is nowhere on record gives none.
   */
  complete(typed: string, limit: number): Promise<QuoteSuggestion[]>;
}

export const EXCERPT_LENGTH = 80;

/** A phrase with more places than this is so common that walking the record from the newest passage is quicker. */
const COMMON = 20_000;
/** Passages that are looked through for words that stand apart: a bound on the time, not on what is on record. */
const SCATTERED_SCAN = 20_000;

/** A look-up over the word index of a snapshot and its passages. */
export function createQuoteLookup(index: WordIndex, passages: Pick<PassageStore, 'read'>): QuoteLookup {
  return {
    async complete(typed, limit) {
      const keys = wordsOf(typed).map(({ key }) => key);
      const words = keys.map((key, i) =>
        i === keys.length - 1 && !/\s$/.test(typed)
          ? numbersWithPrefix(index, key)
          : onlyWord(numberOf(index, key)),
      );
      const slots = new Set<number>();
      for (const find of [inSuccession, scattered]) {
        for (const slot of find(index, words)) {
          if (slots.size >= limit) break;
          slots.add(slot);
        }
      }
      const rows = [...slots].map((slot) => index.rows[slot] ?? 0);
      const cited = await passages.read(rows);
      return cited.map(({ passage, document }, i) => {
        const { start, end } = matchIn(passage.text, index, words);
        return {
          row: rows[i] ?? 0,
          passageId: passage.id,
          date: document.date,
          excerpt: excerptAround(passage.text, start, end, EXCERPT_LENGTH),
        };
      });
    },
  };
}

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
    sizeOf(rarest) > COMMON ? rows.keys() : slotsOf(index, sorted.slice(rarest.from, rarest.to).sort());
  let looked = 0;
  for (const slot of candidates) {
    if (holdsAll(index, words, slot)) yield slot;
    if (++looked >= SCATTERED_SCAN) return;
  }
}

function* slotsOf(index: WordIndex, positions: Uint32Array): Generator<number> {
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

/** Where a passage holds the words, as offsets: all of them in succession, else the rarest one. */
function matchIn(text: string, index: WordIndex, words: readonly Range[]): { start: number; end: number } {
  const held = wordsOf(text);
  const fits = (word: Word | undefined, range: Range | undefined) => {
    if (!word || !range) return false;
    const number = numberOf(index, word.key);
    return number >= range.from && number < range.to;
  };
  const whole = held.findIndex((_, at) => words.every((range, i) => fits(held[at + i], range)));
  const places = ({ from, to }: Range) => (index.offsets[to] ?? 0) - (index.offsets[from] ?? 0);
  const rarest = [...words].sort((a, b) => places(a) - places(b))[0];
  const at = whole >= 0 ? whole : held.findIndex((word) => fits(word, rarest));
  const length = whole >= 0 ? words.length : 1;
  const [first, last] = [held[at], held[at + length - 1]];
  return words.length === 0 || !first || !last ? { start: 0, end: 0 } : { start: first.start, end: last.end };
}
