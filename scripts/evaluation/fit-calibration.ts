/** Fits a model of confidence: logistic regression, Platt scaling, and the thresholds of the verdicts. */
import type { Feature } from '../../retrieval/confidence/features.ts';
import { type Calibration, probabilityOf, sumOf } from '../../retrieval/confidence/model.ts';
import { fitLogistic } from './logistic.ts';
import type { Observation } from './observe.ts';

/** An observation and how much it counts. */
export interface Weighed {
  observation: Observation;
  weight: number;
}

export type FittedCalibration = Omit<Calibration, 'encoder' | 'reranker' | 'figures'>;

const RIDGE = 1;
/** Share of the answerable questions that may be told “nothing on record”. */
const MOST_REFUSED = 0.08;
/** From this probability on, a first hit is held to answer. */
const ANSWER_FROM = 0.5;
const PLATT_RIDGE = 0.5;

/**
 * Tells questions that the record answers from others by the given features, on all examples; scales the sum to the
 * probability of a right first hit on the questions of `sets` (as people ask them), and sets the thresholds so that no
 * set loses more of its answerable questions than it may.
 */
export function fitCalibration(
  examples: readonly Weighed[],
  sets: readonly (readonly Observation[])[],
  names: readonly Feature[],
): FittedCalibration {
  const columns = names.map((name) => standardise(examples, name));
  const weights = fitLogistic(
    examples.map(({ observation: { features, answerable }, weight }) => ({
      values: [1, ...columns.map(({ name, mean, deviation }) => (features[name] - mean) / deviation)],
      label: answerable ? 1 : 0,
      weight,
    })),
    RIDGE,
  );
  const features = Object.fromEntries(
    columns.map(({ name, mean, deviation }, i) => [name, { mean, deviation, weight: weights[i + 1] ?? 0 }]),
  );
  const linear = { bias: weights[0] ?? 0, features };
  const scored = sets.map((set) =>
    set.map((observation) => ({ ...observation, score: sumOf(linear, observation.features) })),
  );
  // Platt (1999): the ridge and the foreign questions have moved the sums away from log odds.
  const [offset = 0, slope = 1] = fitLogistic(
    scored.flat().map(({ score, right }) => ({ values: [1, score], label: right ? 1 : 0, weight: 1 })),
    PLATT_RIDGE,
  );
  const probability = (score: number) => probabilityOf({ offset, slope }, score);
  const relatedFrom = Math.min(...scored.map((set) => probability(refusalScore(set))));
  return { ...linear, platt: { offset, slope }, relatedFrom, answerFrom: Math.max(ANSWER_FROM, relatedFrom) };
}

/** The score below which at most MOST_REFUSED of the set's answerable questions lie. */
function refusalScore(set: readonly { answerable: boolean; score: number }[]): number {
  const scores = set
    .filter(({ answerable }) => answerable)
    .map(({ score }) => score)
    .sort((a, b) => a - b);
  return scores[Math.floor(MOST_REFUSED * scores.length)] ?? Number.POSITIVE_INFINITY;
}

function standardise(examples: readonly Weighed[], name: Feature) {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const mean =
    examples.reduce((sum, { observation, weight }) => sum + weight * observation.features[name], 0) / total;
  const variance =
    examples.reduce(
      (sum, { observation, weight }) => sum + weight * (observation.features[name] - mean) ** 2,
      0,
    ) / total;
  return { name, mean, deviation: Math.sqrt(variance) || 1 };
}
