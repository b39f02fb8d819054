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
import { openColumn, readColumns, writeColumns } from './columns.ts';
import { REBUILD } from './folder.ts';

export const VECTORS_FILE = 'vectors.bin';
export const GRAPH_FILE = 'hnsw.bin';
export const LEXICAL_FILE = 'lexical.bin';
export const WORDS_FILE = 'words.bin';
export const TOPICS_FILE = 'topics.json';

/** What `vectors.bin` holds: a matrix over distinct texts, the text of each row, and the graph's labels. */
interface StoredVectors {
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

/** The matrix, and the text of each row. */
export async function readVectors(
  folder: string,
  dimension: number,
): Promise<Pick<StoredVectors, 'matrix' | 'textOfRow'>> {
  const { textOfRow, ...matrix } = await readColumns(path.join(folder, VECTORS_FILE), {
    vectors: 'i16',
    rowOfWindow: 'u32',
    firstWindow: 'u32',
    textOfRow: 'u32',
  });
  return { matrix: { dimension, ...matrix }, textOfRow };
}

/** The graph of a snapshot as the next build extends it: which windows its labels stand for, by text. */
export function readGraphLabels(folder: string) {
  const wanted = { firstWindow: 'u32', windowOfLabel: 'u32', digests: 'u8' } as const;
  return readColumns(path.join(folder, VECTORS_FILE), wanted);
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
    return Object.assign(new DistinctTextIndex(new ExactIndex(matrix), textOfRow), { close() {} });
  }
  const file = path.join(folder, VECTORS_FILE);
  const { rowOfWindow, firstWindow, windowOfLabel, textOfRow } = await readColumns(file, {
    rowOfWindow: 'u32',
    firstWindow: 'u32',
    windowOfLabel: 'u32',
    textOfRow: 'u32',
  });
  const stored = await openColumn(file, 'vectors');
  const read = (from: number, to: number) => stored.read(from * dimension, to * dimension);
  const source: WindowSource = { dimension, rowOfWindow, firstWindow, read };
  try {
    const graph = readGraph(path.join(folder, GRAPH_FILE), source, windowOfLabel);
    const index = new DistinctTextIndex(new HnswIndex(graph, source, efSearch), textOfRow);
    return Object.assign(index, { close: () => stored.close() });
  } catch (error) {
    stored.close();
    throw error;
  }
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
  const { size, terms, ...postings } = await readColumns(path.join(folder, LEXICAL_FILE), {
    size: 'u32',
    terms: 'u8',
    offsets: 'u32',
    rows: 'u32',
    scores: 'f32',
  });
  const names = Buffer.from(terms).toString('utf8').split('\n');
  return { size: size[0] ?? 0, terms: new Map(names.map((term, number) => [term, number])), ...postings };
}

export async function writeWordIndex(folder: string, index: WordIndex): Promise<void> {
  const { words, stream, starts, rows, sorted, offsets } = index;
  // Words hold no line break: white space ends them.
  const vocabulary = Buffer.from(words.join('\n'));
  const columns = { words: vocabulary, stream, starts, rows, sorted, offsets };
  await writeColumns(path.join(folder, WORDS_FILE), columns);
}

export async function readWordIndex(folder: string): Promise<WordIndex> {
  const { words, ...places } = await readColumns(path.join(folder, WORDS_FILE), {
    words: 'u8',
    stream: 'u32',
    starts: 'u32',
    rows: 'u32',
    sorted: 'u32',
    offsets: 'u32',
  });
  const vocabulary = Buffer.from(words).toString('utf8');
  return { words: vocabulary === '' ? [] : vocabulary.split('\n'), ...places };
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
  try {
    return topicsSchema.parse(JSON.parse(await readFile(path.join(folder, TOPICS_FILE), 'utf8')));
  } catch {
    throw new SnapshotError(`${TOPICS_FILE} of the index is not a file of this program.`, REBUILD);
  }
}
