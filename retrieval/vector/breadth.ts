/** Chooses between exact scan and graph, and the graph's breadth, by what is measured on the record's own questions. */
import { ExactIndex } from './exact.ts';
import { HnswIndex, type WindowGraph } from './hnsw.ts';
import { inMemory, type WindowMatrix } from './windows.ts';

/** Up to this many windows the exact scan takes less than 2 ms: see `npm run bench`. */
export const EXACT_UP_TO = 4000;
/** Share of the true nearest passages that the graph must find. */
const RECALL_TARGET = 0.97;
const RECALL_AT = 60;
const BREADTHS = [60, 100, 150, 200, 300, 400, 600, 800, 1200, 1600];

/** A breadth, and the recall that it was chosen for. */
export interface Breadth {
  ef: number;
  recall: number;
  /** Windows of the record that it was measured on. */
  windows: number;
}

/**
 * The smallest breadth whose recall@60 against the exact scan reaches the target on real questions. A passage's own
 * vector, let alone a random one, would flatter the graph: it lies among its neighbours, a question does not.
 */
export async function chooseBreadth(
  graph: WindowGraph,
  matrix: WindowMatrix,
  questions: readonly Float32Array[],
): Promise<Breadth> {
  const windows = matrix.rowOfWindow.length;
  const exact = new ExactIndex(matrix);
  const truth: Set<number>[] = [];
  for (const question of questions) {
    truth.push(new Set((await exact.search(question, RECALL_AT)).map(({ row }) => row)));
  }
  let breadth: Breadth = { ef: BREADTHS.at(-1) ?? RECALL_AT, recall: 0, windows };
  for (const ef of BREADTHS) {
    const index = new HnswIndex(graph, inMemory(matrix), ef);
    let found = 0;
    for (const [i, question] of questions.entries()) {
      for (const { row } of await index.search(question, RECALL_AT)) if (truth[i]?.has(row)) found++;
    }
    const all = truth.reduce((sum, rows) => sum + rows.size, 0);
    breadth = { ef, recall: all > 0 ? found / all : 0, windows };
    if (breadth.recall >= RECALL_TARGET) break;
  }
  return breadth;
}
