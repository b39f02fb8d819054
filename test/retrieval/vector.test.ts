import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SnapshotError } from '../../retrieval/errors.ts';
import { GRAPH_FILE, openVectorIndex, writeVectors } from '../../retrieval/snapshot/index-files.ts';
import { DistinctTextIndex, findDistinctTexts } from '../../retrieval/vector/distinct-texts.ts';
import { ExactIndex } from '../../retrieval/vector/exact.ts';
import { buildGraph, HnswIndex, readGraph, TOMBSTONE, writeGraph } from '../../retrieval/vector/hnsw.ts';
import {
  inMemory,
  layOutWindows,
  quantize,
  STEPS,
  type WindowMatrix,
} from '../../retrieval/vector/windows.ts';

import { temporaryFolder } from '../support/temporary.ts';
import { wordEncoder } from '../support/word-encoder.ts';

const WORDS = 'law net firm state data vote bank court trade cable port visa loan summit border treaty'.split(
  ' ',
);

/** Passages of varied words; every fifth is long enough for several windows. */
async function matrixOf(count: number): Promise<WindowMatrix> {
  const texts = Array.from({ length: count }, (_, i) =>
    Array.from(
      { length: i % 5 === 0 ? 30 : 8 },
      (_, j) => `${WORDS[(i * 7 + j * j * 3) % WORDS.length]}${(i * j) % 11}`,
    ).join(' '),
  );
  const encoder = wordEncoder({ windowWords: 12 });
  const passages: Int16Array[] = [];
  for await (const { position, windows } of encoder.encodePassages(texts))
    passages[position] = quantize(windows);
  return layOutWindows(passages, encoder.dimension);
}

/** Scores every passage by the best of its windows, one multiplication at a time. */
function naive(matrix: WindowMatrix, query: Float32Array): Map<number, number> {
  const best = new Map<number, number>();
  for (const [window, row] of matrix.rowOfWindow.entries()) {
    let product = 0;
    for (let i = 0; i < matrix.dimension; i++)
      product += (query[i] ?? 0) * ((matrix.vectors[window * matrix.dimension + i] ?? 0) / STEPS);
    best.set(row, Math.max(best.get(row) ?? -1, product));
  }
  return best;
}

const query = () => wordEncoder().encodeQuery('court3 trade7 law0 visa4 bank1');

describe.each([
  ['exact scan', (matrix: WindowMatrix) => new ExactIndex(matrix)],
  // An efSearch as large as the record makes the graph search exhaustive.
  [
    'graph',
    (matrix: WindowMatrix) =>
      new HnswIndex(
        buildGraph(matrix, () => {}),
        inMemory(matrix),
        1000,
      ),
  ],
])('%s', (_, open) => {
  it('finds what a naive computation finds, a passage by the best of its windows', async () => {
    const matrix = await matrixOf(300);
    expect(matrix.rowOfWindow.length).toBeGreaterThan(300);
    const truth = naive(matrix, await query());
    const expected = [...truth.values()].sort((a, b) => b - a);
    const found = await open(matrix).search(await query(), 40);
    expect(found.length).toBe(40);
    expect(new Set(found.map(({ row }) => row)).size).toBe(40);
    for (const [i, { row, score }] of found.entries()) {
      expect(score).toBeCloseTo(expected[i] ?? Number.NaN, 5);
      expect(score).toBeCloseTo(truth.get(row) ?? Number.NaN, 5);
    }
    const rows = [7, 0, 299];
    const scores = await open(matrix).score(await query(), rows);
    for (const [i, row] of rows.entries()) expect(scores[i]).toBeCloseTo(truth.get(row) ?? Number.NaN, 5);
  });

  it('gives every passage of a small record once, and none of an empty ask', async () => {
    const index = open(await matrixOf(6));
    const found = await index.search(await query(), 60);
    expect(found.map(({ row }) => row).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await index.search(await query(), 0)).toEqual([]);
  });
});

describe('a graph that cannot be written whole', () => {
  it('is not called a full disk when the disk has room', async () => {
    const file = path.join(await temporaryFolder(), 'graph.bin');
    const matrix = await matrixOf(50);
    const graph = buildGraph(matrix, () => {});
    // As if another had written over it: other vectors than those of the graph.
    const other = withoutFirst(matrix, 5, 55);
    expect(() => writeGraph(file, graph, other)).toThrow(SnapshotError);
    expect(() => writeGraph(file, graph, other)).toThrow(/did not become whole/);
  });
});

describe('a graph on disk', () => {
  it('serves again, and is refused for other vectors', async () => {
    const file = path.join(await temporaryFolder(), 'graph.bin');
    const matrix = await matrixOf(50);
    const graph = buildGraph(matrix, () => {});
    writeGraph(file, graph, matrix);
    const before = await new HnswIndex(graph, inMemory(matrix), 100).search(await query(), 10);
    expect(
      await new HnswIndex(
        readGraph(file, inMemory(matrix), graph.windowOfLabel),
        inMemory(matrix),
        100,
      ).search(await query(), 10),
    ).toEqual(before);
    const more = await matrixOf(51);
    expect(() => readGraph(file, inMemory(more), buildGraph(more, () => {}).windowOfLabel)).toThrow(
      SnapshotError,
    );
    const wider = inMemory({ ...matrix, dimension: 128 });
    expect(() => readGraph(file, wider, graph.windowOfLabel)).toThrow(SnapshotError);
    expect(() => readGraph(`${file}.gone`, inMemory(matrix), graph.windowOfLabel)).toThrow(/npm run embed/);
  });
});

describe('a graph whose vectors stay on disk', () => {
  it('scores every row as the exact scan does, one after the other or scattered', async () => {
    const folder = await temporaryFolder();
    const matrix = await matrixOf(700);
    const graph = buildGraph(matrix, () => {});
    writeGraph(path.join(folder, GRAPH_FILE), graph, matrix);
    const textOfRow = Uint32Array.from({ length: 700 }, (_, row) => row);
    const { windowOfLabel } = graph;
    await writeVectors(folder, { matrix, textOfRow, windowOfLabel, digests: new Uint8Array(0) });
    const index = await openVectorIndex(folder, matrix.dimension, 1000);
    const exact = new ExactIndex(matrix);
    const all = Array.from({ length: 700 }, (_, row) => row);
    for (const rows of [all, all.toReversed(), [699, 0, 1, 2, 2, 350], []]) {
      expect(await index.score(await query(), rows)).toEqual(await exact.score(await query(), rows));
    }
    const found = await index.search(await query(), 20);
    const truth = await exact.search(await query(), 20);
    expect(found.map(({ score }) => score.toFixed(4))).toEqual(truth.map(({ score }) => score.toFixed(4)));
    index.close();
    await expect(index.score(await query(), [0])).rejects.toThrow();
  });
});

describe('a graph of an earlier record', () => {
  const labelsOf = (windows: number, known: (window: number) => number) =>
    Int32Array.from({ length: windows }, (_, window) => known(window));

  it('is extended: what is new is added, what is gone is not found', async () => {
    const file = path.join(await temporaryFolder(), 'graph.bin');
    const all = await matrixOf(300);
    const size = all.rowOfWindow.length;
    const half = firstWindows(all, 360);
    writeGraph(
      file,
      buildGraph(half, () => {}),
      half,
    );
    // The first ten windows left the record: the rest moved up, and ten new ones came.
    const later = withoutFirst(all, 10, 370);
    const labels = labelsOf(360, (window) => (window < 350 ? window + 10 : -1));
    const extended = buildGraph(later, () => {}, { file, labels: 360, labelOfWindow: labels });
    expect(size).toBeGreaterThan(370);
    expect(extended.windowOfLabel.length).toBe(370);
    expect([...extended.windowOfLabel.subarray(0, 10)]).toEqual(Array(10).fill(TOMBSTONE));
    const found = await new HnswIndex(extended, inMemory(later), 1000).search(await query(), 40);
    const exact = await new ExactIndex(later).search(await query(), 40);
    expect(found.map(({ score }) => score.toFixed(4))).toEqual(exact.map(({ score }) => score.toFixed(4)));
  });

  it.each([
    ['much is gone', (window: number) => (window < 100 ? window : -1)],
    ['most is new', (window: number) => (window < 40 ? window : -1)],
  ])('is built anew where %s', async (_, known) => {
    const file = path.join(await temporaryFolder(), 'graph.bin');
    const before = firstWindows(await matrixOf(300), 200);
    writeGraph(
      file,
      buildGraph(before, () => {}),
      before,
    );
    const again = buildGraph(before, () => {}, { file, labels: 200, labelOfWindow: labelsOf(200, known) });
    expect([...again.windowOfLabel]).toEqual(Array.from({ length: 200 }, (_, window) => window));
  });
});

describe('passages of the same words', () => {
  it('share a vector, and are found in the order of the record', async () => {
    const texts = ['court law', 'bank vote', 'court law', 'visa', 'court law'];
    const { texts: distinct, ofRow } = findDistinctTexts(texts);
    expect(distinct).toEqual(['court law', 'bank vote', 'visa']);
    const encoder = wordEncoder();
    const windows: Int16Array[] = [];
    for await (const encoded of encoder.encodePassages(distinct)) {
      windows[encoded.position] = quantize(encoded.windows);
    }
    const index = new DistinctTextIndex(new ExactIndex(layOutWindows(windows, encoder.dimension)), ofRow);
    const asked = await encoder.encodeQuery('court law');
    expect((await index.search(asked, 5)).slice(0, 3).map(({ row }) => row)).toEqual([0, 2, 4]);
    expect(await index.search(asked, 2)).toHaveLength(2);
    const [first, , third] = await index.score(asked, [0, 1, 2]);
    expect(third).toBe(first);
    expect(await index.search(asked, 0)).toEqual([]);
  });
});

/** The matrix of windows `from` up to `to`, each a passage of its own. */
function withoutFirst(matrix: WindowMatrix, from: number, to: number): WindowMatrix {
  const { dimension, vectors } = matrix;
  const numbers = Uint32Array.from({ length: to - from + 1 }, (_, i) => i);
  return {
    dimension,
    vectors: vectors.slice(from * dimension, to * dimension),
    rowOfWindow: numbers.slice(0, -1),
    firstWindow: numbers,
  };
}

const firstWindows = (matrix: WindowMatrix, count: number) => withoutFirst(matrix, 0, count);
