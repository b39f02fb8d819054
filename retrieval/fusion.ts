/** Fusion: one score from several rankings whose scores have nothing in common. */

/** Scales scores to 0 (worst of them) to 1 (best of them); all equal gives 1. */
export function stretch(scores: readonly number[]): number[] {
  const lowest = Math.min(...scores);
  const range = Math.max(...scores) - lowest;
  return scores.map((score) => (range > 0 ? (score - lowest) / range : 1));
}

/** Scales scores by the best of them; without any positive score, all are 0. */
export function overMaximum(scores: readonly number[]): number[] {
  const highest = Math.max(0, ...scores);
  return scores.map((score) => (highest > 0 ? score / highest : 0));
}

/** One signal about each candidate, and how much it counts. */
export interface Signal {
  weight: number;
  scores: readonly number[];
}

/**
 * The weighted sum of the signals, candidate by candidate. Scale them first: BM25's zero means “no shared word” and
 * is kept as such (`overMaximum`); a cosine has no zero of its own, so it is stretched over the candidates at hand.
 */
export function fuse(signals: readonly Signal[]): number[] {
  const [first] = signals;
  return (first?.scores ?? []).map((_, i) =>
    signals.reduce((sum, { weight, scores }) => sum + weight * (scores[i] ?? 0), 0),
  );
}
