/** The vector files of a build: vectors of all wordings, and the graph, gone on from the one before where it can be. */
import path from 'node:path';
import type { Transcript } from '../../corpus/schema.ts';
import type { Encoder } from '../interfaces.ts';
import { type Breadth, chooseBreadth, EXACT_UP_TO } from '../vector/breadth.ts';
import {
  buildGraph,
  type EarlierGraph,
  extendable,
  NOBODY,
  type WindowGraph,
  writeGraph,
} from '../vector/hnsw.ts';
import { countOf, layOutWindows, type WindowMatrix, type Windows } from '../vector/windows.ts';
import type { EncodedCorpus } from './encode-corpus.ts';
import { GRAPH_FILE, writeVectors } from './index-files.ts';
import type { KnownVectors } from './reuse.ts';

/** A breadth is measured again when the record has grown by this share: scanning it for 100 questions takes seconds. */
const MEASURE_AGAIN = 0.1;
const QUESTIONS = 100;
/** Shorter turns are “Thank you.” and “Go ahead.” */
const SHORTEST_QUESTION = 40;
const LONGEST_QUESTION = 400;

interface Context {
  encoder: Encoder;
  transcripts: readonly Transcript[];
  /** The breadth of the snapshot before. */
  measured: Breadth | undefined;
  onProgress: (done: number, total: number) => void;
}

/** Writes vectors and graph into a build folder; the breadth is absent where the exact scan is used. */
export async function writeVectorIndex(
  folder: string,
  { wordings, windows }: Pick<EncodedCorpus, 'wordings' | 'windows'>,
  known: KnownVectors,
  { encoder, transcripts, measured, onProgress }: Context,
): Promise<{ matrix: WindowMatrix; breadth: Breadth | undefined }> {
  const matrix = layOutWindows(windows, encoder.dimension);
  const total = matrix.rowOfWindow.length;
  const before = earlierGraph(known.graph, windows, total);
  // The rate counts from here.
  if (total > EXACT_UP_TO) onProgress(0, total);
  const graph = buildGraph(matrix, (done) => onProgress(done, total), before);
  writeGraph(path.join(folder, GRAPH_FILE), graph, matrix);
  const { windowOfLabel } = graph;
  await writeVectors(folder, { matrix, wordingOfRow: wordings.ofRow, windowOfLabel });
  const holds = before !== undefined && extendable(before, total) && stillHolds(measured, total);
  const breadth = holds ? measured : await measureBreadth(graph, matrix, encoder, transcripts);
  return { matrix, breadth };
}

function stillHolds(measured: Breadth | undefined, windows: number): boolean {
  return measured !== undefined && Math.abs(windows - measured.windows) < MEASURE_AGAIN * measured.windows;
}

async function measureBreadth(
  graph: WindowGraph,
  matrix: WindowMatrix,
  encoder: Encoder,
  transcripts: readonly Transcript[],
): Promise<Breadth | undefined> {
  if (matrix.rowOfWindow.length <= EXACT_UP_TO) return undefined;
  const questions: Float32Array[] = [];
  for (const question of sampleQuestions(transcripts)) questions.push(await encoder.encodeQuery(question));
  return chooseBreadth(graph, matrix, questions);
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

/** The graph before, with the label of each new window whose wording it holds. */
function earlierGraph(
  graph: KnownVectors['graph'],
  windows: readonly Windows[],
  total: number,
): EarlierGraph | undefined {
  if (!graph || graph.windowOfLabel.length === 0) return undefined;
  const labels = graph.windowOfLabel.length;
  const labelOfEarlier = new Map<number, number>();
  for (const [label, window] of graph.windowOfLabel.entries()) {
    if (window !== NOBODY) labelOfEarlier.set(window, label);
  }
  const labelOfWindow = new Int32Array(total).fill(-1);
  let window = 0;
  for (const wording of windows) {
    if (!('matrix' in wording) || wording.matrix !== graph.matrix) {
      window += countOf(wording);
      continue;
    }
    for (let earlier = wording.from; earlier < wording.to; earlier++) {
      labelOfWindow[window++] = labelOfEarlier.get(earlier) ?? -1;
    }
  }
  return { file: graph.file, labels, labelOfWindow };
}
