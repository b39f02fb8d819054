/** The field's measures of a ranking and of a refusal (Manning, Raghavan & Schütze 2008, chapter 8). */
import type { Verdict } from '../../retrieval/answer.ts';

/** What happened to one question. */
export interface Outcome {
  id: string;
  question: string;
  answerable: boolean;
  /** Gold passages of the question. */
  golds: number;
  /** Ranks, from 1, at which gold passages came up, ascending. */
  goldRanks: number[];
  verdict: Verdict;
  confidence: number;
}

/** Mean of a measure over questions; not a number where there is no question. */
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Share of questions with a gold passage among the first `k`. */
export const successAt = (k: number) => (outcomes: readonly Outcome[]) =>
  mean(outcomes.map(({ goldRanks }) => (goldRanks.some((rank) => rank <= k) ? 1 : 0)));

/** Mean share of a question's gold passages among the first `k`. */
export const recallAt = (k: number) => (outcomes: readonly Outcome[]) =>
  mean(outcomes.map(({ goldRanks, golds }) => goldRanks.filter((rank) => rank <= k).length / golds));

/** Mean of 1 / rank of the first gold passage, 0 when it is beyond `k`. */
export const reciprocalRankAt = (k: number) => (outcomes: readonly Outcome[]) =>
  mean(
    outcomes.map(({ goldRanks }) => {
      const first = goldRanks[0];
      return first !== undefined && first <= k ? 1 / first : 0;
    }),
  );

/** Normalised discounted cumulative gain with binary relevance: gain 1 / log2(rank + 1). */
export const ndcgAt = (k: number) => (outcomes: readonly Outcome[]) =>
  mean(
    outcomes.map(({ goldRanks, golds }) => {
      const gain = goldRanks
        .filter((rank) => rank <= k)
        .reduce((sum, rank) => sum + 1 / Math.log2(rank + 1), 0);
      const ideal = Array.from({ length: Math.min(golds, k) }, (_, i) => 1 / Math.log2(i + 2));
      return gain / ideal.reduce((sum, value) => sum + value, 0);
    }),
  );

/** Probability that an answerable question is held for surer than an unanswerable one (ties count half). */
export function auroc(outcomes: readonly Outcome[]): number {
  const unanswerable = outcomes
    .filter(({ answerable }) => !answerable)
    .map(({ confidence }) => confidence)
    .sort((a, b) => a - b);
  const below = (value: number, orEqual: boolean) => {
    let low = 0;
    let high = unanswerable.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = unanswerable[middle] ?? 0;
      if (found < value || (orEqual && found === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const wins = outcomes
    .filter(({ answerable }) => answerable)
    .map(({ confidence }) => (below(confidence, false) + below(confidence, true)) / 2 / unanswerable.length);
  return mean(wins);
}

/** Share of the questions with the given verdict. */
export const verdictShare = (verdict: Verdict) => (outcomes: readonly Outcome[]) =>
  mean(outcomes.map((outcome) => (outcome.verdict === verdict ? 1 : 0)));

const BINS = 10;

/** The questions in ten bins of confidence, empty ones left out: mean confidence, and the share of right first hits. */
export function reliabilityBins(outcomes: readonly Outcome[]) {
  return Array.from({ length: BINS }, (_, bin) =>
    outcomes.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin),
  )
    .filter((bin) => bin.length > 0)
    .map((bin) => ({
      confidence: mean(bin.map(({ confidence }) => confidence)),
      right: successAt(1)(bin),
      questions: bin.length,
    }));
}

/** Expected calibration error over these bins: how far the confidence is from the share of right first hits. */
export function calibrationError(outcomes: readonly Outcome[]): number {
  return reliabilityBins(outcomes).reduce(
    (sum, { confidence, right, questions }) =>
      sum + (questions / outcomes.length) * Math.abs(confidence - right),
    0,
  );
}
