/**
 * Token vectors small enough to be kept for a whole record: projected on the principal components of many tokens and
 * cut to a few levels around 0, in standard deviations of each token's own components. With 128 components of 2 bits a
 * token takes 32 bytes (docs/benchmarks.md).
 */
import type { TokenRows } from '../interfaces.ts';
import { normalize } from '../vector/cosine.ts';
import {
  bytesPerToken,
  DECODERS,
  type PackedTokens,
  type Packing,
  type QueryTokens,
  REACH,
} from './packing.ts';
import { multiply } from './simd.ts';
import type { TokenEncoder } from './token-encoder.ts';

/** A linear map of token vectors; the first components hold most of what tells tokens apart. */
export interface Projection extends Packing {
  /** Names the map: packed tokens of two maps do not compare. */
  key: string;
  /** Of the vectors that go in. */
  dimension: number;
  /** Subtracted first; absent where the vectors are used as they are. */
  mean?: Float32Array | undefined;
  /** `components x dimension`, orthonormal rows; absent where the vectors are not mapped. */
  rows?: Float32Array;
}

/** Projects token vectors: `count x components`, of any length. */
export function project({ count, values }: TokenRows, projection: Projection): Float32Array {
  const { dimension, components, mean, rows } = projection;
  if (!rows) return Float32Array.from(values, (value, i) => value - (mean?.[i % dimension] ?? 0));
  const projected = multiply(rows, dimension, values, count);
  if (!mean) return projected;
  // row · (x - mean) = row · x - row · mean
  const offsets = multiply(rows, dimension, mean, 1);
  return projected.map((value, i) => value - (offsets[i % components] ?? 0));
}

/** Packs the tokens of a text. */
export function packTokens(tokens: TokenRows, projection: Projection): PackedTokens {
  const { components, bits } = projection;
  const { perByte } = DECODERS[bits];
  const levels = 1 << bits;
  const projected = project(tokens, projection);
  const bytes = new Uint8Array(tokens.count * bytesPerToken(projection));
  for (let token = 0; token < tokens.count; token++) {
    const from = token * components;
    let squares = 0;
    for (let i = from; i < from + components; i++) squares += (projected[i] ?? 0) ** 2;
    const scale = squares > 0 ? levels / (2 * REACH[bits] * Math.sqrt(squares / components)) : 0;
    for (let i = from; i < from + components; i += perByte) {
      let byte = 0;
      for (let j = i; j < i + perByte; j++) {
        const level = Math.floor((projected[j] ?? 0) * scale + levels / 2);
        byte = (byte << bits) | Math.min(levels - 1, Math.max(0, level));
      }
      bytes[i / perByte] = byte;
    }
  }
  return { count: tokens.count, bytes };
}

/** The unit vectors of packed tokens, `count x components`. */
export function unpackTokens({ count, bytes }: PackedTokens, { components, bits }: Packing): Float32Array {
  const { perByte, values } = DECODERS[bits];
  const unpacked = Float32Array.from(
    { length: count * components },
    (_, i) => values[(bytes[Math.floor(i / perByte)] ?? 0) * perByte + (i % perByte)] ?? 0,
  );
  return normalizeRows(unpacked, components);
}

/** The tokens of a question, projected and scaled to length 1. @param weights one a token; by default all count the same */
export function queryTokens(
  tokens: TokenRows,
  projection: Projection,
  weights: Float32Array = new Float32Array(tokens.count).fill(1),
): QueryTokens {
  const { components, bits } = projection;
  const values = normalizeRows(project(tokens, projection), components);
  return { count: tokens.count, components, bits, values, weights };
}

/** Scales each row of so many components to length 1, in place. */
function normalizeRows(values: Float32Array, components: number): Float32Array {
  for (let from = 0; from < values.length; from += components)
    normalize(values.subarray(from, from + components));
  return values;
}

/** Packed tokens of one text after the other, by one model and projection. */
export class TokenPacker {
  /** Names all that decides the packed tokens of a text. */
  readonly key: string;
  /** Key of the encoder whose forward pass gives the tokens of passages as well, if there is one. */
  readonly retriever: string | undefined;
  readonly projection: Projection;
  /** Of the tokens that are packed. */
  readonly encoder: TokenEncoder;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(encoder: TokenEncoder, projection: Projection = unprojected(encoder.dimension)) {
    this.encoder = encoder;
    this.projection = projection;
    this.retriever = encoder.retriever;
    this.key = `${encoder.key} ${projection.key}`;
  }

  /** The packed tokens of each text, in their order. One call at a time: a second one would not be quicker. */
  pack(texts: readonly string[]): Promise<PackedTokens[]> {
    if (texts.length === 0) return Promise.resolve([]);
    const packed = this.tail.then(async () =>
      (await this.encoder.encode(texts)).map((tokens) => this.packRows(tokens)),
    );
    this.tail = packed.catch(() => undefined);
    return packed;
  }

  /** The packed tokens of a text that was encoded elsewhere. */
  packRows(tokens: TokenRows): PackedTokens {
    return packTokens(tokens, this.projection);
  }

  async query(question: string): Promise<QueryTokens> {
    const [tokens = { count: 0, values: new Float32Array(0) }] = await this.encoder.encode(
      [question],
      'query',
    );
    return queryTokens(tokens, this.projection, this.encoder.weigh?.(tokens));
  }
}

/** No projection: all components, for a model that none was fitted to. */
function unprojected(dimension: number): Projection {
  return { key: 'unprojected 4 bits', dimension, components: dimension, bits: 4 };
}
