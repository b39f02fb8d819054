/** Quotes that stand on record word for word, perhaps with words left out where the quote says so. */
import type { Answers } from './answers.ts';
import { type ExactCheck, PLACES_SHOWN } from './check.ts';
import { compareWords } from './diff.ts';
import { findPhrase, type Range, slotAt } from './phrases.ts';
import { piecesOf, type Quote } from './quote.ts';

/** Places of the rarest piece of a quote with omissions that are tried. */
const ANCHORS_TRIED = 200;
/** Shorter pieces between ellipses could be picked together from any long answer. */
const PIECE = { least: 2, mean: 3 };

/** Positions of the stream, one for each word of a quote. */
type Places = Uint32Array;

/** The places that hold the quote in one run of words, or with its omissions; nothing when none does. */
export async function findExact(quote: Quote, answers: Answers): Promise<ExactCheck | undefined> {
  const whole = await findWhole(quote.numbers, answers);
  if (whole.length > 0) {
    const places = whole.map((from) => Uint32Array.from(quote.numbers, (_, i) => from + i));
    return describe(quote, places, false, answers);
  }
  const pieced = await findPieces(quote, answers);
  return pieced.length > 0 ? describe(quote, pieced, true, answers) : undefined;
}

/** Where words stand in one run within one answer, newest first; a passage that repeats them counts once. */
export async function findWhole(numbers: readonly number[], answers: Answers): Promise<number[]> {
  const { index } = answers;
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
    if (from + numbers.length > slotEnd) {
      const answer = await answers.around(slot);
      if (from + numbers.length > answer.to) continue;
    }
    counted = slot;
    found.push(from);
  }
  return found;
}

/** Where all pieces of a quote with ellipses stand in their order in one answer, newest first. */
async function findPieces(quote: Quote, answers: Answers): Promise<Places[]> {
  const { index } = answers;
  const pieces = piecesOf(quote).map(({ from, to }) => quote.numbers.slice(from, to));
  if (pieces.length < 2 || pieces.some(({ length }) => length < PIECE.least)) return [];
  if (quote.words.length < PIECE.mean * pieces.length) return [];
  const found = pieces.map((piece) => findPhrase(index, piece));
  const counts = found.map(({ length }) => length);
  const anchor = counts.indexOf(Math.min(...counts));
  const places: Places[] = [];
  let searched = -1;
  for (const position of found[anchor]?.subarray(0, ANCHORS_TRIED) ?? []) {
    const answer = await answers.around(slotAt(index, position));
    // One way to read an answer is enough.
    if (answer.from === searched) continue;
    const starts = inOrder(found, pieces, anchor, position, answer);
    if (!starts) continue;
    searched = answer.from;
    places.push(
      Uint32Array.from(starts.flatMap((start, i) => (pieces[i] ?? []).map((_, word) => start + word))),
    );
  }
  return places;
}

/** A start for each piece within the answer, as near to the anchor as can be; nothing when one is missing. */
function inOrder(
  found: readonly Uint32Array[],
  pieces: readonly (readonly number[])[],
  anchor: number,
  position: number,
  answer: Range,
): number[] | undefined {
  const lengthOf = (piece: number) => pieces[piece]?.length ?? 0;
  const starts: number[] = [];
  starts[anchor] = position;
  for (let piece = anchor - 1, before = position; piece >= 0; piece--) {
    const start = found[piece]?.findLast(
      (place) => place >= answer.from && place + lengthOf(piece) <= before,
    );
    if (start === undefined) return undefined;
    starts[piece] = start;
    before = start;
  }
  for (let piece = anchor + 1, from = position + lengthOf(anchor); piece < pieces.length; piece++) {
    const start = found[piece]?.find((place) => place >= from && place + lengthOf(piece) <= answer.to);
    if (start === undefined) return undefined;
    starts[piece] = start;
    from = start + lengthOf(piece);
  }
  return starts;
}

async function describe(
  quote: Quote,
  places: readonly Places[],
  omissions: boolean,
  answers: Answers,
): Promise<ExactCheck | undefined> {
  const comparisons = await Promise.all(
    places.slice(0, PLACES_SHOWN).map((place) => compareWords(quote, place, answers)),
  );
  const [newest] = comparisons;
  if (!newest) return undefined;
  return {
    kind: 'exact',
    omissions,
    marksDiffer: newest.marksDiffer,
    count: places.length,
    places: comparisons.map(({ passages }) => passages),
    diff: newest.diff,
  };
}
