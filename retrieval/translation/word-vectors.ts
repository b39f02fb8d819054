/** English words as vectors that compare with those of other languages, and the file that keeps them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { selectBest } from '../best.ts';
import { ModelError } from '../errors.ts';
import { multiply } from '../rerank/simd.ts';
import { normalize } from '../vector/cosine.ts';

export interface WordVectors {
  words: readonly string[];
  /** Of words of other languages, by their script (`SCRIPTS`): a word's vector says which it is before what it means. */
  means: readonly Float32Array[];
  /** `components x dimension`, orthonormal rows. */
  rows: Float32Array;
  /** `words x components`, each of length 1, in steps of 1/127. */
  vectors: Int8Array;
  /** How near each English word lies to words of other languages in general: its mean cosine with the nearest of them. */
  hubness: Float32Array;
}

/** Scripts of which a word is told by any of its letters; kana before Han, for Japanese has both. */
export const SCRIPTS: readonly RegExp[] = [
  /\p{Script=Hangul}/u,
  /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  /\p{Script=Han}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Arabic}/u,
  /\p{L}/u,
];

/** The mean of words of the same script. */
export function meanFor(word: string, means: readonly Float32Array[]): Float32Array {
  return means[SCRIPTS.findIndex((script) => script.test(word))] ?? new Float32Array(means[0]?.length ?? 0);
}

/** Neighbours whose mean cosine tells how crowded a place is. */
const NEIGHBOURS = 10;
/** Numbers of a mean, a matrix and cosines are kept in 16 bits, vectors of words in 8. */
const STEPS = 32767;
export const LEVELS = 127;

/** The vectors of the English words as numbers: `words x components`. */
export function vectorsOf({ vectors }: WordVectors): Float32Array {
  const values = new Float32Array(vectors.length);
  for (let i = 0; i < vectors.length; i++) values[i] = (vectors[i] as number) / LEVELS;
  return values;
}

/** A word's vector, centred, projected and scaled to length 1. */
export function projectWord(vector: Float32Array, mean: Float32Array, rows: Float32Array): Float32Array {
  const centred = normalize(vector.map((value, i) => value - (mean[i] ?? 0)));
  return normalize(multiply(rows, mean.length, centred, 1));
}

/** The mean of the highest cosines. */
export function crowding(cosines: Float32Array): number {
  const highest = selectBest(cosines.keys(), (row) => cosines[row] ?? 0, NEIGHBOURS);
  return highest.reduce((sum, { score }) => sum + score, 0) / Math.max(1, highest.length);
}

/** `model.bin` for `owner/model@…`. */
function fileOf(encoderKey: string): URL {
  const model = path.basename(encoderKey.replace(/@.*$/u, ''));
  return new URL(`word-vectors/${model}.bin`, import.meta.url);
}

/** The file: length of the header (u32), header, then means, rows and hubness (i16) and vectors (i8), little-endian. */
const headerSchema = z.object({
  encoder: z.string(),
  dimension: z.int().positive(),
  components: z.int().positive(),
  words: z.array(z.string().min(1)).min(1),
});

/** The bytes of the vectors that an encoder made, and where they belong. */
export function packWordVectors(encoderKey: string, english: WordVectors): { file: URL; bytes: Buffer } {
  const { words, means, rows, hubness, vectors } = english;
  const dimension = means[0]?.length ?? 0;
  const header = Buffer.from(
    JSON.stringify({ encoder: encoderKey, dimension, components: rows.length / dimension, words }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const numbers = [...means, rows, hubness].map((values) => {
    const bytes = Buffer.alloc(values.length * 2);
    for (const [i, value] of values.entries()) bytes.writeInt16LE(Math.round(value * STEPS), i * 2);
    return bytes;
  });
  return {
    file: fileOf(encoderKey),
    bytes: Buffer.concat([length, header, ...numbers, Buffer.from(vectors)]),
  };
}

/**
 * The vectors that an encoder made; nothing where there are none of it.
 * @throws ModelError when the file is damaged
 */
export function readWordVectors(encoderKey: string): WordVectors | undefined {
  const file = fileOf(encoderKey);
  if (!existsSync(file)) return undefined;
  try {
    return unpackWordVectors(readFileSync(file), encoderKey);
  } catch {
    throw new ModelError(
      `The word vectors in ${fileURLToPath(file)} are damaged.`,
      'Restore them with: git checkout -- retrieval/translation',
    );
  }
}

function unpackWordVectors(bytes: Buffer, encoderKey: string): WordVectors | undefined {
  const start = 4 + bytes.readUInt32LE(0);
  const header = headerSchema.parse(JSON.parse(bytes.toString('utf8', 4, start)));
  if (header.encoder !== encoderKey) return undefined;
  const { dimension, components, words } = header;
  // A copy is aligned, whatever stands before the numbers.
  const body = new Uint8Array(bytes.subarray(start)).buffer;
  let at = 0;
  const numbers = (count: number) => {
    const steps = new Int16Array(body, at, count);
    at += steps.byteLength;
    return Float32Array.from(steps).map((step) => step / STEPS);
  };
  const means = SCRIPTS.map(() => numbers(dimension));
  const rows = numbers(components * dimension);
  const hubness = numbers(words.length);
  const vectors = new Int8Array(body, at);
  if (vectors.length !== words.length * components) throw new RangeError('cut off');
  return { words, means, rows, hubness, vectors };
}
