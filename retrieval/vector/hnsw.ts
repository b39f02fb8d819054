/** Approximate search over a graph of neighbours (HNSW, Malkov & Yashunin 2018), by hnswlib. */
import hnswlib from 'hnswlib-node';
import { byScore } from '../best.ts';
import { SnapshotError } from '../errors.ts';
import type { Candidate, Row, VectorIndex } from '../interfaces.ts';
import { scoreRow, type WindowMatrix } from './windows.ts';

/** Graph settings. `ef` is the breadth of a search: recall against speed, measured when the index is built. */
export const HNSW = { m: 16, efConstruction: 200, seed: 100 } as const;

type Graph = InstanceType<typeof hnswlib.HierarchicalNSW>;

// hnswlib takes plain arrays only, and a typed array aborts the process.
const row = (matrix: WindowMatrix, window: number) =>
  Array.from(matrix.vectors.subarray(window * matrix.dimension, (window + 1) * matrix.dimension));

/** Builds the graph over all windows; a label is a window's number. `onProgress` gets the windows done so far. */
export function buildGraph(matrix: WindowMatrix, onProgress: (done: number) => void): Graph {
  const graph = new hnswlib.HierarchicalNSW('ip', matrix.dimension);
  const windows = matrix.rowOfWindow.length;
  graph.initIndex({
    maxElements: windows,
    m: HNSW.m,
    efConstruction: HNSW.efConstruction,
    randomSeed: HNSW.seed,
  });
  for (let window = 0; window < windows; window++) {
    graph.addPoint(row(matrix, window), window);
    // A small graph is done before anyone could read how far it is.
    if (window % 1000 === 999 || (window === windows - 1 && windows > 1000)) onProgress(window + 1);
  }
  return graph;
}

/**
 * Writes a graph, and reads it again: hnswlib does not say when the disk is full.
 * @throws an error with code ENOSPC when the file did not become whole
 */
export function writeGraph(file: string, graph: Graph, matrix: WindowMatrix): void {
  graph.writeIndexSync(file);
  if (matrix.rowOfWindow.length === 0) return;
  try {
    readGraph(file, matrix);
  } catch (cause) {
    throw Object.assign(new Error(`${file} did not become whole`, { cause }), { code: 'ENOSPC', path: file });
  }
}

/**
 * Reads a graph from a file that belongs to the matrix.
 * @throws SnapshotError when it holds another number of points or another dimension (which hnswlib does not notice)
 */
export function readGraph(file: string, matrix: WindowMatrix): Graph {
  const graph = new hnswlib.HierarchicalNSW('ip', matrix.dimension);
  try {
    graph.readIndexSync(file);
    const windows = matrix.rowOfWindow.length;
    const same = graph.getCurrentCount() === windows && windows > 0;
    const first = same ? graph.getPoint(0) : [];
    // Stored as 32-bit floats on both sides, so the same vector is equal to the bit.
    if (same && first.every((value, i) => value === matrix.vectors[i])) return graph;
  } catch {
    // Falls through to the one message for an unusable graph.
  }
  throw new SnapshotError('hnsw.bin of the index does not belong to its vectors.', 'Run: npm run embed');
}

export class HnswIndex implements VectorIndex {
  private readonly graph: Graph;
  private readonly matrix: WindowMatrix;

  constructor(graph: Graph, matrix: WindowMatrix, ef: number) {
    this.graph = graph;
    this.matrix = matrix;
    this.graph.setEf(ef);
  }

  async search(query: Float32Array, k: number): Promise<Candidate[]> {
    const windows = this.matrix.rowOfWindow.length;
    const rows = this.matrix.firstWindow.length - 1;
    const wanted = Math.min(k, rows);
    if (wanted <= 0) return [];
    // Windows of one passage may crowd the answer: ask for more until enough passages are in it.
    for (let ask = Math.min(wanted + 8, windows); ; ask = Math.min(ask * 2, windows)) {
      const best = this.bestRows(this.graph.searchKnn(Array.from(query), ask));
      if (best.length >= wanted || ask === windows) return best.slice(0, wanted);
    }
  }

  async score(query: Float32Array, rows: readonly Row[]): Promise<number[]> {
    return rows.map((row) => scoreRow(this.matrix, query, row));
  }

  private bestRows(found: { neighbors: number[]; distances: number[] }): Candidate[] {
    const best = new Map<Row, number>();
    for (const [i, window] of found.neighbors.entries()) {
      const row = this.matrix.rowOfWindow[window] ?? 0;
      // hnswlib's distance for inner products is 1 - product.
      const score = 1 - (found.distances[i] ?? 1);
      if (score > (best.get(row) ?? Number.NEGATIVE_INFINITY)) best.set(row, score);
    }
    return [...best].map(([row, score]) => ({ row, score })).sort(byScore);
  }
}
