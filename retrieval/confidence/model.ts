/** How sure an answer is: models fitted for each pair of encoder and reranker that was measured, and their verdict. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Answer } from '../answer.ts';
import type { RankedCandidate } from '../ranking/rank.ts';
import { FEATURES, type Features, featuresOf } from './features.ts';

const featureModelSchema = z.object({
  mean: z.number(),
  deviation: z.number().positive(),
  weight: z.number(),
});

export const calibrationSchema = z.object({
  /** Keys of the models: model, precision and weights. The scores of any others mean something else. */
  encoder: z.string(),
  reranker: z.string().nullable(),
  bias: z.number(),
  features: z.partialRecord(z.enum(FEATURES), featureModelSchema),
  /** From the sum to a probability (Platt 1999). */
  platt: z.object({ offset: z.number(), slope: z.number().nonnegative() }),
  /** Verdicts from the probability. */
  answerFrom: z.number(),
  relatedFrom: z.number(),
  figures: z.record(z.string(), z.string()).optional(),
});
export type Calibration = z.infer<typeof calibrationSchema>;

const fileSchema = z.object({ version: z.literal(1), models: z.array(calibrationSchema) });

const models = fileSchema.parse(
  JSON.parse(readFileSync(new URL('models.json', import.meta.url), 'utf8')),
).models;

/** The model that was fitted to this encoder and reranker, if there is one. */
export function calibrationOf(encoder: string, reranker: string | undefined): Calibration | undefined {
  return models.find((model) => encoder.startsWith(model.encoder) && model.reranker === (reranker ?? null));
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

export type Judgement = Pick<Answer, 'verdict' | 'confidence' | 'calibrated'>;

/**
 * Judges a ranking (best first). Without a calibration nothing is held to answer: the closest passages are shown as
 * such, and the answer says that its confidence means nothing.
 */
export function judge(ranked: readonly RankedCandidate[], calibration: Calibration | undefined): Judgement {
  const features = featuresOf(ranked);
  if (!features) return { verdict: 'none', confidence: 0 };
  if (!calibration) return { verdict: 'related', confidence: 0, calibrated: false };
  const confidence = probabilityOf(calibration.platt, sumOf(calibration, features));
  if (confidence >= calibration.answerFrom) return { verdict: 'answer', confidence };
  return { verdict: confidence >= calibration.relatedFrom ? 'related' : 'none', confidence };
}
