/** The indexes on disk: vectors with their graph, postings, words and topics. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Topic } from '../../corpus/topics/extract.ts';
import { SnapshotError } from '../errors.ts';
import type { VectorIndex } from '../interfaces.ts';
import type { Postings } from '../lexical/build.ts';
import type { WordIndex } from '../quotes/word-index.ts';
import { DistinctTextIndex } from '../vector/distinct-texts.ts';
import { ExactIndex } from '../vector/exact.ts';
import { HnswIndex, readGraph } from '../vector/hnsw.ts';
import type { WindowMatrix, WindowSource } from '../vector/windows.ts';

import { column, openColumn, readColumns, writeColumns } from './columns.ts';
import { REBUILD } from './folder.ts';

export const VECTORS_FILE = 'vectors.bin';
export const GRAPH_FILE = 'hnsw.bin';
export const LEXICAL_FILE = 'lexical.bin';
export const WORDS_FILE = 'words.bin';
export const TOPICS_FILE = 'topics.json';

/** What `vectors.bin` holds: a matrix over distinct texts, the text of each row, and the graph's labels. */
export interface StoredVectors {
  matrix: WindowMatrix;
  textOfRow: Uint32Array;
  windowOfLabel: Uint32Array;
  /** TEXT_DIGEST bytes a text: a digest of the text and of its vectors. */
  digests: Uint8Array;
}

export const TEXT_DIGEST = 16;

export async function writeVectors(folder: string, stored: StoredVectors): Promise<void> {
  const { matrix, textOfRow, windowOfLabel, digests } = stored;
  const { vectors, rowOfWindow, firstWindow } = matrix;
  const columns = { vectors, rowOfWindow, firstWindow, textOfRow, windowOfLabel, digests };
  await writeColumns(path.join(folder, VECTORS_FILE), columns);
}

export async function readVectors(folder: string, dimension: number): Promise<StoredVectors> {
  const columns = await readColumns(path.join(folder, VECTORS_FILE));
  return {
    matrix: {
      dimension,
      vectors: column(columns, 'vectors', 'i16'),
      rowOfWindow: column(columns, 'rowOfWindow', 'u32'),
      firstWindow: column(columns, 'firstWindow', 'u32'),
    },
    textOfRow: column(columns, 'textOfRow', 'u32'),
    windowOfLabel: column(columns, 'windowOfLabel', 'u32'),
    digests: column(columns, 'digests', 'u8'),
  };
}

/** The graph of a snapshot as the next build extends it: which windows its labels stand for, by text. */
export async function readGraphLabels(
  folder: string,
): Promise<Pick<StoredVectors, 'windowOfLabel' | 'digests'> & Pick<WindowMatrix, 'firstWindow'>> {
  const columns = await readColumns(path.join(folder, VECTORS_FILE), ['vectors']);
  return {
    firstWindow: column(columns, 'firstWindow', 'u32'),
    windowOfLabel: column(columns, 'windowOfLabel', 'u32'),
    digests: column(columns, 'digests', 'u8'),
  };
}

/** A vector index, and what it holds open. */
export interface OpenVectorIndex extends VectorIndex {
  close(): void;
}

/**
 * The vector index of a snapshot: the exact scan, or the graph where the build chose an `efSearch`. The graph holds
 * the vectors already, so that for exact scores they are read from the disk: half as much memory again otherwise.
 */
export async function openVectorIndex(
  folder: string,
  dimension: number,
  efSearch: number | undefined,
): Promise<OpenVectorIndex> {
  if (efSearch === undefined) {
    const { matrix, textOfRow } = await readVectors(folder, dimension);
    return closable(new DistinctTextIndex(new ExactIndex(matrix), textOfRow), () => {});
  }
  const file = path.join(folder, VECTORS_FILE);
  const columns = await readColumns(file, ['vectors']);
  const stored = await openColumn(file, 'vectors');
  const source: WindowSource = {
    dimension,
    rowOfWindow: column(columns, 'rowOfWindow', 'u32'),
    firstWindow: column(columns, 'firstWindow', 'u32'),
    read: (from, to) => stored.read(from * dimension, to * dimension),
  };
  try {
    const labels = column(columns, 'windowOfLabel', 'u32');
    const graph = readGraph(path.join(folder, GRAPH_FILE), source, labels);
    const index = new DistinctTextIndex(
      new HnswIndex(graph, source, efSearch),
      column(columns, 'textOfRow', 'u32'),
    );
    return closable(index, () => stored.close());
  } catch (error) {
    stored.close();
    throw error;
  }
}

function closable(index: VectorIndex, close: () => void): OpenVectorIndex {
  return {
    search: (query, k) => index.search(query, k),
    score: (query, rows) => index.score(query, rows),
    close,
  };
}

export async function writePostings(folder: string, postings: Postings): Promise<void> {
  const { size, terms, offsets, rows, scores } = postings;
  await writeColumns(path.join(folder, LEXICAL_FILE), {
    size: Uint32Array.of(size),
    // Terms hold no white space: the tokenizer cuts at it.
    terms: Buffer.from([...terms.keys()].join('\n')),
    offsets,
    rows,
    scores,
  });
}

export async function readPostings(folder: string): Promise<Postings> {
  const columns = await readColumns(path.join(folder, LEXICAL_FILE));
  const terms = Buffer.from(column(columns, 'terms', 'u8'))
    .toString('utf8')
    .split('\n');
  return {
    size: column(columns, 'size', 'u32')[0] ?? 0,
    terms: new Map(terms.map((term, number) => [term, number])),
    offsets: column(columns, 'offsets', 'u32'),
    rows: column(columns, 'rows', 'u32'),
    scores: column(columns, 'scores', 'f32'),
  };
}

export async function writeWordIndex(folder: string, index: WordIndex): Promise<void> {
  const { words, stream, starts, rows, sorted, offsets } = index;
  // Words hold no line break: white space ends them.
  const vocabulary = Buffer.from(words.join('\n'));
  const columns = { words: vocabulary, stream, starts, rows, sorted, offsets };
  await writeColumns(path.join(folder, WORDS_FILE), columns);
}

export async function readWordIndex(folder: string): Promise<WordIndex> {
  const columns = await readColumns(path.join(folder, WORDS_FILE));
  const vocabulary = Buffer.from(column(columns, 'words', 'u8')).toString('utf8');
  return {
    words: vocabulary === '' ? [] : vocabulary.split('\n'),
    stream: column(columns, 'stream', 'u32'),
    starts: column(columns, 'starts', 'u32'),
    rows: column(columns, 'rows', 'u32'),
    sorted: column(columns, 'sorted', 'u32'),
    offsets: column(columns, 'offsets', 'u32'),
  };
}

const topicsSchema = z.array(
  z.object({
    name: z.string().min(1),
    variants: z.array(z.string().min(1)),
    passages: z.array(z.int().nonnegative()).min(1),
  }),
);

export async function writeTopics(folder: string, topics: readonly Topic[]): Promise<void> {
  await writeFile(path.join(folder, TOPICS_FILE), JSON.stringify(topics));
}

/**
 * Reads the topics of a snapshot, best first.
 * @throws SnapshotError when the file is missing or not of this form
 */
export async function readTopics(folder: string): Promise<Topic[]> {
  const json = await readFile(path.join(folder, TOPICS_FILE), 'utf8').catch(() => '');
  const topics = topicsSchema.safeParse(parseJson(json));
  if (topics.success) return topics.data;
  throw new SnapshotError(`${TOPICS_FILE} of the index is not a file of this program.`, REBUILD);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
