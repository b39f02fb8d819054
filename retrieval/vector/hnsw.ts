/** Approximate search over a graph of neighbours (HNSW, Malkov & Yashunin 2018), by hnswlib. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import hnswlib from 'hnswlib-node';
import { byScore } from '../best.ts';
import { SnapshotError } from '../errors.ts';
import type { Row, ScoredRow, VectorIndex } from '../interfaces.ts';
import { scoreRows } from './exact.ts';
import { inMemory, type WindowMatrix, type WindowSource, windowOf } from './windows.ts';

/** Graph settings. `efSearch`, recall against speed, is measured when the index is built. */
export const HNSW = { m: 16, efConstruction: 200, seed: 100 } as const;

type Graph = InstanceType<typeof hnswlib.HierarchicalNSW>;

/** A graph, and the window that each of its labels stands for. */
export interface WindowGraph {
  graph: Graph;
  /** TOMBSTONE for a point whose text left the record. */
  windowOfLabel: Uint32Array;
}

/** A graph on disk that a build may extend. */
export interface EarlierGraph {
  file: string;
  labels: number;
  /** The label of each window of the new matrix; -1 for a new one. */
  labelOfWindow: Int32Array;
}

export const TOMBSTONE = 0xffffffff;
/** With a larger share of tombstones, or of new points, a graph is built anew: both cost recall. */
const MOST_GONE = 0.1;
const MOST_NEW = 0.5;

// hnswlib takes plain arrays only, and a typed array aborts the process.
const pointOf = (source: WindowSource, window: number) => Array.from(windowOf(source, window));

/** Adds what is new to an earlier graph, or builds one over all windows. `onProgress` gets the windows done so far. */
export function buildGraph(
  matrix: WindowMatrix,
  onProgress: (done: number) => void,
  before?: EarlierGraph,
): WindowGraph {
  const windows = matrix.rowOfWindow.length;
  const extended = before && extendable(before, windows) ? openEarlier(before, matrix) : undefined;
  const { graph, windowOfLabel } = extended ?? emptyGraph(matrix);
  const known = extended && before ? before.labelOfWindow : new Int32Array(windows).fill(-1);
  let label = graph.getCurrentCount();
  const source = inMemory(matrix);
  for (let window = 0; window < windows; window++) {
    if ((known[window] ?? -1) < 0) {
      graph.addPoint(pointOf(source, window), label);
      windowOfLabel[label++] = window;
    }
    // A small graph is done before anyone could read how far it is.
    if (window % 1000 === 999 || (window === windows - 1 && windows > 1000)) onProgress(window + 1);
  }
  return { graph, windowOfLabel };
}

/** Whether a graph can be extended rather than built anew. */
export function extendable({ labels, labelOfWindow }: EarlierGraph, windows: number): boolean {
  const kept = labelOfWindow.reduce((sum, label) => sum + (label < 0 ? 0 : 1), 0);
  return labels - kept <= MOST_GONE * labels && windows - kept <= MOST_NEW * labels;
}

function emptyGraph(matrix: WindowMatrix): WindowGraph {
  const graph = new hnswlib.HierarchicalNSW('ip', matrix.dimension);
  const maxElements = matrix.rowOfWindow.length;
  const { m, efConstruction, seed: randomSeed } = HNSW;
  graph.initIndex({ maxElements, m, efConstruction, randomSeed });
  return { graph, windowOfLabel: new Uint32Array(maxElements) };
}

function openEarlier(
  { file, labels, labelOfWindow }: EarlierGraph,
  matrix: WindowMatrix,
): WindowGraph | undefined {
  const graph = new hnswlib.HierarchicalNSW('ip', matrix.dimension);
  try {
    graph.readIndexSync(file);
  } catch {
    return undefined;
  }
  if (graph.getCurrentCount() !== labels) return undefined;
  const added = labelOfWindow.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0);
  graph.resizeIndex(labels + added);
  const windowOfLabel = new Uint32Array(labels + added).fill(TOMBSTONE);
  for (const [window, label] of labelOfWindow.entries()) if (label >= 0) windowOfLabel[label] = window;
  return { graph, windowOfLabel };
}

/**
 * Writes a graph, and reads it again: hnswlib does not say when the disk is full.
 * @throws the file system's error, where no more can be written to the file
 * @throws SnapshotError when the file did not become whole for another reason
 */
export function writeGraph(file: string, { graph, windowOfLabel }: WindowGraph, matrix: WindowMatrix): void {
  graph.writeIndexSync(file);
  if (windowOfLabel.length === 0) return;
  try {
    readGraph(file, inMemory(matrix), windowOfLabel);
  } catch (cause) {
    // The system says why: the disk is full, or the file was taken away by a build that overtook this one.
    probe(file);
    throw new SnapshotError(`${path.basename(file)} did not become whole.`, 'Run: npm run embed', { cause });
  }
}

/** More than what a full disk may still have room for. */
const PROBE_BYTES = 1 << 20;

function probe(file: string): void {
  const descriptor = openSync(file, constants.O_WRONLY | constants.O_APPEND);
  try {
    writeSync(descriptor, Buffer.alloc(PROBE_BYTES));
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads a graph from a file that belongs to the matrix.
 * @throws SnapshotError when it holds another number of points or another dimension (which hnswlib does not notice)
 */
export function readGraph(file: string, source: WindowSource, windowOfLabel: Uint32Array): WindowGraph {
  const graph = new hnswlib.HierarchicalNSW('ip', source.dimension);
  try {
    graph.readIndexSync(file);
    const label = windowOfLabel.findIndex((window) => window !== TOMBSTONE);
    const same = graph.getCurrentCount() === windowOfLabel.length && label >= 0;
    const point = same ? graph.getPoint(label) : [];
    // Stored as 32-bit floats of the same steps, so the same vector is equal to the bit.
    const stored = windowOf(source, windowOfLabel[label] ?? 0);
    if (same && point.length === stored.length && point.every((value, i) => value === stored[i])) {
      return { graph, windowOfLabel };
    }
  } catch {
    // Falls through to the one message for an unusable graph.
  }
  throw new SnapshotError('hnsw.bin of the index does not belong to its vectors.', 'Run: npm run embed');
}

export class HnswIndex implements VectorIndex {
  private readonly graph: Graph;
  private readonly windowOfLabel: Uint32Array;
  private readonly source: WindowSource;

  constructor({ graph, windowOfLabel }: WindowGraph, source: WindowSource, ef: number) {
    this.graph = graph;
    this.windowOfLabel = windowOfLabel;
    this.source = source;
    this.graph.setEf(ef);
  }

  async search(query: Float32Array, k: number): Promise<ScoredRow[]> {
    const points = this.windowOfLabel.length;
    const rows = this.source.firstWindow.length - 1;
    const wanted = Math.min(k, rows);
    if (wanted <= 0) return [];
    // Windows of one passage may crowd the answer: ask for more until enough passages are in it.
    for (let ask = Math.min(wanted + 8, points); ; ask = Math.min(ask * 2, points)) {
      const best = this.bestRows(this.graph.searchKnn(Array.from(query), ask));
      if (best.length >= wanted || ask === points) return best.slice(0, wanted);
    }
  }

  score(query: Float32Array, rows: readonly Row[]): Promise<number[]> {
    return scoreRows(this.source, query, rows);
  }

  private bestRows(found: { neighbors: number[]; distances: number[] }): ScoredRow[] {
    const best = new Map<Row, number>();
    for (const [i, label] of found.neighbors.entries()) {
      const window = this.windowOfLabel[label] ?? TOMBSTONE;
      if (window === TOMBSTONE) continue;
      const row = this.source.rowOfWindow[window] ?? 0;
      // hnswlib's distance for inner products is 1 - product.
      const score = 1 - (found.distances[i] ?? 1);
      if (score > (best.get(row) ?? Number.NEGATIVE_INFINITY)) best.set(row, score);
    }
    return [...best].map(([row, score]) => ({ row, score })).sort(byScore);
  }
}
