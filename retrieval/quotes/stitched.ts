/** Quotes that were joined from places which do not stand together. */
import type { LikelyPlace, QuoteStore } from '../store/record-store.ts';
import { NOWHERE } from './align.ts';
import type { StitchedCheck, StitchedPiece } from './check.ts';
import { compareWords } from './diff.ts';
import { findLikeness, type Likeness, measure } from './nearest.ts';
import { keysOf, partOf, type Quote, typedWords } from './quote.ts';
import { type TurnWords, turnsOf } from './turn-words.ts';
import { wordsOf } from './words.ts';

/** A piece has at least this many words: shorter runs stand in any large record by chance. */
const PIECE_LEAST = 5;
/** Bits that a piece must be worth beyond what it takes to name its place: turns of speech are on record, too. */
const PIECE_EVIDENCE = 20;
/** So many words in a row may be left over without a place of their own. */
export const LEFT_OVER = 5;
/** Share of the quote's words that its pieces must account for. */
export const COVERED = 0.85;
/** What a word without a place, or a break, takes away from the words of a piece. */
const AGAINST = { missing: -2, break: -2 };
/** Pieces with changed words take a search each; more of them than this are given up on. */
const PIECES_MOST = 6;
/** Each run of so many words, half of them new, is looked for by itself: a piece is found where it is most of one. */
const WINDOW = 12;
/** Places of each window that are looked through. */
const PLACES_OF_WINDOW = 4;

/** A span of the quote's words with the places that they stand in. */
interface Stitch {
  from: number;
  to: number;
  turn: TurnWords;
  /** Position in the turn for each word of the span. */
  places: Int32Array;
}

/** The pieces of a stitched quote; nothing when they do not account for it. `likeness`: of the whole quote. */
export async function findStitches(
  quote: Quote,
  record: QuoteStore,
  likeness: Likeness | undefined,
): Promise<StitchedCheck | undefined> {
  const verbatim = findRuns(quote, await turnsOfPieces(quote, record));
  const stitches = accountFor(quote, verbatim) ? verbatim : await cover(quote, record, likeness);
  if (!accountFor(quote, stitches)) return undefined;
  const pieces: StitchedPiece[] = [];
  let done = 0;
  for (const stitch of stitches) {
    if (stitch.from > done) pieces.push(addedPiece(partOf(quote, done, stitch.from)));
    const part = partOf(quote, stitch.from, stitch.to);
    const { passages, diff } = compareWords(part, stitch.places, stitch.turn);
    pieces.push({ quoted: typedWords(part), passages, diff });
    done = stitch.to;
  }
  if (done < quote.words.length) pieces.push(addedPiece(partOf(quote, done, quote.words.length)));
  return { kind: 'stitched', pieces };
}

function addedPiece(part: Quote): StitchedPiece {
  const quoted = typedWords(part);
  return { quoted, passages: [], diff: [{ kind: 'added', words: quoted }] };
}

/** How many words each piece on record has, and how many the whole quote. */
export function wordsOfPieces({ pieces }: StitchedCheck): { found: number[]; total: number } {
  const counted = pieces.map(({ quoted, passages }) => ({ words: wordsOf(quoted).length, passages }));
  return {
    found: counted.filter(({ passages }) => passages.length > 0).map(({ words }) => words),
    total: counted.reduce((sum, { words }) => sum + words, 0),
  };
}

function accountFor(quote: Quote, stitches: readonly Stitch[]): boolean {
  const covered = stitches.reduce((sum, { from, to }) => sum + to - from, 0);
  return stitches.length >= 2 && covered >= COVERED * quote.words.length;
}

/** The turns that may hold a piece of the quote, newest first. */
async function turnsOfPieces(quote: Quote, record: QuoteStore): Promise<TurnWords[]> {
  const keys = keysOf(quote);
  const places: LikelyPlace[] = [];
  for (let from = 0; from === 0 || from + WINDOW / 2 < keys.length; from += WINDOW / 2) {
    places.push(...(await record.likely(keys.slice(from, from + WINDOW), 0, PLACES_OF_WINDOW)));
  }
  return turnsOf(places);
}

/** From left to right, the longest runs of words that stand on record one after the other. */
function findRuns(quote: Quote, turns: readonly TurnWords[]): Stitch[] {
  const keys = keysOf(quote);
  const places = new Map<string, { turn: TurnWords; place: number }[]>();
  for (const turn of turns) {
    for (let place = 0; place + PIECE_LEAST <= turn.keys.length; place++) {
      const run = turn.keys.slice(place, place + PIECE_LEAST).join(' ');
      const known = places.get(run);
      if (known) known.push({ turn, place });
      else places.set(run, [{ turn, place }]);
    }
  }
  const runs: Stitch[] = [];
  for (let from = 0; from + PIECE_LEAST <= keys.length; ) {
    let best: { turn: TurnWords; place: number; length: number } | undefined;
    for (const { turn, place } of places.get(keys.slice(from, from + PIECE_LEAST).join(' ')) ?? []) {
      let length = PIECE_LEAST;
      while (from + length < keys.length && turn.keys[place + length] === keys[from + length]) length++;
      if (!best || length > best.length) best = { turn, place, length };
    }
    const run = best && {
      from,
      to: from + best.length,
      turn: best.turn,
      places: new Int32Array(best.length).map((_, i) => best.place + i),
    };
    const isPiece = run && isWorthAPiece(quote, run);
    if (isPiece) runs.push(run);
    from = isPiece ? run.to : from + 1;
  }
  return runs;
}

/** Whether words of a quote are more than a turn of speech; the span counts in words of `quote`. */
function isWorthAPiece(quote: Quote, { from, to, places, turn }: Stitch): boolean {
  return measure(partOf(quote, from, to), places, turn).evidence >= PIECE_EVIDENCE;
}

/** The best place for the whole, then the best places for what is left on both sides of it, and so on. */
async function cover(quote: Quote, record: QuoteStore, whole: Likeness | undefined): Promise<Stitch[]> {
  const stitches: Stitch[] = [];
  const open = [{ from: 0, to: quote.words.length, likeness: whole }];
  for (let next = open.pop(); next && stitches.length < PIECES_MOST; next = open.pop()) {
    const { from, to } = next;
    if (to - from < PIECE_LEAST) continue;
    const part = partOf(quote, from, to);
    const likeness = next.likeness ?? (await findLikeness(part, record)).likeness;
    const piece = likeness && coreOf(likeness);
    if (!piece || !isWorthAPiece(part, piece)) continue;
    stitches.push({ ...piece, from: from + piece.from, to: from + piece.to });
    open.push({ from, to: from + piece.from, likeness: undefined });
    open.push({ from: from + piece.to, to, likeness: undefined });
  }
  return stitches.sort((a, b) => a.from - b.from);
}

/**
 * The span of an alignment that holds together, when it is enough to be a piece: words in their places count for
 * it; words without one, and breaks, against it. What an alignment picked up around it by chance is left to others.
 */
function coreOf({ places, turn }: Likeness): Stitch | undefined {
  let best = { from: 0, to: 0, sum: 0 };
  let from = 0;
  let sum = 0;
  for (const [word, place] of places.entries()) {
    if (sum <= 0) [from, sum] = [word, 0];
    const inRun = word === from || place === (places[word - 1] ?? NOWHERE) + 1;
    sum += place === NOWHERE ? AGAINST.missing : inRun ? 1 : 1 + AGAINST.break;
    if (place !== NOWHERE && sum > best.sum) best = { from, to: word + 1, sum };
  }
  if (best.sum < PIECE_LEAST) return undefined;
  return { from: best.from, to: best.to, turn, places: places.slice(best.from, best.to) };
}
