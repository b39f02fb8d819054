/** A stand-in for the model: a text's vector counts its words, hashed over a few dimensions. */
import type { Encoder } from '../../retrieval/interfaces.ts';
import { normalize } from '../../retrieval/vector/cosine.ts';

const DIMENSION = 64;

export interface CountingEncoder extends Encoder {
  /** Passages encoded so far. */
  encoded: number;
}

/** Texts that share words have near vectors. A text of more than `windowWords` words gives several windows. */
export function wordEncoder({ key = 'words-1', windowWords = 1000 } = {}): CountingEncoder {
  const encoder: CountingEncoder = {
    key,
    dimension: DIMENSION,
    encoded: 0,
    encodeQuery: async (text) => vectorOf(text.split(/\s+/)),
    async *encodePassages(texts) {
      for (const [position, text] of texts.entries()) {
        encoder.encoded++;
        const words = text.split(/\s+/);
        const windows: Float32Array[] = [];
        for (let i = 0; i < words.length; i += windowWords)
          windows.push(vectorOf(words.slice(i, i + windowWords)));
        yield { position, windows };
      }
    },
  };
  return encoder;
}

function vectorOf(words: readonly string[]): Float32Array {
  const vector = new Float32Array(DIMENSION);
  for (const word of words) {
    const at = hash(word.toLowerCase()) % DIMENSION;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  return normalize(vector);
}

function hash(text: string): number {
  let value = 2166136261;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  return value;
}
