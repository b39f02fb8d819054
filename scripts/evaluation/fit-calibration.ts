/** Fits a model of confidence: logistic regression, Platt scaling, and the thresholds of the verdicts. */
import { type Feature, type Fitted, probabilityOf, sumOf } from '../../retrieval/confidence/verdict.ts';
import type { Way } from '../../retrieval/ranking/ranking.ts';
import { fitLogistic } from './logistic.ts';
import type { Observation } from './observe.ts';

const RIDGE = 3;
const PLATT_RIDGE = 0.5;
/** Share of a record's answerable questions that may be told “nothing on record” while fitting: on others it is more. */
const MOST_REFUSED = 0.03;
/** Share of what is called an answer that must be right, over all records, while fitting: on others it is less. */
const LEAST_RIGHT = 0.92;
/** Below this probability nothing is called an answer, however right the questions of the fit are. */
const LEAST_SURE = 0.5;

/**
 * The features that tell best by leaving one record out. How far the first hit stands out was measured and left out:
 * what stands out in 18 passages does not in 150,000.
 */
export function featuresFor(way: Way, hasReranker: boolean): Feature[] {
  const close: Feature[] = hasReranker ? ['dense', 'late'] : ['dense', 'coverage'];
  // Too few questions in another language name a day for the fit to know that it counts.
  return way === 'cross' ? close : [...close, 'outside'];
}

const isRight = ({ goldRank }: Observation) => goldRank === 1;

/**
 * Tells questions that their record answers from others; each record counts the same, however many questions it has.
 * Then scales the sum to the probability of a right first hit (Platt 1999), and sets the thresholds: so low for
 * “related” that no record loses more of its answerable questions than it may, and so high for “answer” that what is
 * called one is right.
 */
export function fitCalibration(
  records: readonly (readonly Observation[])[],
  names: readonly Feature[],
): Fitted {
  const questions = records.reduce((sum, { length }) => sum + length, 0);
  const weighed = records.map((observations) => {
    // Each record counts the same, and a question 1 on the mean.
    const weight = questions / records.length / observations.length;
    return observations.map((observation) => ({ observation, weight }));
  });
  const examples = weighed.flat();
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
  const [offset = 0, slope = 1] = fitLogistic(
    examples.map(({ observation, weight }) => ({
      values: [1, sumOf(linear, observation.features)],
      label: isRight(observation) ? 1 : 0,
      weight,
    })),
    PLATT_RIDGE,
  );
  const platt = { offset, slope: Math.max(0, slope) };
  const judged = weighed.map((own) =>
    own.map((example) => ({
      ...example,
      probability: probabilityOf(platt, sumOf(linear, example.observation.features)),
    })),
  );
  const relatedFrom = Math.min(...judged.map(refusalScore));
  return { ...linear, platt, relatedFrom, answerFrom: Math.max(answerScore(judged.flat()), relatedFrom) };
}

interface Example {
  observation: Observation;
  weight: number;
}

interface Judged extends Example {
  probability: number;
}

/** The probability below which at most MOST_REFUSED of the answerable questions lie. */
function refusalScore(judged: readonly Judged[]): number {
  const probabilities = judged
    .filter(({ observation }) => observation.answerable)
    .map(({ probability }) => probability)
    .sort((a, b) => a - b);
  return probabilities[Math.floor(MOST_REFUSED * probabilities.length)] ?? 0;
}

/** The lowest probability from which on LEAST_RIGHT of the first hits are right. */
function answerScore(judged: readonly Judged[]): number {
  const surest = judged.toSorted((a, b) => b.probability - a.probability);
  let [right, all, from] = [0, 0, 1];
  for (const [i, { observation, weight, probability }] of surest.entries()) {
    if (probability < LEAST_SURE) break;
    all += weight;
    if (isRight(observation)) right += weight;
    // Equal probabilities share a verdict.
    const isLast = surest[i + 1]?.probability !== probability;
    if (isLast && right >= LEAST_RIGHT * all) from = probability;
  }
  return from;
}

function standardise(
  examples: readonly Example[],
  name: Feature,
): { name: Feature; mean: number; deviation: number } {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const meanOf = (of: (observation: Observation) => number) =>
    examples.reduce((sum, { observation, weight }) => sum + weight * of(observation), 0) / total;
  const mean = meanOf(({ features }) => features[name]);
  const variance = meanOf(({ features }) => (features[name] - mean) ** 2);
  return { name, mean, deviation: Math.sqrt(variance) || 1 };
}
