/** The forward pass of a model: from texts to windows of token ids, and from a batch of these to token vectors. */
import type { PreTrainedModel } from '@xenova/transformers';
import type { TokenRows } from '../interfaces.ts';
import type { Library, LoadedModel } from './load-model.ts';
import type { Tokenizer } from './tokenizer.ts';

/** How texts are cut into windows, special tokens and prefix included in their length. */
export interface WindowRules {
  prefix: string;
  /** Longest window. */
  context: number;
  overlap: number;
}

/** One window of a text, as token ids with the special tokens around them. */
export interface TokenWindow {
  /** Position of the text in the input. */
  position: number;
  /** Number of the window in its text, from 0. */
  ordinal: number;
  ids: number[];
}

/** A window, and where the text's own tokens stand in it, behind the special tokens and the prefix. */
export interface FramedWindow extends TokenWindow {
  body: { from: number; to: number };
}

/** Vectors of tokens, `width` of them a window, padding included. */
export interface LastLayer {
  states: Float32Array;
  width: number;
}

export class ForwardPass {
  readonly dimension: number;
  /** Longest input of the model, special tokens included. */
  readonly context: number;
  private readonly library: Library;
  private readonly tokenizer: Tokenizer;
  private readonly model: PreTrainedModel;

  constructor({ library, tokenizer, model }: LoadedModel) {
    this.library = library;
    this.tokenizer = tokenizer;
    this.model = model;
    const { hidden_size, max_position_embeddings } = model.config as {
      hidden_size?: number;
      max_position_embeddings?: number;
    };
    if (!hidden_size || !max_position_embeddings) throw new Error('its config.json names no hidden_size');
    this.dimension = hidden_size;
    this.context = max_position_embeddings;
  }

  /** The windows of a text; an empty text is one window without a token of its own. */
  windowsOf(text: string, rules: WindowRules, position: number): FramedWindow[] {
    const { first, last } = this.tokenizer.edges;
    const { prefix } = rules;
    const head = this.tokenizer.encode(prefix);
    const body = this.tokenizer.encode(text);
    const before = [...first, ...head];
    return cutWindows(body, this.roomOf(rules), rules.overlap).map((ids, ordinal) => ({
      position,
      ordinal,
      ids: [...before, ...ids, ...last],
      body: { from: before.length, to: before.length + ids.length },
    }));
  }

  /** How many tokens of a text have room in a window. */
  roomOf({ prefix, context }: WindowRules): number {
    const { first, last } = this.tokenizer.edges;
    const head = this.tokenizer.encode(prefix);
    return Math.min(context, this.context) - first.length - head.length - last.length;
  }

  /** The pieces of a text, special tokens left out. */
  pieces(text: string): string[] {
    return this.tokenizer.pieces(text);
  }

  /** The last layer's vectors of a batch. */
  async run(batch: readonly TokenWindow[]): Promise<LastLayer> {
    const inputs = this.inputsOf(batch);
    const output = await this.model(inputs);
    const [, width = 0] = inputs.input_ids.dims;
    return { states: output.last_hidden_state.data as Float32Array, width };
  }

  /** A text's own vectors in a window. A copy: a whole batch would stay in memory for one of its rows. */
  bodyOf({ states, width }: LastLayer, row: number, { body }: FramedWindow): Float32Array {
    const from = (row * width + body.from) * this.dimension;
    return states.slice(from, from + (body.to - body.from) * this.dimension);
  }

  /** The model alone on a batch whose inputs are ready. For benchmarks. */
  prepare(batch: readonly TokenWindow[]): () => Promise<unknown> {
    const inputs = this.inputsOf(batch);
    return () => this.model(inputs);
  }

  private inputsOf(batch: readonly TokenWindow[]) {
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
    return {
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
    };
  }
}

/** The token vectors of a text, window by window. */
export function stackRows(windows: readonly Float32Array[], dimension: number): TokenRows {
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

/**
 * Cuts token ids into windows of at most `room` tokens that overlap by `overlap`, so that no token is lost and
 * a sentence on a border is whole in one of them. A short text is one window; an empty one, too.
 */
export function cutWindows(ids: readonly number[], room: number, overlap: number): number[][] {
  if (ids.length <= room) return [[...ids]];
  const windows: number[][] = [];
  for (let from = 0; ; from += room - overlap) {
    windows.push(ids.slice(from, from + room));
    if (from + room >= ids.length) return windows;
  }
}

/**
 * Groups windows, longest first, so that a batch holds at most `maxTokens` tokens, padding included: that is work that a
 * model does for nothing.
 */
export function* batchByLength<Window extends TokenWindow>(
  windows: readonly Window[],
  maxTokens: number,
): Generator<Window[]> {
  const sorted = windows.toSorted((a, b) => b.ids.length - a.ids.length);
  let batch: Window[] = [];
  for (const window of sorted) {
    const longest = batch[0]?.ids.length ?? window.ids.length;
    if (batch.length > 0 && (batch.length + 1) * longest > maxTokens) {
      yield batch;
      batch = [];
    }
    batch.push(window);
  }
  if (batch.length > 0) yield batch;
}
