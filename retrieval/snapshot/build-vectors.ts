/** The vectors of a build: encoded where the store does not know them, laid out, and linked into a graph. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Transcript } from '../../corpus/schema.ts';
import type { BuildProgress, Encoder } from '../interfaces.ts';
import type { TokenPacker } from '../rerank/packed-tokens.ts';
import { chooseEfSearch, type EfSearch, EXACT_UP_TO, RECALL_TARGET } from '../vector/choose-ef.ts';
import { findDistinctTexts } from '../vector/distinct-texts.ts';
import { buildGraph, type EarlierGraph, extendable, TOMBSTONE, writeGraph } from '../vector/hnsw.ts';
import { layOutWindows, quantize, type WindowMatrix } from '../vector/windows.ts';
import { ContentStore } from './encoded-texts.ts';
import { GRAPH_FILE, readGraphLabels, TEXT_DIGEST, writeVectors } from './index-files.ts';
import type { CheckedSnapshot } from './open.ts';

interface BuiltVectors {
  /** Distinct texts. */
  texts: number;
  windows: number;
  /** Texts whose vectors were not in the store. */
  encoded: number;
  efSearch: EfSearch | undefined;
}

interface VectorBuild {
  dataDir: string;
  /** The snapshot that serves: its graph is extended where the encoder is the same. */
  before: CheckedSnapshot | undefined;
  encoder: Encoder;
  /** Packs the token vectors that are kept: those of this encoder come out of the same forward pass. */
  packer: TokenPacker | undefined;
  onProgress(progress: BuildProgress): void;
}

/** Names the store of an encoder's vectors: for each text its windows, one after the other, in steps of 1 / STEPS. */
export const vectorStoreKey = ({ key, dimension }: Pick<Encoder, 'key' | 'dimension'>) =>
  `${key} ${dimension}`;

/** Work of a text beside its characters: special tokens and prefix. */
const FIXED_WORK = 20;
const workOf = (text: string) => text.length + FIXED_WORK;

/** Writes the vectors of all passages, and the graph over them, into a build folder. */
export async function buildVectors(
  folder: string,
  transcripts: readonly Transcript[],
  build: VectorBuild,
): Promise<BuiltVectors> {
  const { dataDir, before, encoder } = build;
  // The same sentence said on ten days is encoded once.
  const { texts, ofRow } = findDistinctTexts(
    transcripts.flatMap(({ passages }) => passages.map(({ text }) => text)),
  );
  const store = await ContentStore.open(dataDir, vectorStoreKey(encoder), texts);
  const digests = new Uint8Array(texts.length * TEXT_DIGEST);
  const quantized: Int16Array[] = [];
  let encoded = 0;
  try {
    encoded = await encodeMissing(texts, store, build);
    for (const [i, text] of texts.entries()) {
      const bytes = store.read(text) ?? Buffer.alloc(0);
      digests.set(
        createHash('sha256').update(text).update(bytes).digest().subarray(0, TEXT_DIGEST),
        i * TEXT_DIGEST,
      );
      quantized.push(new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
    }
  } finally {
    await store.close();
  }
  const matrix = layOutWindows(quantized, encoder.dimension);
  const windows = matrix.rowOfWindow.length;
  const earlier =
    before?.manifest.encoder.key === encoder.key ? await earlierGraph(before, digests, matrix) : undefined;
  const onLinked = (done: number) =>
    build.onProgress({ stage: 'link', done, total: windows, share: done / windows });
  // The rate counts from here.
  if (windows > EXACT_UP_TO) onLinked(0);
  const graph = buildGraph(matrix, onLinked, earlier);
  writeGraph(path.join(folder, GRAPH_FILE), graph, matrix);
  await writeVectors(folder, { matrix, textOfRow: ofRow, windowOfLabel: graph.windowOfLabel, digests });
  const measured = before?.manifest.efSearch;
  const isMeasured = earlier && extendable(earlier, windows) && stillHolds(measured, windows);
  const efSearch = isMeasured
    ? measured
    : windows > EXACT_UP_TO
      ? await chooseEfSearch(graph, matrix, await encodeSample(transcripts, encoder))
      : undefined;
  return { texts: texts.length, windows, encoded, efSearch };
}

/** Encodes what the store does not know. Returns how many texts that were. */
async function encodeMissing(
  texts: readonly string[],
  store: ContentStore,
  { dataDir, encoder, packer: kept, onProgress }: VectorBuild,
): Promise<number> {
  const packer = kept?.retriever === encoder.key ? kept : undefined;
  const missing = texts.filter((text) => !store.has(text));
  const total = missing.reduce((sum, text) => sum + workOf(text), 0);
  let [done, work] = [0, 0];
  const report = () =>
    onProgress({ stage: 'encode', done, total: missing.length, share: total > 0 ? work / total : 1 });
  report();
  // Nothing is taken out of it here: it holds questions and titles, too.
  const tokenStore = packer && (await ContentStore.open(dataDir, packer.key));
  try {
    for await (const { position, windows, tokens } of encoder.encodePassages(missing, packer !== undefined)) {
      const text = missing[position] ?? '';
      const steps = quantize(windows);
      await store.add(text, new Uint8Array(steps.buffer));
      if (packer && tokens && tokenStore && !tokenStore.has(text)) {
        await tokenStore.add(text, packer.packRows(tokens).bytes);
      }
      done++;
      work += workOf(text);
      report();
    }
    await store.flush();
  } finally {
    await tokenStore?.close();
  }
  return missing.length;
}

/** `efSearch` is measured again when the record has grown by this share: scanning it for 100 questions takes seconds. */
const MEASURE_AGAIN = 0.1;

function stillHolds(measured: EfSearch | undefined, windows: number): boolean {
  return (
    measured !== undefined &&
    measured.recall >= RECALL_TARGET &&
    Math.abs(windows - measured.windows) < MEASURE_AGAIN * measured.windows
  );
}

const QUESTIONS = 100;
/** Shorter turns are “Thank you.” and “Go ahead.” */
const SHORTEST_QUESTION = 40;
const LONGEST_QUESTION = 400;

async function encodeSample(transcripts: readonly Transcript[], encoder: Encoder): Promise<Float32Array[]> {
  const questions: Float32Array[] = [];
  for (const question of sampleQuestions(transcripts)) questions.push(await encoder.encodeQuery(question));
  return questions;
}

/** Up to 100 questions that were really asked, spread over the record; first words of answers where none was. */
export function sampleQuestions(transcripts: readonly Transcript[]): string[] {
  const asked = transcripts.flatMap(({ turns }) => turns.map(({ question }) => question ?? ''));
  const said = transcripts.flatMap(({ passages }) => passages.map(({ text }) => text));
  const worded = asked.filter(({ length }) => length >= SHORTEST_QUESTION);
  const from = worded.length > 0 ? worded : said;
  const step = Math.max(1, from.length / QUESTIONS);
  const count = Math.min(QUESTIONS, from.length);
  return Array.from({ length: count }, (_, i) =>
    (from[Math.floor(i * step)] ?? '').slice(0, LONGEST_QUESTION),
  );
}

/** The graph of the snapshot before, with the label of each new window that it holds. */
async function earlierGraph(
  { folder }: CheckedSnapshot,
  digests: Uint8Array,
  { firstWindow, rowOfWindow }: WindowMatrix,
): Promise<EarlierGraph | undefined> {
  const known = await readGraphLabels(folder);
  const labels = known.windowOfLabel.length;
  if (labels === 0) return undefined;
  const labelOfEarlier = new Int32Array(known.firstWindow.at(-1) ?? 0).fill(-1);
  for (const [label, window] of known.windowOfLabel.entries()) {
    if (window !== TOMBSTONE) labelOfEarlier[window] = label;
  }
  const earlierText = new Map<string, number>();
  for (let text = 0; text < known.firstWindow.length - 1; text++) {
    earlierText.set(digestAt(known.digests, text), text);
  }
  const labelOfWindow = new Int32Array(rowOfWindow.length).fill(-1);
  for (let text = 0; text < firstWindow.length - 1; text++) {
    const earlier = earlierText.get(digestAt(digests, text));
    if (earlier === undefined) continue;
    // Equal digests are equal vectors, and as many.
    const from = known.firstWindow[earlier] ?? 0;
    const first = firstWindow[text] ?? 0;
    const count = (firstWindow[text + 1] ?? 0) - first;
    for (let i = 0; i < count; i++) labelOfWindow[first + i] = labelOfEarlier[from + i] ?? -1;
  }
  return { file: path.join(folder, GRAPH_FILE), labels, labelOfWindow };
}

function digestAt(digests: Uint8Array, text: number): string {
  const at = digests.byteOffset + text * TEXT_DIGEST;
  return Buffer.from(digests.buffer, at, TEXT_DIGEST).toString('latin1');
}
