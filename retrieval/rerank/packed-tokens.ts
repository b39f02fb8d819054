/**
 * Token vectors small enough to be kept for a whole record: projected on the principal components of many tokens and
 * cut to 16 levels over ±3 standard deviations of each token's own components. With 128 components a token takes 64
 * bytes, and ranks as 384 components of 8 bits do (docs/benchmarks.md).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TokenEncoder, TokenRows } from './token-encoder.ts';

/** A linear map of token vectors; the first components hold most of what tells tokens apart. */
export interface Projection {
  /** Names the map: packed tokens of two maps do not compare. */
  key: string;
  /** Of the vectors that go in. */
  dimension: number;
  /** Of those that come out; an even number. */
  components: number;
  /** Subtracted first; absent where the vectors are used as they are. */
  mean?: Float32Array;
  /** `components x dimension`, orthonormal rows; absent where the vectors are not mapped. */
  rows?: Float32Array;
}

/** The tokens of a text, `count x components / 2` bytes: two components a byte, the first in the higher bits. */
export interface PackedTokens {
  count: number;
  bytes: Uint8Array;
}

/** The tokens of a question, `count x components`: unit vectors in full precision. */
export interface QueryTokens {
  count: number;
  components: number;
  values: Float32Array;
}

const LEVELS = 16;
/** Standard deviations that the levels reach on either side. */
const REACH = 3;

/** Bytes that a token takes. */
export const bytesPerToken = ({ components }: Pick<Projection, 'components'>) => components / 2;

/** A level stands for the middle of its interval: an odd number from -15 to 15, in steps that cancel out in a cosine. */
const levelValue = (level: number) => 2 * level - (LEVELS - 1);

/** Both values of a byte, and the sum of their squares. */
const HIGH = Float32Array.from({ length: 256 }, (_, byte) => levelValue(byte >> 4));
const LOW = Float32Array.from({ length: 256 }, (_, byte) => levelValue(byte & 15));
const SQUARES = Float32Array.from(
  { length: 256 },
  (_, byte) => levelValue(byte >> 4) ** 2 + levelValue(byte & 15) ** 2,
);

/** Projects token vectors: `count x components`, of any length. */
export function project({ count, values }: TokenRows, projection: Projection): Float32Array {
  const { dimension, components, mean, rows } = projection;
  const centred = Float32Array.from(values, (value, i) => value - (mean?.[i % dimension] ?? 0));
  if (!rows) return centred;
  const projected = new Float32Array(count * components);
  for (let token = 0; token < count; token++) {
    const from = token * dimension;
    for (let component = 0; component < components; component++) {
      const row = component * dimension;
      let sum = 0;
      // Casts instead of `?? 0`: every index is in range.
      for (let i = 0; i < dimension; i++) sum += (rows[row + i] as number) * (centred[from + i] as number);
      projected[token * components + component] = sum;
    }
  }
  return projected;
}

/** Packs the tokens of a text. */
export function packTokens(tokens: TokenRows, projection: Projection): PackedTokens {
  const { components } = projection;
  const projected = project(tokens, projection);
  const bytes = new Uint8Array(tokens.count * bytesPerToken(projection));
  for (let token = 0; token < tokens.count; token++) {
    const from = token * components;
    let squares = 0;
    for (let i = from; i < from + components; i++) squares += (projected[i] ?? 0) ** 2;
    const scale = squares > 0 ? LEVELS / (2 * REACH * Math.sqrt(squares / components)) : 0;
    const levelOf = (i: number) => {
      const level = Math.floor((projected[i] ?? 0) * scale + LEVELS / 2);
      return Math.min(LEVELS - 1, Math.max(0, level));
    };
    for (let i = 0; i < components; i += 2) {
      bytes[(from + i) / 2] = (levelOf(from + i) << 4) | levelOf(from + i + 1);
    }
  }
  return { count: tokens.count, bytes };
}

/** The unit vectors of packed tokens, `count x components`. */
export function unpackTokens({ count, bytes }: PackedTokens, components: number): Float32Array {
  const values = new Float32Array(count * components);
  for (let token = 0; token < count; token++) {
    let squares = 0;
    for (let i = 0; i < components; i += 2) {
      const byte = bytes[(token * components + i) / 2] ?? 0;
      values[token * components + i] = HIGH[byte] ?? 0;
      values[token * components + i + 1] = LOW[byte] ?? 0;
      squares += SQUARES[byte] ?? 0;
    }
    const length = Math.sqrt(squares);
    for (let i = 0; i < components; i++)
      values[token * components + i] = (values[token * components + i] ?? 0) / length;
  }
  return values;
}

/** The tokens of a question, projected and scaled to length 1. */
export function queryTokens(tokens: TokenRows, projection: Projection): QueryTokens {
  const { components } = projection;
  const values = project(tokens, projection);
  for (let token = 0; token < tokens.count; token++) {
    const row = values.subarray(token * components, (token + 1) * components);
    const length = Math.hypot(...row);
    if (length > 0) for (let i = 0; i < components; i++) row[i] = (row[i] ?? 0) / length;
  }
  return { count: tokens.count, components, values };
}

/**
 * MaxSim: raises `best[q]` to the highest cosine of query token q with any token of the text, times `discount`. A token
 * of the text is unpacked once, and met by four tokens of the query at a time: each component is loaded once for four
 * products. In the last group the final token stands in for those that are missing.
 */
export function raiseBestCosines(
  { count, components, values: a }: QueryTokens,
  text: PackedTokens,
  discount: number,
  best: Float32Array,
): void {
  if (count === 0) return;
  const { bytes } = text;
  const half = components / 2;
  const unpacked = new Float32Array(components);
  const last = (count - 1) * components;
  for (let token = 0, at = 0; token < text.count; token++, at += half) {
    let squares = 0;
    // Casts instead of `?? 0`: every index is in range, and the check would cost a third of the time.
    for (let i = 0; i < half; i++) {
      const byte = bytes[at + i] as number;
      unpacked[2 * i] = HIGH[byte] as number;
      unpacked[2 * i + 1] = LOW[byte] as number;
      squares += SQUARES[byte] as number;
    }
    const scale = discount / Math.sqrt(squares);
    for (let q = 0; q < count; q += 4) {
      const a0 = q * components;
      const a1 = Math.min(a0 + components, last);
      const a2 = Math.min(a1 + components, last);
      const a3 = Math.min(a2 + components, last);
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let i = 0; i < components; i++) {
        const value = unpacked[i] as number;
        s0 += (a[a0 + i] as number) * value;
        s1 += (a[a1 + i] as number) * value;
        s2 += (a[a2 + i] as number) * value;
        s3 += (a[a3 + i] as number) * value;
      }
      if (s0 * scale > (best[q] as number)) best[q] = s0 * scale;
      if (q + 1 < count && s1 * scale > (best[q + 1] as number)) best[q + 1] = s1 * scale;
      if (q + 2 < count && s2 * scale > (best[q + 2] as number)) best[q + 2] = s2 * scale;
      if (q + 3 < count && s3 * scale > (best[q + 3] as number)) best[q + 3] = s3 * scale;
    }
  }
}

/** Packed tokens of one text after the other, by one model and projection. */
export class TokenPacker {
  /** Names all that decides the packed tokens of a text. */
  readonly key: string;
  readonly projection: Projection;
  private readonly encoder: TokenEncoder;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(encoder: TokenEncoder, projection: Projection = unprojected(encoder.dimension)) {
    this.encoder = encoder;
    this.projection = projection;
    this.key = `${encoder.key} ${projection.key}`;
  }

  /** The packed tokens of each text, in their order. One call at a time: a second one would not be quicker. */
  pack(texts: readonly string[]): Promise<PackedTokens[]> {
    if (texts.length === 0) return Promise.resolve([]);
    const packed = this.tail.then(async () =>
      (await this.encoder.encode(texts)).map((tokens) => packTokens(tokens, this.projection)),
    );
    this.tail = packed.catch(() => undefined);
    return packed;
  }

  async query(question: string): Promise<QueryTokens> {
    const [tokens] = await this.encoder.encode([question]);
    return queryTokens(tokens ?? { count: 0, values: new Float32Array(0) }, this.projection);
  }

  /** The pieces of a text that its tokens stand for, in their order. */
  pieces(text: string): string[] {
    return this.encoder.pieces(text);
  }
}

/** No projection: all components, for a model that none was fitted to. */
function unprojected(dimension: number): Projection {
  return { key: `unprojected 4 bits`, dimension, components: dimension };
}

/** sha256 of the weights that each projection was fitted to, and its file. */
const FITTED: readonly { model: RegExp; file: string; components: number }[] = [
  { model: /^Xenova\/all-MiniLM-L6-v2@/, file: 'all-MiniLM-L6-v2.bin', components: 128 },
];

/**
 * The projection that was fitted to a model (`npm run fit-projection`), on text of several records; nothing for any
 * other model. The file holds 16-bit steps of 1 / 32767, `components x dimension`, little-endian.
 */
export function projectionOf({
  key,
  dimension,
}: Pick<TokenEncoder, 'key' | 'dimension'>): Projection | undefined {
  const fitted = FITTED.find(({ model }) => model.test(key));
  if (!fitted) return undefined;
  const { components } = fitted;
  const bytes = readFileSync(new URL(`projections/${fitted.file}`, import.meta.url));
  if (bytes.length !== components * dimension * 2) return undefined;
  const rows = Float32Array.from(
    { length: components * dimension },
    (_, i) => bytes.readInt16LE(i * 2) / 32767,
  );
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { key: `pca-${components} 4 bits ${digest}`, dimension, components, rows };
}
