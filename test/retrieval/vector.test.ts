import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SnapshotError } from '../../retrieval/errors.ts';
import { ExactIndex } from '../../retrieval/vector/exact.ts';
import { buildGraph, HnswIndex, readGraph } from '../../retrieval/vector/hnsw.ts';
import { layOutWindows, type WindowMatrix } from '../../retrieval/vector/windows.ts';
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
  const passages: Float32Array[][] = [];
  for await (const { position, windows } of encoder.encodePassages(texts)) passages[position] = windows;
  return layOutWindows(passages, encoder.dimension);
}

/** Scores every passage by the best of its windows, one multiplication at a time. */
function naive(matrix: WindowMatrix, query: Float32Array): Map<number, number> {
  const best = new Map<number, number>();
  for (const [window, row] of matrix.rowOfWindow.entries()) {
    let product = 0;
    for (let i = 0; i < matrix.dimension; i++)
      product += (query[i] ?? 0) * (matrix.vectors[window * matrix.dimension + i] ?? 0);
    best.set(row, Math.max(best.get(row) ?? -1, product));
  }
  return best;
}

const query = () => wordEncoder().encodeQuery('court3 trade7 law0 visa4 bank1');

describe.each([
  ['exact scan', (matrix: WindowMatrix) => new ExactIndex(matrix)],
  // A breadth as wide as the record makes the graph search exhaustive.
  [
    'graph',
    (matrix: WindowMatrix) =>
      new HnswIndex(
        buildGraph(matrix, () => {}),
        matrix,
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

describe('a graph on disk', () => {
  it('serves again, and is refused for other vectors', async () => {
    const file = path.join(await temporaryFolder(), 'graph.bin');
    const matrix = await matrixOf(50);
    const graph = buildGraph(matrix, () => {});
    graph.writeIndexSync(file);
    const before = await new HnswIndex(graph, matrix, 100).search(await query(), 10);
    expect(await new HnswIndex(readGraph(file, matrix), matrix, 100).search(await query(), 10)).toEqual(
      before,
    );
    const more = await matrixOf(51);
    expect(() => readGraph(file, more)).toThrow(SnapshotError);
    const wider = { ...matrix, dimension: 128 };
    expect(() => readGraph(file, wider)).toThrow(SnapshotError);
    expect(() => readGraph(`${file}.gone`, matrix)).toThrow(/npm run embed/);
  });
});
