/**
 * How sure an answer is: what speaks for and against a hit, the models that weigh it, fitted for each pair of encoder
 * and reranker that was measured, and their verdict.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Answer, Verdict } from '../answer.ts';
import type { RankedCandidate } from '../ranking/rank.ts';
import { WAYS, type Way } from '../ranking/ranking.ts';

/** Features of a hit alone that mean the same on any record, in a fixed order. */
export const FEATURES = ['dense', 'late', 'coverage', 'missing', 'outside'] as const;
export type Feature = (typeof FEATURES)[number];
export type Features = Record<Feature, number>;

/** Days from the named period that count as entirely beside it. */
const FAR_DAYS = 60;

/**
 * The features of a candidate. How far it stands out of its ranking is left out: of a record of 18 passages and one of
 * 150,000 that says different things. So are the length of the question and the like: they tell the question sets
 * apart, not the answers.
 */
export function featuresOf({
  dense,
  coverage,
  late,
  days,
}: Pick<RankedCandidate, 'dense' | 'coverage' | 'late' | 'days'>): Features {
  const { mean = 0, missing = 1 } = late ?? {};
  return {
    dense,
    late: mean,
    coverage,
    missing,
    outside: Math.min(1, (days ?? 0) / FAR_DAYS),
  };
}

const calibrationSchema = z.object({
  /** Keys of the models: model, precision and weights. The scores of any others mean something else. */
  encoder: z.string(),
  reranker: z.string().nullable(),
  /** How questions meet passages, by their languages. */
  way: z.enum(WAYS).default('same'),
  bias: z.number(),
  features: z.partialRecord(
    z.enum(FEATURES),
    z.object({ mean: z.number(), deviation: z.number().positive(), weight: z.number() }),
  ),
  /** From the sum to a probability (Platt 1999). */
  platt: z.object({ offset: z.number(), slope: z.number().nonnegative() }),
  /** Verdicts from the probability. */
  answerFrom: z.number(),
  relatedFrom: z.number(),
});
export type Calibration = z.infer<typeof calibrationSchema>;
/** What a fit gives: a calibration without the models that it belongs to. */
export type Fitted = Omit<Calibration, 'encoder' | 'reranker' | 'way'>;

const { models } = z
  .object({ version: z.literal(1), models: z.array(calibrationSchema) })
  .parse(JSON.parse(readFileSync(new URL('models.json', import.meta.url), 'utf8')));

/** The model that was fitted to this encoder, this reranker and this way, if there is one. */
export function calibrationOf(
  encoder: string,
  reranker: string | undefined,
  way: Way = 'same',
): Calibration | undefined {
  return models.find(
    (model) =>
      encoder.startsWith(model.encoder) && model.reranker === (reranker ?? null) && model.way === way,
  );
}

/** Logistic regression's sum over standardised features: higher is surer. */
export function sumOf({ bias, features }: Pick<Calibration, 'bias' | 'features'>, values: Features): number {
  return FEATURES.reduce((sum, name) => {
    const model = features[name];
    return model ? sum + (model.weight * (values[name] - model.mean)) / model.deviation : sum;
  }, bias);
}

/** The probability that belongs to a sum. */
export function probabilityOf({ offset, slope }: Calibration['platt'], sum: number): number {
  return 1 / (1 + Math.exp(-(offset + slope * sum)));
}

/** The calibrated probability that a candidate of these features answers, 0 to 1. */
export function confidenceOf(features: Features, calibration: Fitted): number {
  return probabilityOf(calibration.platt, sumOf(calibration, features));
}

/**
 * Judges a ranking (best first) by its first candidate. Without a calibration nothing is held to answer: the closest
 * passages are shown as such, and the answer says that its confidence means nothing.
 */
export function judge(
  ranked: readonly RankedCandidate[],
  calibration: Calibration | undefined,
): Pick<Answer, 'verdict' | 'confidence' | 'calibrated'> {
  const [first] = ranked;
  if (!first) return { verdict: 'none', confidence: 0 };
  if (!calibration) return { verdict: 'related', confidence: 0, calibrated: false };
  const confidence = confidenceOf(featuresOf(first), calibration);
  return { verdict: verdictOf(confidence, calibration), confidence };
}

export function verdictOf(confidence: number, { answerFrom, relatedFrom }: Fitted): Verdict {
  if (confidence >= answerFrom) return 'answer';
  return confidence >= relatedFrom ? 'related' : 'none';
}
