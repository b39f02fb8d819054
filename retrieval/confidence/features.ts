/** What speaks for and against the first hit: features of the ranking, none of them of the question alone. */
import type { RankedCandidate } from '../ranking/rank.ts';

/** Names of the features, in a fixed order. */
export const FEATURES = [
  'dense',
  'late',
  'own',
  'coverage',
  'missing',
  'weakest',
  'lateGap',
  'denseGap',
  'margin',
  'denseAgrees',
  'lateAgrees',
  'outside',
] as const;
export type Feature = (typeof FEATURES)[number];
export type Features = Record<Feature, number>;

/** Candidates behind the best that a gap is measured against. */
const NEIGHBOURS = 10;
/** Days from the named period that count as entirely beside it. */
const FAR_DAYS = 60;

/**
 * The features of a ranking (best first), or nothing without a candidate. Length of the question, number of its terms
 * and the like are left out: they tell the question sets apart, not the answers.
 */
export function featuresOf(ranked: readonly RankedCandidate[]): Features | undefined {
  const [first, second] = ranked;
  if (!first) return undefined;
  const dense = ranked.map((candidate) => candidate.dense);
  const late = ranked.flatMap((candidate) => candidate.late?.mean ?? []);
  const { mean = 0, own = 0, missing = 0, weakest = 0 } = first.late ?? {};
  return {
    dense: first.dense,
    late: mean,
    own,
    coverage: first.coverage,
    missing,
    weakest,
    lateGap: gapOf(late),
    denseGap: gapOf(dense),
    margin: second ? first.score - second.score : 0,
    denseAgrees: first.dense === Math.max(...dense) ? 1 : 0,
    lateAgrees: first.late && mean === Math.max(...late) ? 1 : 0,
    outside: Math.min(1, (first.days ?? 0) / FAR_DAYS),
  };
}

/** How far the best stands above those that follow it. */
function gapOf(scores: readonly number[]): number {
  const [best = 0, ...others] = scores.toSorted((a, b) => b - a);
  const near = others.slice(0, NEIGHBOURS);
  return near.length > 0 ? best - near.reduce((sum, score) => sum + score, 0) / near.length : 0;
}
