/** The fitted models of confidence: one for each pair of encoder and reranker that was measured. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { FEATURES, type Features } from './features.ts';

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
  /** From the sum to a probability: isotonic steps, as [sum, probability], both ascending. */
  steps: z.array(z.tuple([z.number(), z.number().min(0).max(1)])).min(1),
  /** Verdicts from the sum, which is finer than the steps. */
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
  return models.find((model) => model.encoder === encoder && model.reranker === (reranker ?? null));
}

/** Logistic regression's sum over standardised features: higher is surer. */
export function sumOf({ bias, features }: Pick<Calibration, 'bias' | 'features'>, values: Features): number {
  return FEATURES.reduce((sum, name) => {
    const model = features[name];
    return model ? sum + (model.weight * (values[name] - model.mean)) / model.deviation : sum;
  }, bias);
}

/** The probability that belongs to a sum, interpolated between the steps. */
export function probabilityOf(steps: Calibration['steps'], sum: number): number {
  const above = steps.findIndex(([at]) => at > sum);
  const [low, high] = [steps[above - 1] ?? steps.at(-1), steps[above]];
  if (above === 0) return steps[0]?.[1] ?? 0;
  if (!low) return 0;
  if (!high) return low[1];
  return low[1] + ((high[1] - low[1]) * (sum - low[0])) / (high[0] - low[0]);
}
