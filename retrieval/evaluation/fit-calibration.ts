/** Fits a model of confidence: logistic regression, isotonic calibration, and the thresholds of the verdicts. */
import type { Feature } from '../confidence/features.ts';
import { type Calibration, sumOf } from '../confidence/model.ts';
import { fitIsotonic, fitLogistic } from './logistic.ts';
import type { Observation } from './observe.ts';

/** An observation and how much it counts. */
export interface Weighed {
  observation: Observation;
  weight: number;
}

export type FittedCalibration = Omit<Calibration, 'encoder' | 'reranker' | 'figures'>;

const RIDGE = 2;
/** Share of the answerable questions that may be told “nothing on record”. */
const MOST_REFUSED = 0.08;
/** From this probability on, a first hit is held to answer. */
const ANSWER_PROBABILITY = 0.5;

/**
 * Tells answerable from unanswerable questions by the given features, on all examples; then the probability that the
 * first hit is right, and the thresholds, on those of `calibrating` (questions as people ask them).
 */
export function fitCalibration(
  examples: readonly Weighed[],
  calibrating: readonly Observation[],
  names: readonly Feature[],
): FittedCalibration {
  const columns = names.map((name) => standardise(examples, name));
  const weights = fitLogistic(
    examples.map(({ observation, weight }) => ({
      values: [
        1,
        ...columns.map(({ name, mean, deviation }) => (observation.features[name] - mean) / deviation),
      ],
      label: observation.answerable ? 1 : 0,
      weight,
    })),
    RIDGE,
  );
  const features = Object.fromEntries(
    columns.map(({ name, mean, deviation }, i) => [name, { mean, deviation, weight: weights[i + 1] ?? 0 }]),
  );
  const linear = { bias: weights[0] ?? 0, features };
  const scored = calibrating.map((observation) => ({
    ...observation,
    score: sumOf(linear, observation.features),
  }));
  const steps = fitIsotonic(scored.map(({ score, right }) => ({ score, label: right ? 1 : 0 })));
  const answerable = scored
    .filter((observation) => observation.answerable)
    .map(({ score }) => score)
    .sort((a, b) => a - b);
  const relatedFrom = answerable[Math.floor(MOST_REFUSED * answerable.length)] ?? 0;
  const answerFrom = Math.max(
    relatedFrom,
    steps.find(([, p]) => p >= ANSWER_PROBABILITY)?.[0] ?? relatedFrom,
  );
  return { ...linear, steps, answerFrom, relatedFrom };
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
