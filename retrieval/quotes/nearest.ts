/** The place on record that a quote comes closest to, and how close that is. */
import type { DocumentCard } from '../interfaces.ts';
import type { LikelyPlace, QuoteStore } from '../store/record-store.ts';
import { align, NOWHERE } from './align.ts';
import { keysOf, type Quote } from './quote.ts';
import { type TurnWords, wordsOfTurn } from './turn-words.ts';

/** A quote held against one turn. */
export interface Likeness {
  turn: TurnWords;
  /** Position in the turn for each word of the quote, or NOWHERE. */
  places: Int32Array;
  /** How many words have a place. */
  matched: number;
  /** Matched words over all words of the quote. */
  share: number;
  /** The same less what its breaks cost: words picked from here and there are no quote. */
  coherence: number;
  /** Bits of information in the matched words, less what it takes to name a place in the record and each break. */
  evidence: number;
}

/**
 * What makes a likeness an altered quote. Chosen by measurement on the White House briefings of 2021 to 2024, with one
 * briefing in ten left out of the index. Of true quotes with one or two words changed, put in or left out, 78% reach it
 * at 6 words and 99% from 12 words; with four, 92% at 12 words and 99% from 20. Of text of the briefings left out,
 * 24% reach it at 6 words, 14% at 12, 6% at 20 and 2% from 40 (officials who say nearly the same again); of questions
 * about what is on record, 2%.
 */
export const ALTERED = { coherence: 0.67, evidence: 10 };

/** Whether a quote is close enough to its best place to be that place's words, changed. */
export function isAltered({ coherence, evidence }: Likeness): boolean {
  return coherence >= ALTERED.coherence && evidence >= ALTERED.evidence;
}

/** Places that are aligned: the first is nearly always the best one. */
const ALIGNED = 3;
/** Places that are looked through for those of one document. */
const LOOKED_THROUGH = 30;
/** A place with less than this share of the best one's weight cannot overtake it. */
const WORTH_ALIGNING = 0.6;
/** Work that is enough: past it no further place is aligned. */
const CELLS_MOST = 1_500_000;
/** Words around a place, beside as many as the quote has, that are aligned too. */
const MARGIN = 12;
/** Two parts of a quote with more words of the record between them than this were joined from two places. */
const JOINED_GAP = 60;

export interface Search {
  /** Where most of the words stand close together, best first. */
  candidates: readonly LikelyPlace[];
  /** The best alignment; nothing when the quote shares too little with any place to be worth one. */
  likeness?: Likeness;
}

/** Looks for the place that a quote was taken from. */
export async function findLikeness(quote: Quote, record: QuoteStore): Promise<Search> {
  return alignBest(quote, await record.likely(keysOf(quote), quote.marks.size, ALIGNED));
}

/** The same within one document only. */
export async function findLikenessIn(
  document: Pick<DocumentCard, 'id' | 'path'>,
  quote: Quote,
  record: QuoteStore,
): Promise<Search> {
  const places = await record.likely(keysOf(quote), quote.marks.size, LOOKED_THROUGH);
  const within = places.filter(({ turn: [first] }) => {
    return first?.document.id === document.id || first?.document.path === document.path;
  });
  return alignBest(quote, within.slice(0, ALIGNED));
}

function alignBest(quote: Quote, candidates: readonly LikelyPlace[]): Search {
  const [best] = candidates;
  let likeness: Likeness | undefined;
  let cells = 0;
  for (const candidate of candidates) {
    if (!best || candidate.weight < best.weight * WORTH_ALIGNING || cells > CELLS_MOST) break;
    const turn = wordsOfTurn(candidate.turn);
    const room = quote.words.length + MARGIN;
    const from = Math.max(0, candidate.range.from - room);
    const words = turn.keys.slice(from, candidate.range.to + room);
    cells += quote.words.length * words.length;
    const aligned = align(keysOf(quote), words, quote.marks);
    const places = aligned.places.map((place) => (place === NOWHERE ? NOWHERE : place + from));
    const found = measure(quote, densest(quote, places), turn);
    if (!likeness || found.coherence > likeness.coherence) likeness = found;
  }
  return likeness ? { candidates, likeness } : { candidates };
}

/** The part of an alignment with the most words, where silent gaps break it into several. */
function densest(quote: Quote, places: Int32Array): Int32Array {
  const parts: { from: number; to: number; matched: number }[] = [];
  let last = NOWHERE;
  let lastWord = 0;
  for (const [word, place] of places.entries()) {
    if (place === NOWHERE) continue;
    const marked = isMarked(quote.marks, lastWord, word);
    const part = parts.at(-1);
    if (part && (marked || place - last <= JOINED_GAP)) {
      part.to = word + 1;
      part.matched++;
    } else parts.push({ from: word, to: word + 1, matched: 1 });
    [last, lastWord] = [place, word];
  }
  const best = parts.reduce((most, part) => (part.matched > most.matched ? part : most), {
    from: 0,
    to: 0,
    matched: 0,
  });
  return places.map((place, word) => (word >= best.from && word < best.to ? place : NOWHERE));
}

/** Bits that a break in an alignment takes away: each is a choice that chance could have made. */
const BREAK_BITS = 6;
/** Words that a break costs for each doubling of what was left out or put in; a changed word costs nothing more. */
const BREAK_WORDS = 0.25;

/** How well a quote holds to the places of its words. */
export function measure(
  { words, bits, placeBits, marks }: Quote,
  places: Int32Array,
  turn: TurnWords,
): Likeness {
  let matched = 0;
  let known = 0;
  let broken = 0;
  let last: { word: number; place: number } | undefined;
  for (const [word, place] of places.entries()) {
    if (place === NOWHERE) continue;
    known += bits[word] ?? 0;
    if (last && place !== last.place + 1) known -= BREAK_BITS;
    if (last && !isMarked(marks, last.word, word)) {
      broken += BREAK_WORDS * Math.log2(1 + Math.abs(place - last.place - (word - last.word)));
    }
    matched++;
    last = { word, place };
  }
  return {
    turn,
    places,
    matched,
    share: matched / Math.max(1, words.length),
    coherence: (matched - broken) / Math.max(1, words.length),
    evidence: known - placeBits,
  };
}

/** Whether an ellipsis stands between two words of a quote. */
function isMarked(marks: ReadonlySet<number>, from: number, to: number): boolean {
  for (const mark of marks) if (mark > from && mark <= to) return true;
  return false;
}
