/** The order of candidates by their signals: pure arithmetic, so that fitting runs the same code as searching. */
import { fuse, overMaximum, stretch } from './fusion.ts';
import type { LateScore } from './interfaces.ts';
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

/** Keeps what was not seen below what was, where both would stand at one score. */
const A_LITTLE = 1e-6;

/** Scores of the first stage, in the order of the candidates. */
export function firstScores(candidates: readonly Signals[], ranking: Ranking): number[] {
  const { weights } = ranking;
  return fuse([
    { weight: weights.dense, scores: stretch(candidates.map(({ dense }) => dense)) },
    { weight: weights.lexicalAlone, scores: overMaximum(candidates.map(({ lexical }) => lexical)) },
    { weight: 1, scores: candidates.map((candidate) => preference(candidate, ranking)) },
  ]);
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
  // Stretched over all candidates, so that a cosine counts the same in both stages.
  const dense = stretch(candidates.map((candidate) => candidate.dense));
  const lexical = overMaximum(candidates.map((candidate) => candidate.lexical));
  const late = stretch(seen.map((place) => candidates[place]?.late?.mean ?? 0));
  const fused = fuse([
    { weight: weights.dense, scores: seen.map((place) => dense[place] ?? 0) },
    { weight: weights.lexical, scores: seen.map((place) => lexical[place] ?? 0) },
    { weight: weights.late, scores: late },
    { weight: 1, scores: seen.map((place) => preference(candidates[place], ranking)) },
  ]);
  const scoreOf = new Map(seen.map((place, i) => [place, fused[i] ?? 0]));
  const bestUnseen = Math.max(...first.filter((_, place) => !scoreOf.has(place)));
  const shift = Math.max(0, bestUnseen - Math.min(...fused)) + A_LITTLE;
  return first.map((score, place) => scoreOf.get(place) ?? score - shift);
}

/** A soft preference: it lifts a passage of the named days or speaker, and excludes none. */
export function preference(candidate: Signals | undefined, { weights, dayDecay }: Ranking): number {
  const speaker = candidate?.named ? weights.speaker : 0;
  if (candidate?.days === undefined) return speaker;
  if (candidate.longPeriod) return speaker + (candidate.days === 0 ? weights.year : 0);
  return speaker + weights.day * Math.exp(-candidate.days / dayDecay);
}
