/** The two indexes on disk: the window matrix with its graph, and the postings. */
import path from 'node:path';
import type { VectorIndex } from '../interfaces.ts';
import type { Postings } from '../lexical/postings.ts';
import type { WordIndex } from '../quotes/word-index.ts';
import { ExactIndex } from '../vector/exact.ts';
import { HnswIndex, readGraph } from '../vector/hnsw.ts';
import { quantize, type WindowMatrix, type WindowSource } from '../vector/windows.ts';
import { WordingIndex } from '../vector/wordings.ts';
import { column, openColumn, readColumns, writeColumns } from './columns.ts';

export const VECTORS_FILE = 'vectors.bin';
export const GRAPH_FILE = 'hnsw.bin';
export const LEXICAL_FILE = 'lexical.bin';
export const WORDS_FILE = 'words.bin';

/** What `vectors.bin` holds: a matrix over wordings, the wording of each row, and the graph's labels. */
export interface StoredVectors {
  matrix: WindowMatrix;
  wordingOfRow: Uint32Array;
  windowOfLabel: Uint32Array;
}

export async function writeVectors(folder: string, stored: StoredVectors): Promise<void> {
  const { matrix, wordingOfRow, windowOfLabel } = stored;
  const { vectors, rowOfWindow, firstWindow } = matrix;
  await writeColumns(path.join(folder, VECTORS_FILE), {
    vectors,
    rowOfWindow,
    firstWindow,
    wordingOfRow,
    windowOfLabel,
  });
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
    wordingOfRow: column(columns, 'wordingOfRow', 'u32'),
    windowOfLabel: column(columns, 'windowOfLabel', 'u32'),
  };
}

/** The vectors of formats 1 and 2: 32-bit floats, a vector for each row, a label for each window. */
export async function readFloatVectors(folder: string, dimension: number): Promise<StoredVectors> {
  const columns = await readColumns(path.join(folder, VECTORS_FILE));
  const floats = column(columns, 'vectors', 'f32');
  const vectors = new Int16Array(floats.length);
  quantize(floats, vectors, 0);
  const rowOfWindow = column(columns, 'rowOfWindow', 'u32');
  const firstWindow = column(columns, 'firstWindow', 'u32');
  return {
    matrix: { dimension, vectors, rowOfWindow, firstWindow },
    wordingOfRow: Uint32Array.from({ length: firstWindow.length - 1 }, (_, row) => row),
    windowOfLabel: new Uint32Array(0),
  };
}

/** A vector index, and what it holds open. */
export interface OpenVectorIndex extends VectorIndex {
  close(): void;
}

/**
 * The vector index of a segment: the exact scan, or the graph where the build gave it a breadth `ef`. The graph holds
 * the vectors already, so that for exact scores they are read from the disk: half as much memory again otherwise.
 */
export async function openVectorIndex(
  folder: string,
  dimension: number,
  ef: number | undefined,
): Promise<OpenVectorIndex> {
  if (ef === undefined) {
    const { matrix, wordingOfRow } = await readVectors(folder, dimension);
    return closable(new WordingIndex(new ExactIndex(matrix), wordingOfRow), () => {});
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
    const index = new WordingIndex(new HnswIndex(graph, source, ef), column(columns, 'wordingOfRow', 'u32'));
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
