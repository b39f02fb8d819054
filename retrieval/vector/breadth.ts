/** Chooses between exact scan and graph, and the graph's breadth, by what is measured on the record's own vectors. */
import { ExactIndex } from './exact.ts';
import { type buildGraph, HnswIndex } from './hnsw.ts';
import type { WindowMatrix } from './windows.ts';

/** Up to this many windows the exact scan takes less than 2 ms: see `npm run bench`. */
export const EXACT_UP_TO = 4000;
/** Share of the true nearest passages that the graph must find. */
const RECALL_TARGET = 0.97;
const RECALL_AT = 60;
const BREADTHS = [100, 200, 400, 800, 1600];
const SAMPLES = 100;

/**
 * The smallest breadth whose recall@60 against the exact scan reaches the target on a sample of the record's own
 * vectors, or nothing for a record that the exact scan serves faster. Random vectors would flatter the graph.
 */
export async function chooseBreadth(
  graph: ReturnType<typeof buildGraph>,
  matrix: WindowMatrix,
): Promise<number | undefined> {
  const windows = matrix.rowOfWindow.length;
  if (windows <= EXACT_UP_TO) return undefined;
  const exact = new ExactIndex(matrix);
  const step = Math.floor(windows / SAMPLES);
  const queries = Array.from({ length: SAMPLES }, (_, i) =>
    matrix.vectors.slice(i * step * matrix.dimension, (i * step + 1) * matrix.dimension),
  );
  const truth = await Promise.all(queries.map((query) => exact.search(query, RECALL_AT)));
  for (const ef of BREADTHS) {
    const index = new HnswIndex(graph, matrix, ef);
    let found = 0;
    for (const [i, query] of queries.entries()) {
      const rows = new Set((await index.search(query, RECALL_AT)).map(({ row }) => row));
      found += truth[i]?.filter(({ row }) => rows.has(row)).length ?? 0;
    }
    if (found / (SAMPLES * RECALL_AT) >= RECALL_TARGET) return ef;
  }
  return BREADTHS.at(-1);
}
