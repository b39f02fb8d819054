/** Token vectors: the last layer of a small sentence-embedding model, one vector a token. */
import type { PreTrainedModel, PreTrainedTokenizer } from '@xenova/transformers';
import { batchByLength, cutWindows, type TokenWindow } from '../encoder/batches.ts';
import { type Library, loadModel } from '../encoder/load-model.ts';
import { DTYPE } from '../encoder/model-files.ts';

const EDGES = 2;

/** Which piece each token vector of a text of so many pieces stands for: windows overlap, so a piece may have two. */
export function piecesOfVectors(pieces: number): number[] {
  return cutWindows([...Array(pieces).keys()], MAX_WINDOW - EDGES, WINDOW_OVERLAP).flat();
}

/** Token vectors as the model gives them: `count x dimension`, of any length. */
export interface TokenRows {
  count: number;
  values: Float32Array;
}

/** Turns texts into token vectors, [CLS] and [SEP] left out. */
export interface TokenEncoder {
  /** Names model, precision and weights. */
  readonly key: string;
  readonly dimension: number;
  /** The token vectors of each text, in their order; none for a text without a token. */
  encode(texts: readonly string[]): Promise<TokenRows[]>;
  /** The pieces of a text that its token vectors stand for, in their order. */
  pieces(text: string): string[];
}

/** Tokens in one batch, padding included. Of 256 to 4,096 the small ones were fastest, and their arena stays small. */
const MAX_BATCH_TOKENS = 512;
/** Longest window: attention costs by the square of it, and nearly all passages are shorter. */
const MAX_WINDOW = 256;
const WINDOW_OVERLAP = 32;

const ROLE = {
  name: 'reranker',
  remedy: 'Restore it with: git checkout -- models, or switch it off with RERANKER_ID=off.',
};

/**
 * Loads a model from `modelsDir/modelId`.
 * @throws ModelError when its files are missing, damaged or no encoder
 */
export function loadTokenEncoder(modelsDir: string, modelId: string): Promise<TokenEncoder> {
  return loadModel(modelsDir, modelId, ROLE, ({ library, tokenizer, model, digests }) => {
    const key = `${modelId}@${DTYPE}:${digests.weights.slice(0, 16)}`;
    return new TransformersTokenEncoder(library, tokenizer, model, key);
  });
}

class TransformersTokenEncoder implements TokenEncoder {
  readonly key: string;
  readonly dimension: number;
  private readonly library: Library;
  private readonly tokenizer: PreTrainedTokenizer;
  private readonly model: PreTrainedModel;
  private readonly edges: { first: number[]; last: number[] };

  constructor(library: Library, tokenizer: PreTrainedTokenizer, model: PreTrainedModel, key: string) {
    this.library = library;
    this.tokenizer = tokenizer;
    this.model = model;
    this.key = key;
    const { hidden_size } = model.config as { hidden_size?: number };
    if (!hidden_size) throw new Error('its config.json names no hidden_size');
    this.dimension = hidden_size;
    // A tokenizer file may carry truncation and padding of its own: ids without special tokens carry neither.
    const empty = tokenizer.encode('');
    this.edges = { first: empty.slice(0, 1), last: empty.slice(1, 2) };
  }

  async encode(texts: readonly string[]): Promise<TokenRows[]> {
    const windows = texts.flatMap((text, position) => this.windowsOf(text, position));
    const parts: Float32Array[][] = texts.map(() => []);
    for (const batch of batchByLength(windows, MAX_BATCH_TOKENS)) {
      for (const [i, rows] of (await this.encodeBatch(batch)).entries()) {
        const window = batch[i];
        const text = window && parts[window.position];
        if (text) text[window.ordinal] = rows;
      }
    }
    return parts.map((windows) => stack(windows, this.dimension));
  }

  pieces(text: string): string[] {
    return this.tokenizer.tokenize(text, { add_special_tokens: false });
  }

  private windowsOf(text: string, position: number): TokenWindow[] {
    const { first, last } = this.edges;
    const ids = this.tokenizer.encode(text, { add_special_tokens: false });
    if (ids.length === 0) return [];
    const room = MAX_WINDOW - first.length - last.length;
    return cutWindows(ids, room, WINDOW_OVERLAP).map((part, ordinal) => ({
      position,
      ordinal,
      ids: [...first, ...part, ...last],
    }));
  }

  private async encodeBatch(batch: readonly TokenWindow[]): Promise<Float32Array[]> {
    const width = Math.max(...batch.map(({ ids }) => ids.length));
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
    const output = await this.model({
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
    });
    const states = output.last_hidden_state.data as Float32Array;
    const { first, last } = this.edges;
    return batch.map((window, row) => {
      const from = row * width + first.length;
      const to = row * width + window.ids.length - last.length;
      // A copy: the states of a whole batch would stay in memory for one row of it.
      return states.slice(from * this.dimension, to * this.dimension);
    });
  }
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
