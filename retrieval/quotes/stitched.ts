/** Quotes that were joined from places which do not stand together. */
import { NOWHERE } from './align.ts';
import { findLikeness, type Likeness, measure } from './altered.ts';
import type { Answers } from './answers.ts';
import type { StitchedCheck, StitchedPiece } from './check.ts';
import { compareWords } from './diff.ts';
import { findPhrase, slotAt } from './phrases.ts';
import { partOf, type Quote, typedWords } from './quote.ts';

/** A piece has at least this many words: shorter runs stand in any large record by chance. */
export const PIECE_LEAST = 5;
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

/** A stretch of the quote's words with the places that they stand in. */
interface Stitch {
  from: number;
  to: number;
  /** Position of the stream for each word of the stretch. */
  places: Int32Array;
}

/** The pieces of a stitched quote; nothing when they do not account for it. `likeness`: of the whole quote. */
export async function findStitches(
  quote: Quote,
  answers: Answers,
  likeness: Likeness | undefined,
): Promise<StitchedCheck | undefined> {
  const verbatim = await findRuns(quote, answers);
  const stitches = accountFor(quote, verbatim) ? verbatim : await cover(quote, answers, likeness);
  if (!accountFor(quote, stitches)) return undefined;
  const pieces: StitchedPiece[] = [];
  let done = 0;
  for (const { from, to, places } of [
    ...stitches,
    { from: quote.words.length, to: quote.words.length, places: [] },
  ]) {
    if (from > done) pieces.push(await pieceOf(partOf(quote, done, from), undefined, answers));
    if (to > from) pieces.push(await pieceOf(partOf(quote, from, to), places, answers));
    done = to;
  }
  return { kind: 'stitched', pieces };
}

function accountFor(quote: Quote, stitches: readonly Stitch[]): boolean {
  const covered = stitches.reduce((sum, { from, to }) => sum + to - from, 0);
  return stitches.length >= 2 && covered >= COVERED * quote.words.length;
}

/** From left to right, the longest runs of words that stand on record one after the other. */
async function findRuns(quote: Quote, answers: Answers): Promise<Stitch[]> {
  const runs: Stitch[] = [];
  for (let from = 0; from + PIECE_LEAST <= quote.words.length; ) {
    const run = await longestRun(quote, from, answers);
    const found = run.to - from >= PIECE_LEAST && isWorthAPiece(quote, run, answers);
    if (found) runs.push(run);
    from = found ? run.to : from + 1;
  }
  return runs;
}

/** Whether words of a quote are more than a turn of speech; the stretch counts in words of `quote`. */
function isWorthAPiece(quote: Quote, { from, to, places }: Stitch, answers: Answers): boolean {
  return measure(partOf(quote, from, to), places, answers).evidence >= PIECE_EVIDENCE;
}

async function longestRun({ numbers }: Quote, from: number, answers: Answers): Promise<Stitch> {
  const { index } = answers;
  let best = { length: 0, place: 0 };
  for (const place of findPhrase(index, numbers.slice(from, from + PIECE_LEAST))) {
    let length = PIECE_LEAST;
    while (from + length < numbers.length && index.stream[place + length] === numbers[from + length])
      length++;
    if (length > best.length) best = { length, place };
  }
  if (best.length === 0) return { from, to: from, places: new Int32Array(0) };
  const answer = await answers.around(slotAt(index, best.place));
  const length = Math.min(best.length, answer.to - best.place);
  return { from, to: from + length, places: new Int32Array(length).map((_, i) => best.place + i) };
}

/** The best place for the whole, then the best places for what is left on both sides of it, and so on. */
async function cover(quote: Quote, answers: Answers, whole: Likeness | undefined): Promise<Stitch[]> {
  const stitches: Stitch[] = [];
  const open = [{ from: 0, to: quote.words.length, likeness: whole }];
  for (let next = open.pop(); next && stitches.length < PIECES_MOST; next = open.pop()) {
    const { from, to } = next;
    if (to - from < PIECE_LEAST) continue;
    const part = partOf(quote, from, to);
    const likeness = next.likeness ?? (await findLikeness(part, answers)).likeness;
    const piece = likeness && coreOf(likeness);
    if (!piece || !isWorthAPiece(part, piece, answers)) continue;
    stitches.push({ from: from + piece.from, to: from + piece.to, places: piece.places });
    open.push({ from, to: from + piece.from, likeness: undefined });
    open.push({ from: from + piece.to, to, likeness: undefined });
  }
  return stitches.sort((a, b) => a.from - b.from);
}

/**
 * The stretch of an alignment that holds together, when it is enough to be a piece: words in their places count for
 * it; words without one, and breaks, against it. What an alignment picked up around it by chance is left to others.
 */
function coreOf({ places }: Likeness): Stitch | undefined {
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
  return { from: best.from, to: best.to, places: places.slice(best.from, best.to) };
}

async function pieceOf(
  part: Quote,
  places: ArrayLike<number> | undefined,
  answers: Answers,
): Promise<StitchedPiece> {
  const quoted = typedWords(part);
  if (!places) return { quoted, passages: [], diff: [{ kind: 'added', words: quoted }] };
  const { passages, diff } = await compareWords(part, places, answers);
  return { quoted, passages, diff };
}
