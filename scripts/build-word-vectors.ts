/**
 * `npm run build-word-vectors`: the vectors by which words of a question are translated into English, made by the
 * retriever of words that were counted in the background and, to tell how crowded a place is, of other languages.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../corpus/random.ts';
import { backgroundForms } from '../retrieval/background/frequencies.ts';
import { loadEncoder, type TransformersEncoder } from '../retrieval/encoder/transformers-encoder.ts';
import { openUnigram } from '../retrieval/encoder/unigram.ts';
import { tokenize } from '../retrieval/lexical/tokens.ts';
import { multiply } from '../retrieval/rerank/simd.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import {
  crowding,
  LEVELS,
  packWordVectors,
  projectWord,
  SCRIPTS,
} from '../retrieval/translation/word-vectors.ts';
import { normalize } from '../retrieval/vector/cosine.ts';
import { principalComponents } from './evaluation/principal-components.ts';
import { readArguments, readCount, runCommand } from './terminal/command.ts';

const USAGE = 'Usage: npm run build-word-vectors -- [--components N]';
/** Rarer words are misspelt for the most part. */
const LEAST_PASSAGES = 3;
/** A form is cut off (“presiden”) where one that is a letter or two longer is said so many times as often. */
const CUT_OFF = 100;
/** Words of other languages that are drawn of each script. */
const OF_SCRIPT = 700;
/** Pieces of the retriever's vocabulary that are words: in small letters, or of a script that has no others. */
const WHOLE_WORD =
  /^▁(?:\p{Ll}{3,}|\p{Lo}{2,})$|^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,}$/u;

await runCommand(async () => {
  const { values } = readArguments({ options: { components: { type: 'string', default: '192' } } }, USAGE);
  const components = readCount('--components', values.components, 8, 384, USAGE);
  const settings = readSettings(recordSettings, process.env);
  const encoder = await loadEncoder(settings.MODELS_DIR, settings.MODEL_ID);
  const words = englishWords();
  const tokenizer = await readFile(path.join(settings.MODELS_DIR, settings.MODEL_ID, 'tokenizer.bin'));
  const others = otherWords(openUnigram(tokenizer).vocabulary());
  const { dimension } = encoder;
  const english = centred(await encodeWords(encoder, words));
  const foreign: Centred[] = [];
  for (const some of others) foreign.push(centred(await encodeWords(encoder, some)));
  const foreignVectors = foreign.flatMap(({ vectors }) => vectors);
  const rows = principalComponents([...english.vectors, ...foreignVectors], dimension, components);
  const none = new Float32Array(dimension);
  const project = (vectors: readonly Float32Array[]) =>
    vectors.map((vector) => projectWord(vector, none, rows));
  const projected = project(english.vectors);
  const crowd = joined(project(foreignVectors));
  const { file, bytes } = packWordVectors(encoder.key, {
    words,
    means: foreign.map(({ mean }) => mean),
    rows,
    hubness: Float32Array.from(projected, (vector) => crowding(multiply(crowd, components, vector, 1))),
    vectors: Int8Array.from(joined(projected), (value) => Math.round(value * LEVELS)),
  });
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, bytes);
  console.log(
    `${words.length} English words and ${foreignVectors.length} of other languages in ${components} components: ${fileURLToPath(file)}, ${bytes.length} bytes.`,
  );
});

/** Of each term of the lexical index the form that is said most, without those that are a beginning of it by mistake. */
function englishWords(): string[] {
  const { counts } = backgroundForms();
  const usual = new Map<string, number>();
  for (const [form, count] of counts) {
    for (const beginning of [form.slice(0, -1), form.slice(0, -2)]) {
      usual.set(beginning, Math.max(count, usual.get(beginning) ?? 0));
    }
  }
  const forms = new Map<string, { form: string; count: number }>();
  for (const [form, count] of counts) {
    const [term, ...more] = tokenize(form);
    if (count < LEAST_PASSAGES || term === undefined || more.length > 0) continue;
    if ((usual.get(form) ?? 0) > CUT_OFF * count) continue;
    if (count > (forms.get(term)?.count ?? 0)) forms.set(term, { form, count });
  }
  return [...forms.values()].map(({ form }) => form);
}

/** Words of other languages, by script. */
function otherWords(pieces: readonly string[]): string[][] {
  const { counts } = backgroundForms();
  const random = seededRandom(3);
  const drawn = pieces
    .filter((piece) => WHOLE_WORD.test(piece))
    .map((piece) => ({ word: piece.replace('▁', ''), at: random() }))
    .filter(({ word }) => !counts.has(word))
    .sort((a, b) => a.at - b.at);
  const scriptOf = (word: string) => SCRIPTS.findIndex((script) => script.test(word));
  return SCRIPTS.map((_, script) =>
    drawn
      .filter(({ word }) => scriptOf(word) === script)
      .slice(0, OF_SCRIPT)
      .map(({ word }) => word),
  );
}

async function encodeWords(encoder: TransformersEncoder, words: readonly string[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for await (const { position, windows } of encoder.encodePassages(words)) {
    const [vector] = windows;
    if (vector) vectors[position] = vector;
  }
  return vectors;
}

interface Centred {
  mean: Float32Array;
  vectors: Float32Array[];
}

/** Vectors less their mean, scaled to length 1. */
function centred(vectors: readonly Float32Array[]): Centred {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (vector[i] ?? 0) / vectors.length;
  }
  const minus = (vector: Float32Array) => vector.map((value, i) => value - (mean[i] ?? 0));
  return { mean, vectors: vectors.map((vector) => normalize(minus(vector))) };
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(vectors.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const vector of vectors) {
    all.set(vector, at);
    at += vector.length;
  }
  return all;
}
