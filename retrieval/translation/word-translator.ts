/**
 * English words for the words of a question in another language, so that BM25 has something to find: the retriever
 * encodes each word alone, and those English words translate it whose vectors lie nearest (Conneau et al. 2018, Word
 * translation without parallel data). A word has no context here and half of them come out wrong, but wrong words meet
 * in no passage, and right ones do.
 */
import { selectBest } from '../best.ts';
import type { Encoder } from '../interfaces.ts';
import { multiply } from '../rerank/simd.ts';
import {
  crowding,
  meanFor,
  projectWord,
  readWordVectors,
  vectorsOf,
  type WordVectors,
} from './word-vectors.ts';

export interface WordTranslator {
  /** English words for those of the question, the likeliest ones of each; none for a number. */
  translate(question: string, language: string): Promise<string[]>;
}

/** On the tuning half of the questions in eight languages one word found less, three no more. */
const PER_WORD = 2;
/** Lowest cross-domain similarity (CSLS). Between .05 and .2 about as much is found. */
const SIMILAR_FROM = 0.1;
/** Words of a question that are translated: each costs a short forward pass. */
const MOST_WORDS = 32;

/** A translator by the vectors that were made with this encoder; nothing for any other. */
export function openWordTranslator(encoder: Encoder): WordTranslator | undefined {
  const vectors = readWordVectors(encoder.key);
  return vectors && createWordTranslator(encoder, vectors);
}

export function createWordTranslator(encoder: Encoder, english: WordVectors): WordTranslator {
  const { words, means, rows, hubness } = english;
  const components = english.vectors.length / words.length;
  // Of the first question: on most servers none is asked in another language.
  let matrix: Float32Array | undefined;
  const nearest = (cosines: Float32Array): string[] => {
    const from = SIMILAR_FROM + crowding(cosines);
    const similarity = (row: number) => 2 * (cosines[row] ?? 0) - (hubness[row] ?? 0);
    return selectBest(words.keys(), similarity, PER_WORD)
      .filter(({ score }) => score >= from)
      .flatMap(({ row }) => words[row] ?? []);
  };
  return {
    async translate(question, language) {
      const foreign = wordsOf(question, language).slice(0, MOST_WORDS);
      const vectors = new Float32Array(foreign.length * components);
      // All in one batch: a word's vector depends a little on its company, so it is the same for the same question.
      for await (const { position, windows } of encoder.encodePassages(foreign)) {
        const mean = meanFor(foreign[position] ?? '', means);
        for (const vector of windows.slice(0, 1))
          vectors.set(projectWord(vector, mean, rows), position * components);
      }
      matrix ??= vectorsOf(english);
      const cosines = multiply(matrix, components, vectors, foreign.length);
      const translated = foreign.flatMap((_, i) =>
        nearest(cosines.subarray(i * words.length, (i + 1) * words.length)),
      );
      return [...new Set(translated)];
    },
  };
}

/** The words of a text that may have a meaning of their own, each once. Without spaces, ICU's dictionaries cut them. */
function wordsOf(text: string, language: string): string[] {
  const [locale] = Intl.Segmenter.supportedLocalesOf(language);
  const segments = [...new Intl.Segmenter(locale, { granularity: 'word' }).segment(text)];
  return [...new Set(segments.map(({ segment }) => segment))].filter(
    (word) => /\p{L}/u.test(word) && !FUNCTION_WORD.test(word),
  );
}

/** Hiragana alone, one syllable of Korean, usual characters of Chinese, two small letters (“ЕС” and “EU” are large). */
const FUNCTION_WORD =
  /^(?:\p{Script=Hiragana}+|\p{Script=Hangul}|[的了在是和与也都就吗呢吧啊这那有]|[\p{Ll}\p{Script=Arabic}]{1,2})$/u;
