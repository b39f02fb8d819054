/** Fits the numbers of the ranking: one after the other over a grid, as long as anything improves. */

import type { Ranking } from '../../retrieval/ranking/ranking.ts';
import { firstScores, type Signals, secondScores, shortlist } from '../../retrieval/ranking/scoring.ts';

/** A question's candidates with every signal, and which of them answer. */
export interface LabelledSignals {
  half: 'tuning' | 'held-out';
  candidates: Signals[];
  gold: boolean[];
}

const GRID = {
  dense: [0.2, 0.3, 0.4, 0.5, 0.6, 0.8],
  lexical: [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4],
  lexicalAlone: [0.2, 0.3, 0.4, 0.5, 0.6, 0.8],
  late: [1.25, 1.6, 2, 2.5, 3],
  day: [0, 0.2, 0.4, 0.6, 0.8],
  year: [0, 0.05, 0.1, 0.2],
  speaker: [0, 0.05, 0.1, 0.2],
} as const satisfies Partial<Record<keyof Ranking['weights'], readonly number[]>>;

/** An improvement below this is chance: of two settings the one that stands stays. */
const LEAST_GAIN = 0.002;

/** Mean of 1 / rank of the first gold candidate, 0 beyond 10. */
export function meanReciprocalRank(questions: readonly LabelledSignals[], ranking: Ranking): number {
  const reciprocal = questions.map(({ candidates, gold }) => {
    const first = firstScores(candidates, ranking);
    const scores = secondScores(candidates, first, shortlist(first, ranking.reranked), ranking);
    const best = Math.max(...scores.filter((_, i) => gold[i]));
    const rank = 1 + scores.filter((score) => score > best).length;
    return Number.isFinite(best) && rank <= 10 ? 1 / rank : 0;
  });
  return reciprocal.reduce((sum, value) => sum + value, 0) / reciprocal.length;
}

/** Coordinate ascent on the mean over the sets, so that a large set does not outvote a small one. */
export function fitWeights(sets: readonly (readonly LabelledSignals[])[], start: Ranking): Ranking {
  const measure = (ranking: Ranking) =>
    sets.reduce((sum, questions) => sum + meanReciprocalRank(questions, ranking), 0) / sets.length;
  let best = start;
  let reached = measure(best);
  for (;;) {
    const before = reached;
    for (const [name, values] of Object.entries(GRID)) {
      for (const value of values) {
        const tried = { ...best, weights: { ...best.weights, [name]: value } };
        const got = measure(tried);
        if (got > reached + LEAST_GAIN) [best, reached] = [tried, got];
      }
    }
    if (reached === before) return best;
  }
}
