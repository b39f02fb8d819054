/** Which passages hold words that someone types: one after the other, or apart. */
import { phraseRange, type Range, sizeOf, slotAt, standsAt } from './phrases.ts';
import { DEPTH, type WordIndex } from './word-index.ts';

/** A phrase with more places than this is so common that walking the record from the newest passage is quicker. */
const COMMON = 20_000;
/** Passages that are looked through for words that stand apart: a bound on the time, not on what is on record. */
const SCATTERED_SCAN = 20_000;

/** Slots that hold the words one after the other, newest first; every slot when there are no words. */
export function* inSuccession(index: WordIndex, words: readonly Range[]): Generator<number> {
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
export function* scattered(index: WordIndex, words: readonly Range[]): Generator<number> {
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
