/** How candidates are scored from their signals: pure arithmetic, so that fitting runs the same code as searching. */
import type { LateScore } from '../interfaces.ts';
import type { Ranking } from './ranking.ts';

/** What is known of a candidate. */
export interface Signals {
  /** Cosine of the vectors. */
  dense: number;
  /** BM25. */
  lexical: number;
  /** Days from the period that the question names, and whether that is a long one; absent when it names none. */
  days?: number;
  longPeriod?: boolean;
  /** The question names its speaker. */
  named?: boolean;
  /** Where the reranker saw it. */
  late?: LateScore;
}

/** Scales scores to 0 (lowest) to 1 (highest); all equal gives 1. For cosines, which have no zero of their own. */
export function minMax(scores: readonly number[]): number[] {
  const lowest = Math.min(...scores);
  const range = Math.max(...scores) - lowest;
  return scores.map((score) => (range > 0 ? (score - lowest) / range : 1));
}

/** Divides scores by the highest; without a positive score all are 0. For BM25, whose 0 means “no shared word”. */
export function divideByMaximum(scores: readonly number[]): number[] {
  const highest = Math.max(0, ...scores);
  return scores.map((score) => (highest > 0 ? score / highest : 0));
}

/** Below any difference between two scores: keeps what was not reranked below what was. */
const EPSILON = 1e-6;

/** Scores of the first stage, in the order of the candidates. */
export function firstScores(candidates: readonly Signals[], ranking: Ranking): number[] {
  const { weights } = ranking;
  const dense = minMax(candidates.map((candidate) => candidate.dense));
  const lexical = divideByMaximum(candidates.map((candidate) => candidate.lexical));
  return candidates.map(
    (candidate, i) =>
      weights.dense * (dense[i] ?? 0) +
      weights.lexicalAlone * (lexical[i] ?? 0) +
      preference(candidate, ranking),
  );
}

/** Places of the candidates that the reranker sees, best of the first stage first. */
export function shortlist(scores: readonly number[], depth: number): number[] {
  return [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, depth);
}

/**
 * Scores of the second stage, in the order of the candidates. What the reranker did not see stays below what it saw,
 * in the order of the first stage.
 * @param seen places that the reranker saw, whose candidates have a late score
 */
export function secondScores(
  candidates: readonly Signals[],
  first: readonly number[],
  seen: readonly number[],
  ranking: Ranking,
): number[] {
  const { weights } = ranking;
  // Normalised over all candidates, so that a cosine counts the same in both stages.
  const dense = minMax(candidates.map((candidate) => candidate.dense));
  const lexical = divideByMaximum(candidates.map((candidate) => candidate.lexical));
  const late = minMax(seen.map((place) => candidates[place]?.late?.mean ?? 0));
  const scoreOf = new Map(
    seen.map((place, i) => [
      place,
      weights.dense * (dense[place] ?? 0) +
        weights.lexical * (lexical[place] ?? 0) +
        weights.late * (late[i] ?? 0) +
        preference(candidates[place], ranking),
    ]),
  );
  const bestUnseen = Math.max(...first.filter((_, place) => !scoreOf.has(place)));
  const shift = Math.max(0, bestUnseen - Math.min(...scoreOf.values())) + EPSILON;
  return first.map((score, place) => scoreOf.get(place) ?? score - shift);
}

/** A soft preference: it lifts a passage of the named days or speaker, and excludes none. */
export function preference(candidate: Signals | undefined, { weights, dayDecay }: Ranking): number {
  const speaker = candidate?.named ? weights.speaker : 0;
  if (candidate?.days === undefined) return speaker;
  if (candidate.longPeriod) return speaker + (candidate.days === 0 ? weights.year : 0);
  return speaker + weights.day * Math.exp(-candidate.days / dayDecay);
}
