/** Settings from the environment, checked once at start: a bad value is named, with what is allowed. */

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { SettingsError } from './errors.ts';

const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** A folder, relative to the working directory when set and to the project when left to its default. */
export const folder = (byDefault: string) =>
  z
    .string()
    .refine((value) => !value.includes('\0'), 'must be a path')
    .transform((value) => path.resolve(value))
    .default(path.join(projectRoot, byDefault));

const modelId = () =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/,
      'must look like owner/name, the model’s folder below MODELS_DIR',
    );

/** The settings that the record itself needs: where it is, and which model encodes it. */
export const recordSettings = z.object({
  /** Where the index lies: in `DATA_DIR`, or in the cluster that `clusterSettings` name. */
  RECORD: z.enum(['local', 'opensearch'], 'must be local or opensearch').default('local'),
  CORPUS_DIR: folder('corpus/documents'),
  DATA_DIR: folder('data'),
  MODELS_DIR: folder('models'),
  MODEL_ID: modelId().default('on-record/multilingual-e5-small-late'),
  RERANKER_ID: z.union([z.literal(['own', 'off']), modelId()]).default('own'),
  TOKEN_VECTORS: z.enum(['on', 'off'], 'must be “on” or “off”').default('on'),
});

export type RecordSettings = z.infer<typeof recordSettings>;

const nodeUrls = z
  .string()
  .transform((value) => value.split(',').map((url) => url.trim()))
  .pipe(
    z
      .array(
        z.url({ protocol: /^https?$/, error: 'must be http:// or https:// addresses, separated by commas' }),
      )
      .min(1),
  );

/** The settings of `RECORD=opensearch`. */
export const clusterSettings = z
  .object({
    OPENSEARCH_URL: nodeUrls,
    OPENSEARCH_USER: z.string().optional(),
    OPENSEARCH_PASSWORD: z.string().optional(),
    OPENSEARCH_API_KEY: z.string().optional(),
    OPENSEARCH_CA: z.string().optional(),
    OPENSEARCH_PREFIX: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,40}$/, 'must be lower-case letters, digits, “-” and “_”')
      .default('on-record'),
    OPENSEARCH_SHARDS: z.coerce.number().int().min(1).max(1024).default(3),
    OPENSEARCH_REPLICAS: z.coerce.number().int().min(0).max(10).default(1),
  })
  .refine(
    (settings) => (settings.OPENSEARCH_USER === undefined) === (settings.OPENSEARCH_PASSWORD === undefined),
    {
      path: ['OPENSEARCH_USER'],
      error: 'goes together with OPENSEARCH_PASSWORD',
    },
  );
export type ClusterSettings = z.infer<typeof clusterSettings>;

/**
 * Reads the settings of a schema from an environment. An empty value counts as unset, as in a copied
 * `.env.example`.
 * @throws SettingsError naming each bad value and what is allowed
 */
export function readSettings<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    // A secret is named, never shown.
    return /TOKEN$|SECRET|KEY|PASSWORD/.test(name)
      ? `${name} ${issue.message}`
      : `${name}=${JSON.stringify(set[name])}: ${issue.message}`;
  });
  throw new SettingsError(
    `The setting ${faults.join('; ')}.`,
    'Correct it in the environment or in .env; .env.example explains each setting.',
  );
}
