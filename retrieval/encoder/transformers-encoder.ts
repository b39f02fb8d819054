/** The encoder: a sentence-embedding model on the CPU, through transformers.js, from local files only. */
import { createHash } from 'node:crypto';
import type { PreTrainedModel, PreTrainedTokenizer } from '@xenova/transformers';
import type { EncodedPassage, Encoder } from '../interfaces.ts';
import { normalize } from '../vector/cosine.ts';
import { batchByLength, cutWindows, type TokenWindow } from './batches.ts';
import { familyOf, type ModelFamily } from './families.ts';
import { type Library, loadModel } from './load-model.ts';
import { DTYPE, type ModelDigests } from './model-files.ts';

/** Tokens in one batch, padding included. The runtime never gives memory back, so batches stay small. */
const MAX_BATCH_TOKENS = 4096;
/** Tokens that two windows of a long passage share: about two sentences. */
const WINDOW_OVERLAP = 64;

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
  return loadModel(modelsDir, modelId, ROLE, ({ library, tokenizer, model, digests }) => {
    const family = familyOf(modelId);
    const key = encoderKey(modelId, digests, family);
    return new TransformersEncoder(library, tokenizer, model, { key, family });
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

export class TransformersEncoder implements Encoder {
  readonly key: string;
  readonly dimension: number;
  private readonly library: Library;
  private readonly tokenizer: PreTrainedTokenizer;
  private readonly model: PreTrainedModel;
  private readonly family: ModelFamily;
  /** Longest input of the model, special tokens included. */
  private readonly context: number;
  private readonly edges: { first: number[]; last: number[] };

  constructor(
    library: Library,
    tokenizer: PreTrainedTokenizer,
    model: PreTrainedModel,
    identity: { key: string; family: ModelFamily },
  ) {
    this.library = library;
    this.tokenizer = tokenizer;
    this.model = model;
    this.key = identity.key;
    this.family = identity.family;
    const { hidden_size, max_position_embeddings } = model.config as {
      hidden_size?: number;
      max_position_embeddings?: number;
    };
    if (!hidden_size || !max_position_embeddings) throw new Error('its config.json names no hidden_size');
    this.dimension = hidden_size;
    this.context = Math.min(identity.family.context ?? max_position_embeddings, max_position_embeddings);
    const empty = tokenizer.encode('');
    this.edges = { first: empty.slice(0, 1), last: empty.slice(1) };
  }

  async encodeQuery(text: string): Promise<Float32Array> {
    const windows = this.windowsOf(text, this.family.prefixes.query, 0);
    const sum = new Float32Array(this.dimension);
    for (const window of windows) {
      const [vector] = await this.encodeBatch([window]);
      for (const [i, value] of (vector ?? sum).entries()) sum[i] = (sum[i] ?? 0) + value;
    }
    return normalize(sum);
  }

  async *encodePassages(texts: readonly string[]): AsyncGenerator<EncodedPassage> {
    const windows = texts.flatMap((text, position) =>
      this.windowsOf(text, this.family.prefixes.passage, position),
    );
    const missing = new Map<number, { left: number; vectors: Float32Array[] }>();
    for (const { position, ordinal } of windows) missing.set(position, { left: ordinal + 1, vectors: [] });
    for (const batch of batchByLength(windows, MAX_BATCH_TOKENS)) {
      const vectors = await this.encodeBatch(batch);
      for (const [i, { position, ordinal }] of batch.entries()) {
        const passage = missing.get(position);
        const vector = vectors[i];
        if (!passage || !vector) continue;
        passage.vectors[ordinal] = vector;
        passage.left--;
        if (passage.left > 0) continue;
        missing.delete(position);
        yield { position, windows: passage.vectors };
      }
    }
  }

  private windowsOf(text: string, prefix: string, position: number): TokenWindow[] {
    const { first, last } = this.edges;
    const head = prefix === '' ? [] : this.tokenizer.encode(prefix, { add_special_tokens: false });
    const body = this.tokenizer.encode(text, { add_special_tokens: false });
    const room = this.context - first.length - last.length - head.length;
    return cutWindows(body, room, WINDOW_OVERLAP).map((ids, ordinal) => ({
      position,
      ordinal,
      ids: [...first, ...head, ...ids, ...last],
    }));
  }

  /** The model alone on a query whose inputs are ready: what no query can be faster than. For benchmarks. */
  prepareForwardPass(text: string): () => Promise<unknown> {
    const inputs = this.inputsOf(this.windowsOf(text, this.family.prefixes.query, 0));
    return () => this.model(inputs);
  }

  /** The model alone on all batches of these passages, their inputs ready. For benchmarks. */
  prepareForwardPasses(texts: readonly string[]): (() => Promise<unknown>)[] {
    const windows = texts.flatMap((text, position) =>
      this.windowsOf(text, this.family.prefixes.passage, position),
    );
    return [...batchByLength(windows, MAX_BATCH_TOKENS)].map((batch) => {
      const inputs = this.inputsOf(batch);
      return () => this.model(inputs);
    });
  }

  /** The loop that everyone writes first: batches in the order of the texts, cut at the context. For benchmarks. */
  async encodePlainly(texts: readonly string[], size: number): Promise<void> {
    for (let i = 0; i < texts.length; i += size) {
      const batch = texts.slice(i, i + size).map((text) => this.family.prefixes.passage + text);
      await this.model(this.tokenizer(batch, { padding: true, truncation: true, max_length: this.context }));
    }
  }

  /** One vector of length 1 for each window, pooled as the model was trained. */
  private async encodeBatch(batch: readonly TokenWindow[]): Promise<Float32Array[]> {
    const inputs = this.inputsOf(batch);
    const output = await this.model(inputs);
    const states = output.last_hidden_state.data as Float32Array;
    const [, width = 0] = inputs.input_ids.dims;
    // [CLS] is the first token: its vector alone is the mean of one.
    const pooled = (ids: readonly number[]) => (this.family.pooling === 'cls' ? 1 : ids.length);
    return batch.map(({ ids }, row) => this.meanPool(states, row * width, pooled(ids)));
  }

  private inputsOf(batch: readonly TokenWindow[]) {
    const width = Math.max(...batch.map((window) => window.ids.length));
    const shape = [batch.length, width];
    const ids = new BigInt64Array(batch.length * width);
    const mask = new BigInt64Array(batch.length * width);
    for (const [row, window] of batch.entries()) {
      for (const [i, id] of window.ids.entries()) {
        ids[row * width + i] = BigInt(id);
        mask[row * width + i] = 1n;
      }
    }
    const { Tensor } = this.library;
    return {
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
    };
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
