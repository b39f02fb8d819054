/** The two indexes on disk: the window matrix with its graph, and the postings. */
import path from 'node:path';
import type { VectorIndex } from '../interfaces.ts';
import type { Postings } from '../lexical/postings.ts';
import { ExactIndex } from '../vector/exact.ts';
import { HnswIndex, readGraph } from '../vector/hnsw.ts';
import type { WindowMatrix } from '../vector/windows.ts';
import { column, readColumns, writeColumns } from './columns.ts';

export const VECTORS_FILE = 'vectors.bin';
export const GRAPH_FILE = 'hnsw.bin';
export const LEXICAL_FILE = 'lexical.bin';

export async function writeWindows(folder: string, matrix: WindowMatrix): Promise<void> {
  const { vectors, rowOfWindow, firstWindow } = matrix;
  await writeColumns(path.join(folder, VECTORS_FILE), { vectors, rowOfWindow, firstWindow });
}

export async function readWindows(folder: string, dimension: number): Promise<WindowMatrix> {
  const columns = await readColumns(path.join(folder, VECTORS_FILE));
  return {
    dimension,
    vectors: column(columns, 'vectors', 'f32'),
    rowOfWindow: column(columns, 'rowOfWindow', 'u32'),
    firstWindow: column(columns, 'firstWindow', 'u32'),
  };
}

/** The vector index over a matrix: the graph where the build gave it a breadth, else the exact scan. */
export function openVectorIndex(folder: string, matrix: WindowMatrix, ef: number | undefined): VectorIndex {
  if (ef === undefined) return new ExactIndex(matrix);
  return new HnswIndex(readGraph(path.join(folder, GRAPH_FILE), matrix), matrix, ef);
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
