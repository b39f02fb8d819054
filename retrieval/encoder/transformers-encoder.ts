/** The encoder: a sentence-embedding model on the CPU, through transformers.js, from local files only. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { EncodedPassage, Encoder, TokenRows } from '../interfaces.ts';
import { normalize } from '../vector/cosine.ts';
import { familyOf, type ModelFamily } from './families.ts';
import {
  batchByLength,
  ForwardPass,
  type FramedWindow,
  type LastLayer,
  stackRows,
  type TokenWindow,
} from './forward-pass.ts';
import { DTYPE, loadModel, type ModelDigests } from './load-model.ts';

/** Tokens in one batch, padding included. The runtime never gives memory back, so batches stay small. */
const MAX_BATCH_TOKENS = 4096;
/** Tokens that two windows of a long passage share: about a sentence. */
const WINDOW_OVERLAP = 32;
const QUERIES_KEPT = 64;

const ROLE = {
  name: 'model',
  remedy:
    'Restore it with: git checkout -- models, or set MODEL_ID to a sentence-embedding model in ONNX form.',
};

/**
 * Loads a model from `modelsDir/modelId`.
 * @throws ModelError when its files are missing, damaged or no encoder
 */
export function loadEncoder(modelsDir: string, modelId: string): Promise<TransformersEncoder> {
  return loadModel(modelsDir, modelId, ROLE, (loaded) => {
    const family = familyOf(modelId);
    const key = encoderKey(modelId, loaded.digests, family);
    return new TransformersEncoder(new ForwardPass(loaded), { key, family });
  });
}

/** Names all that decides a vector: model, precision, weights, and how text goes in and a vector comes out. */
export function encoderKey(
  modelId: string,
  { weights, settings }: ModelDigests,
  family: ModelFamily,
): string {
  const usage = createHash('sha256')
    .update(JSON.stringify([settings, family, WINDOW_OVERLAP]))
    .digest('hex');
  return `${modelId}@${DTYPE}:${weights.slice(0, 16)}:${usage.slice(0, 8)}`;
}

/** What a forward pass makes of a question. */
export interface ReadQuery {
  vector: Float32Array;
  tokens: TokenRows;
}

export class TransformersEncoder implements Encoder {
  readonly key: string;
  readonly dimension: number;
  readonly pass: ForwardPass;
  readonly family: ModelFamily;
  /** How longer texts are cut. */
  readonly window: { context: number; overlap: number };
  /** Questions that are being read, or were just now. */
  private readonly queries = new LRUCache<string, Promise<ReadQuery>>({ max: QUERIES_KEPT });

  constructor(pass: ForwardPass, { key, family }: { key: string; family: ModelFamily }) {
    this.pass = pass;
    this.key = key;
    this.family = family;
    this.dimension = pass.dimension;
    const context = Math.min(family.context ?? pass.context, pass.context);
    this.window = { context, overlap: WINDOW_OVERLAP };
  }

  async encodeQuery(text: string): Promise<Float32Array> {
    return (await this.readQuery(text)).vector;
  }

  /** A question's vector, and the token vectors of the same forward pass; a question that was just read is remembered. */
  readQuery(text: string): Promise<ReadQuery> {
    const known = this.queries.get(text);
    if (known) return known;
    const reading = this.passQuery(text);
    this.queries.set(text, reading);
    reading.catch(() => this.queries.delete(text));
    return reading;
  }

  private async passQuery(text: string): Promise<ReadQuery> {
    const sum = new Float32Array(this.dimension);
    const tokens: Float32Array[] = [];
    for (const window of this.windowsOf(text, 'query')) {
      const layer = await this.pass.run([window]);
      const [vector] = this.pool(layer, [window]);
      for (const [i, value] of (vector ?? sum).entries()) sum[i] = (sum[i] ?? 0) + value;
      tokens.push(this.pass.bodyOf(layer, 0, window));
    }
    return { vector: normalize(sum), tokens: stackRows(tokens, this.dimension) };
  }

  async *encodePassages(texts: readonly string[], withTokens = false): AsyncGenerator<EncodedPassage> {
    const windows = texts.flatMap((text, position) => this.windowsOf(text, 'passage', position));
    const missing = new Map<number, { left: number; vectors: Float32Array[]; tokens: Float32Array[] }>();
    for (const { position, ordinal } of windows) {
      missing.set(position, { left: ordinal + 1, vectors: [], tokens: [] });
    }
    for (const batch of batchByLength(windows, MAX_BATCH_TOKENS)) {
      const layer = await this.pass.run(batch);
      const vectors = this.pool(layer, batch);
      for (const [i, window] of batch.entries()) {
        const { position, ordinal } = window;
        const passage = missing.get(position);
        const vector = vectors[i];
        if (!passage || !vector) continue;
        passage.vectors[ordinal] = vector;
        if (withTokens) passage.tokens[ordinal] = this.pass.bodyOf(layer, i, window);
        passage.left--;
        if (passage.left > 0) continue;
        missing.delete(position);
        yield {
          position,
          windows: passage.vectors,
          ...(withTokens && { tokens: stackRows(passage.tokens, this.dimension) }),
        };
      }
    }
  }

  /** The model alone on a query whose inputs are ready: what no query can be faster than. For benchmarks. */
  prepareForwardPass(text: string): () => Promise<unknown> {
    return this.pass.prepare(this.windowsOf(text, 'query'));
  }

  /** The model alone on all batches of these passages, their inputs ready. For benchmarks. */
  prepareForwardPasses(texts: readonly string[]): (() => Promise<unknown>)[] {
    const windows = texts.flatMap((text, position) => this.windowsOf(text, 'passage', position));
    return [...batchByLength(windows, MAX_BATCH_TOKENS)].map((batch) => this.pass.prepare(batch));
  }

  /** The loop that everyone writes first: batches in the order of the texts, cut at the context. For benchmarks. */
  async encodePlainly(texts: readonly string[], size: number): Promise<void> {
    const beginningOf = (text: string, position: number) =>
      this.windowsOf(text, 'passage', position).slice(0, 1);
    for (let i = 0; i < texts.length; i += size) {
      await this.pass.run(texts.slice(i, i + size).flatMap(beginningOf));
    }
  }

  private windowsOf(text: string, as: 'query' | 'passage', position = 0): FramedWindow[] {
    return this.pass.windowsOf(text, { prefix: this.family.prefixes[as], ...this.window }, position);
  }

  /** One vector of length 1 for each window, pooled as the model was trained. */
  private pool({ states, width }: LastLayer, batch: readonly TokenWindow[]): Float32Array[] {
    // [CLS] is the first token: its vector alone is the mean of one.
    const pooled = (ids: readonly number[]) => (this.family.pooling === 'cls' ? 1 : ids.length);
    return batch.map(({ ids }, row) => this.meanPool(states, row * width, pooled(ids)));
  }

  private meanPool(states: Float32Array, firstToken: number, tokens: number): Float32Array {
    const mean = new Float32Array(this.dimension);
    for (let token = firstToken; token < firstToken + tokens; token++) {
      const at = token * this.dimension;
      for (let i = 0; i < this.dimension; i++) mean[i] = (mean[i] as number) + (states[at + i] as number);
    }
    // The length is divided out anyway, so the mean's own division can be left out.
    return normalize(mean);
  }
}
