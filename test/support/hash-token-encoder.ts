/** A stand-in for the reranker's model: a word's vector is drawn from its letters; the same word, the same vector. */
import type { TokenRows } from '../../retrieval/interfaces.ts';
import type { TokenEncoder } from '../../retrieval/rerank/token-encoder.ts';

const DIMENSION = 16;

export interface CountingTokenEncoder extends TokenEncoder {
  /** Texts encoded so far. */
  encoded: string[];
}

/** @param own its key, whose forward pass gives its tokens as well, how it weighs a question */
export function hashTokenEncoder(
  own: Partial<Pick<TokenEncoder, 'key' | 'retriever' | 'weigh'>> = {},
): CountingTokenEncoder {
  const encoder: CountingTokenEncoder = {
    key: 'hash-tokens',
    ...own,
    dimension: DIMENSION,
    encoded: [],
    pieces,
    async encode(texts) {
      encoder.encoded.push(...texts);
      return texts.map(rowsOf);
    },
  };
  return encoder;
}

/** The token vectors of a text. */
export function rowsOf(text: string): TokenRows {
  const words = pieces(text);
  return { count: words.length, values: Float32Array.from(words.flatMap(vectorOfWord)) };
}

/** Weighs the tokens of a question by their words, which it tells by their vectors; words that are not named count 1. */
export function weighing(weights: Readonly<Record<string, number>>): (question: TokenRows) => Float32Array {
  const known = Object.entries(weights).map(([word, weight]) => ({
    vector: Float32Array.from(vectorOfWord(word)),
    weight,
  }));
  return ({ count, values }) =>
    Float32Array.from({ length: count }, (_, token) => {
      const at = token * DIMENSION;
      const same = known.find(({ vector }) => vector.every((value, i) => value === values[at + i]));
      return same?.weight ?? 1;
    });
}

/** The vector of a word, not scaled. */
export function vectorOfWord(word: string): number[] {
  let state = 2166136261;
  for (const character of word) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  return Array.from({ length: DIMENSION }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

export function pieces(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
