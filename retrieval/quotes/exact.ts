/** Quotes that stand on record word for word, perhaps with words left out where the quote says so. */
import type { QuoteStore } from '../store/record-store.ts';
import { type ExactCheck, PLACES_SHOWN } from './check.ts';
import { compareWords } from './diff.ts';
import { keysOf, piecesOf, type Quote } from './quote.ts';
import { findRun, type TurnWords, turnsOf, wordsOfTurn } from './turn-words.ts';

/** Turns that are looked through for a quote with omissions. */
const TURNS_TRIED = 30;
/** Shorter pieces between ellipses could be picked together from any long answer. */
const PIECE = { least: 2, mean: 3 };

/** A turn that holds a quote, with the position of each of its words. */
interface Place {
  turn: TurnWords;
  places: Int32Array;
}

/** The places that hold the quote in one run of words, or with its omissions; nothing when none does. */
export async function findExact(quote: Quote, record: QuoteStore): Promise<ExactCheck | undefined> {
  const keys = keysOf(quote);
  if (keys.length === 0) return undefined;
  const { count, places } = await record.places(keys, PLACES_SHOWN);
  if (count > 0) {
    const runs = places.map((passages): Place => {
      const turn = wordsOfTurn(passages);
      const [from = 0] = findRun(turn, keys);
      return { turn, places: Int32Array.from(keys, (_, i) => from + i) };
    });
    return describe(quote, runs, count, false);
  }
  const pieced = await findPieces(quote, record);
  return describe(quote, pieced, pieced.length, true);
}

/** Where all pieces of a quote with ellipses stand in their order in one answer, newest first. */
async function findPieces(quote: Quote, record: QuoteStore): Promise<Place[]> {
  const keys = keysOf(quote);
  const pieces = piecesOf(quote).map(({ from, to }) => keys.slice(from, to));
  if (pieces.length < 2 || pieces.some(({ length }) => length < PIECE.least)) return [];
  if (keys.length < PIECE.mean * pieces.length) return [];
  return turnsOf(await record.likely(keys, quote.marks.size, TURNS_TRIED)).flatMap((turn): Place[] => {
    const starts = inOrder(turn, pieces);
    if (!starts) return [];
    const places = starts.flatMap((start, i) => (pieces[i] ?? []).map((_, word) => start + word));
    return [{ turn, places: Int32Array.from(places) }];
  });
}

/** A start for each piece, as near as can be to the one with the fewest places; nothing when one is missing. */
function inOrder(turn: TurnWords, pieces: readonly (readonly string[])[]): number[] | undefined {
  const found = pieces.map((piece) => findRun(turn, piece));
  const counts = found.map(({ length }) => length);
  const anchor = counts.indexOf(Math.min(...counts));
  const lengthOf = (piece: number) => pieces[piece]?.length ?? 0;
  around: for (const position of found[anchor] ?? []) {
    const starts: number[] = [];
    starts[anchor] = position;
    for (let piece = anchor - 1, before = position; piece >= 0; piece--) {
      const start = found[piece]?.findLast((place) => place + lengthOf(piece) <= before);
      if (start === undefined) continue around;
      starts[piece] = start;
      before = start;
    }
    for (let piece = anchor + 1, from = position + lengthOf(anchor); piece < pieces.length; piece++) {
      const start = found[piece]?.find((place) => place >= from);
      if (start === undefined) continue around;
      starts[piece] = start;
      from = start + lengthOf(piece);
    }
    return starts;
  }
  return undefined;
}

/** Nothing where nothing was found. */
function describe(
  quote: Quote,
  found: readonly Place[],
  count: number,
  omissions: boolean,
): ExactCheck | undefined {
  const shown = found.slice(0, PLACES_SHOWN);
  const comparisons = shown.map(({ turn, places }) => compareWords(quote, places, turn));
  const [newest] = comparisons;
  if (!newest) return undefined;
  return {
    kind: 'exact',
    omissions,
    marksDiffer: newest.marksDiffer,
    count,
    places: comparisons.map(({ passages }) => passages),
    diff: newest.diff,
  };
}
