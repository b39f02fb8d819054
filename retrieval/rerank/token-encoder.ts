/** Token vectors: the last layer of a small sentence-embedding model, one vector a token. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { batchByLength, cutWindows } from '../encoder/batches.ts';
import { familyOf, type ModelFamily } from '../encoder/families.ts';
import { ForwardPass, type FramedWindow, type WindowRules } from '../encoder/forward-pass.ts';
import { loadModel } from '../encoder/load-model.ts';
import { DTYPE } from '../encoder/model-files.ts';

/** Token vectors as the model gives them: `count x dimension`, of any length. */
export interface TokenRows {
  count: number;
  values: Float32Array;
}

/** Turns texts into token vectors, special tokens and prefixes left out. */
export interface TokenEncoder {
  /** Names model, precision and weights. */
  readonly key: string;
  readonly dimension: number;
  /** The token vectors of each text, in their order; none for a text without a token. */
  encode(texts: readonly string[], as?: TextRole): Promise<TokenRows[]>;
  /** The pieces of a text that its token vectors stand for, in their order. */
  pieces(text: string): string[];
  /** Which piece each token vector of a text of so many pieces stands for; without it each has one. */
  placesOfVectors?(pieces: number): number[];
}

/** Models with prefixes read a question otherwise than a passage. */
export type TextRole = 'query' | 'passage';

/** Tokens in one batch, padding included. Of 256 to 4,096 the small ones were fastest, and their arena stays small. */
const MAX_BATCH_TOKENS = 512;
/** Longest window: attention costs by the square of it, and nearly all passages are shorter. */
const WINDOW = { context: 256, overlap: 32 };

/** [CLS] and [SEP]. */
const EDGES = 2;

const ROLE = {
  name: 'reranker',
  remedy: 'Restore it with: git checkout -- models, or switch it off with RERANKER_ID=off.',
};

/**
 * Loads a model from `modelsDir/modelId`.
 * @throws ModelError when its files are missing, damaged or no encoder
 */
export function loadTokenEncoder(modelsDir: string, modelId: string): Promise<TokenEncoder> {
  return loadModel(modelsDir, modelId, ROLE, (loaded) => {
    const key = `${modelId}@${DTYPE}:${loaded.digests.weights.slice(0, 16)}`;
    return createTokenEncoder(new ForwardPass(loaded), key, familyOf(modelId));
  });
}

/** The token vectors of a model that is loaded. Of a family with a mean token vector, that is subtracted. */
export function createTokenEncoder(pass: ForwardPass, name: string, family: ModelFamily): TokenEncoder {
  const { dimension } = pass;
  const mean = family.meanToken === undefined ? undefined : readMean(family.meanToken, dimension);
  const rulesOf = (as: TextRole): WindowRules => ({ ...WINDOW, prefix: family.prefixes[as] });
  return {
    key: mean ? `${name}:${digestOf(mean)}` : name,
    dimension,
    pieces: (text) => pass.pieces(text),
    placesOfVectors: (pieces) => piecesOfVectors(pieces, pass.roomOf(rulesOf('passage'))),
    async encode(texts, as = 'passage') {
      const windows = texts.flatMap((text, position) => pass.windowsOf(text, rulesOf(as), position));
      const parts: Float32Array[][] = texts.map(() => []);
      for (const batch of batchByLength(windows.filter(hasTokens), MAX_BATCH_TOKENS)) {
        const { states, width } = await pass.run(batch);
        for (const [row, { position, ordinal, body }] of batch.entries()) {
          const from = (row * width + body.from) * dimension;
          // A copy: the states of a whole batch would stay in memory for one row of it.
          const rows = states.slice(from, from + (body.to - body.from) * dimension);
          if (mean) subtract(rows, mean);
          const text = parts[position];
          if (text) text[ordinal] = rows;
        }
      }
      return parts.map((windows) => stack(windows, dimension));
    },
  };
}

/** Which piece each token vector of a text of so many pieces stands for: windows overlap, so a piece may have two. */
export function piecesOfVectors(pieces: number, room = WINDOW.context - EDGES): number[] {
  return cutWindows([...Array(pieces).keys()], room, WINDOW.overlap).flat();
}

function stack(windows: readonly Float32Array[], dimension: number): TokenRows {
  const [only] = windows;
  if (only && windows.length === 1) return { count: only.length / dimension, values: only };
  const values = new Float32Array(windows.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const rows of windows) {
    values.set(rows, at);
    at += rows.length;
  }
  return { count: values.length / dimension, values };
}

function hasTokens({ body }: FramedWindow): boolean {
  return body.to > body.from;
}

function subtract(rows: Float32Array, mean: Float32Array): void {
  for (let i = 0; i < rows.length; i++) rows[i] = (rows[i] ?? 0) - (mean[i % mean.length] ?? 0);
}

function readMean(file: string, dimension: number): Float32Array {
  const values = JSON.parse(readFileSync(new URL(`../encoder/${file}`, import.meta.url), 'utf8')) as number[];
  if (values.length !== dimension) throw new Error(`${file} has not the dimension of the model`);
  return Float32Array.from(values);
}

function digestOf(mean: Float32Array): string {
  return createHash('sha256').update(new Uint8Array(mean.buffer)).digest('hex').slice(0, 8);
}
