/**
 * A retriever's own token vectors, which come out of the forward pass that gives the sentence vector: the one model
 * finds candidates and reranks them, in any language.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TransformersEncoder } from '../encoder/transformers-encoder.ts';
import type { TokenRows } from '../interfaces.ts';
import type { Projection } from './packed-tokens.ts';
import type { Packing } from './packing.ts';
import { createTokenEncoder, type TokenEncoder } from './token-encoder.ts';

/** What was fitted to the tokens of a model: files in `projections/`. */
interface Fitted extends Packing {
  model: RegExp;
  /** 16-bit steps of 1 / 32767, `components x dimension`, little-endian (`npm run fit-projection`). */
  rows: string;
  /** Mean of the tokens, `dimension` numbers: they lie in a narrow cone, and what they say shows once it is subtracted. */
  mean: string;
  /** How much a token of a question counts, learned with the model; without it all count the same. */
  weights?: string;
}

const OF_E5 = {
  rows: 'multilingual-e5-small.bin',
  mean: 'multilingual-e5-small.mean.json',
  components: 128,
  bits: 2,
} as const;
const FITTED: readonly Fitted[] = [
  {
    ...OF_E5,
    model: /\/multilingual-e5-small-late@/,
    weights: 'multilingual-e5-small-late.weights.json',
  },
  { ...OF_E5, model: /\/multilingual-e5-small@/ },
];

export const PROJECTIONS = new URL('projections/', import.meta.url);
/** A component of 1 in the file of `rows`. */
export const ROW_STEPS = 32767;
const weightsSchema = z.object({ bias: z.number(), weights: z.array(z.number()) });

/** The token vectors of a retriever with what was fitted to them; nothing for one whose tokens do not rank. */
export function retrieverTokens(
  encoder: TransformersEncoder,
): { tokens: TokenEncoder; projection: Projection } | undefined {
  const { key, pass, family, window, dimension } = encoder;
  const fitted = FITTED.find(({ model }) => model.test(key));
  if (!fitted) return undefined;
  const { components, bits } = fitted;
  const open = (name: string) => readFileSync(new URL(name, PROJECTIONS));
  const rows = open(fitted.rows);
  const mean = open(fitted.mean);
  const hash = createHash('sha256').update(rows).update(mean);
  const tokens = createTokenEncoder(pass, `${key}:tokens`, family, window);
  // The pass that gives the question's vector gives its tokens.
  const read = async (question: string) => (await encoder.readQuery(question)).tokens;
  return {
    tokens: {
      ...tokens,
      retriever: key,
      encode: (texts, as) => (as === 'query' ? Promise.all(texts.map(read)) : tokens.encode(texts, as)),
      ...(fitted.weights !== undefined && { weigh: weigher(open(fitted.weights).toString('utf8')) }),
    },
    projection: {
      key: `pca-${components} ${bits} bits ${hash.digest('hex').slice(0, 16)}`,
      dimension,
      components,
      bits,
      mean: Float32Array.from(
        z
          .array(z.number())
          .length(dimension)
          .parse(JSON.parse(mean.toString('utf8'))),
      ),
      rows: Float32Array.from({ length: components * dimension }, (_, i) => rows.readInt16LE(i * 2) / ROW_STEPS),
    },
  };
}

/** softplus(weights · token + bias), as it was trained (scripts/training/train.py). */
function weigher(json: string): (tokens: TokenRows) => Float32Array {
  const { bias, weights } = weightsSchema.parse(JSON.parse(json));
  return ({ count, values }) =>
    Float32Array.from({ length: count }, (_, token) => {
      const sum = weights.reduce(
        (sum, weight, i) => sum + weight * (values[token * weights.length + i] ?? 0),
        bias,
      );
      return Math.log1p(Math.exp(sum));
    });
}
