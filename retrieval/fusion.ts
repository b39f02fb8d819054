/** Fusion: one score from two rankings whose scores have nothing in common. */

/** How much each ranking counts. */
export interface FusionWeights {
  dense: number;
  lexical: number;
}

/** From the measurements on White House and foreign-ministry questions: see docs/benchmarks.md. */
export const FUSION: FusionWeights = { dense: 0.9, lexical: 0.2 };

/** Scales scores to 0 (worst of them) to 1 (best of them); all equal gives 1. */
export function minMax(scores: readonly number[]): number[] {
  const lowest = Math.min(...scores);
  const range = Math.max(...scores) - lowest;
  return scores.map((score) => (range > 0 ? (score - lowest) / range : 1));
}

/** Scales scores by the best of them; without any positive score, all are 0. */
export function overMaximum(scores: readonly number[]): number[] {
  const highest = Math.max(0, ...scores);
  return scores.map((score) => (highest > 0 ? score / highest : 0));
}

/**
 * The fused score of each candidate. BM25's zero means “no shared word” and is kept as such; a cosine has no
 * zero of its own, so it is stretched over the candidates at hand.
 */
export function fuse(dense: readonly number[], lexical: readonly number[], weights: FusionWeights): number[] {
  const stretched = minMax(dense);
  const scaled = overMaximum(lexical);
  return stretched.map((score, i) => weights.dense * score + weights.lexical * (scaled[i] ?? 0));
}
