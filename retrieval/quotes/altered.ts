/** The place that a quote comes closest to, and how close that is. */
import type { DocumentCard } from '../interfaces.ts';
import { align, NOWHERE } from './align.ts';
import type { Answers } from './answers.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { type Range, sizeOf, slotAt } from './phrases.ts';
import type { Quote } from './quote.ts';

/** A quote held against one answer. */
export interface Likeness {
  /** Position of the stream for each word of the quote, or NOWHERE. */
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

/** Stretches that are aligned: the first is nearly always the best one. */
const ALIGNED = 3;
/** Stretches that are looked through for those of one document. */
const LOOKED_THROUGH = 30;
/** A stretch with less than this share of the best one's weight cannot overtake it. */
const WORTH_ALIGNING = 0.6;
/** Work that is enough: past it no further stretch is aligned. */
const CELLS_MOST = 1_500_000;
/** Words around a stretch that are aligned too. */
const MARGIN = 12;
/** Two parts of a quote with more words of the record between them than this were joined from two places. */
const JOINED_GAP = 60;

export interface Search {
  candidates: Candidate[];
  /** The best alignment; nothing when the quote shares too little with any place to be worth one. */
  likeness?: Likeness;
}

/** Looks for the place that a quote was taken from. */
export async function findLikeness(quote: Quote, answers: Answers): Promise<Search> {
  return alignBest(
    findCandidates(answers.index, { numbers: quote.numbers, gaps: quote.marks.size }, ALIGNED),
    quote,
    answers,
  );
}

/** The same within one document only. */
export async function findLikenessIn(
  document: Pick<DocumentCard, 'id' | 'path'>,
  quote: Quote,
  answers: Answers,
): Promise<Search> {
  const candidates: Candidate[] = [];
  for (const candidate of findCandidates(
    answers.index,
    { numbers: quote.numbers, gaps: quote.marks.size },
    LOOKED_THROUGH,
  )) {
    const [cited] = await answers.cited([middleSlot(candidate, answers)]);
    if (cited?.document.id === document.id || cited?.document.path === document.path)
      candidates.push(candidate);
  }
  return alignBest(candidates.slice(0, ALIGNED), quote, answers);
}

async function alignBest(candidates: Candidate[], quote: Quote, answers: Answers): Promise<Search> {
  const [best] = candidates;
  let likeness: Likeness | undefined;
  let cells = 0;
  for (const candidate of candidates) {
    if (!best || candidate.weight < best.weight * WORTH_ALIGNING || cells > CELLS_MOST) break;
    const region = await regionOf(candidate, quote, answers);
    cells += quote.words.length * sizeOf(region);
    const aligned = align(quote.numbers, answers.index.stream.subarray(region.from, region.to), quote.marks);
    const places = aligned.places.map((place) => (place === NOWHERE ? NOWHERE : place + region.from));
    const found = measure(quote, densest(quote, places), answers);
    if (!likeness || found.coherence > likeness.coherence) likeness = found;
  }
  return likeness ? { candidates, likeness } : { candidates };
}

/** The candidate with room for the words around it, within the answer that its middle belongs to. */
async function regionOf(candidate: Candidate, quote: Quote, answers: Answers): Promise<Range> {
  const { range, words } = candidate;
  const answer = await answers.around(middleSlot(candidate, answers));
  return {
    from: Math.max(answer.from, range.from - words.first - MARGIN),
    to: Math.min(answer.to, range.to + (quote.words.length - words.last) + MARGIN),
  };
}

function middleSlot({ range }: Candidate, { index }: Answers): number {
  return slotAt(index, (range.from + range.to - 1) >>> 1);
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
export function measure({ words, marks }: Quote, places: Int32Array, { index }: Answers): Likeness {
  let matched = 0;
  let bits = 0;
  let broken = 0;
  let last: { word: number; place: number } | undefined;
  for (const [word, place] of places.entries()) {
    if (place === NOWHERE) continue;
    const number = index.stream[place] ?? 0;
    const occurrences = (index.offsets[number + 1] ?? 0) - (index.offsets[number] ?? 0);
    bits += Math.log2(index.stream.length / Math.max(1, occurrences));
    if (last && place !== last.place + 1) bits -= BREAK_BITS;
    if (last && !isMarked(marks, last.word, word)) {
      broken += BREAK_WORDS * Math.log2(1 + Math.abs(place - last.place - (word - last.word)));
    }
    matched++;
    last = { word, place };
  }
  return {
    places,
    matched,
    share: matched / Math.max(1, words.length),
    coherence: (matched - broken) / Math.max(1, words.length),
    evidence: bits - Math.log2(Math.max(2, index.stream.length)),
  };
}

/** Whether an ellipsis stands between two words of a quote. */
function isMarked(marks: ReadonlySet<number>, from: number, to: number): boolean {
  for (const mark of marks) if (mark > from && mark <= to) return true;
  return false;
}
