/** Chooses `efSearch`, how far a search of the graph goes, by what is measured on the record's own questions. */
import { ExactIndex } from './exact.ts';
import { HnswIndex, type WindowGraph } from './hnsw.ts';
import { inMemory, type WindowMatrix } from './windows.ts';

/** Up to this many windows the exact scan takes less than 2 ms: see `npm run bench`. */
export const EXACT_UP_TO = 4000;
/**
 * Share of the true nearest passages that the graph must find. The record's questions are long and in its language: at
 * .97 of theirs, 150 short ones found .93, the worst of them .66, and the worst in another language .39.
 */
export const RECALL_TARGET = 0.995;
const RECALL_AT = 60;
const TRIED = [100, 200, 400, 800, 1200, 1600, 2400, 3200];

/** An `efSearch`, and the recall that it was chosen for. */
export interface EfSearch {
  ef: number;
  recall: number;
  /** Windows of the record that it was measured on. */
  windows: number;
}

/**
 * The smallest `efSearch` whose recall@60 against the exact scan reaches the target on real questions. A passage's own
 * vector, let alone a random one, would flatter the graph: it lies among its neighbours, a question does not.
 */
export async function chooseEfSearch(
  graph: WindowGraph,
  matrix: WindowMatrix,
  questions: readonly Float32Array[],
): Promise<EfSearch> {
  const windows = matrix.rowOfWindow.length;
  const exact = new ExactIndex(matrix);
  const truth: Set<number>[] = [];
  for (const question of questions) {
    truth.push(new Set((await exact.search(question, RECALL_AT)).map(({ row }) => row)));
  }
  let chosen: EfSearch = { ef: TRIED.at(-1) ?? RECALL_AT, recall: 0, windows };
  for (const ef of TRIED) {
    const index = new HnswIndex(graph, inMemory(matrix), ef);
    let found = 0;
    for (const [i, question] of questions.entries()) {
      for (const { row } of await index.search(question, RECALL_AT)) if (truth[i]?.has(row)) found++;
    }
    const all = truth.reduce((sum, rows) => sum + rows.size, 0);
    chosen = { ef, recall: all > 0 ? found / all : 0, windows };
    if (chosen.recall >= RECALL_TARGET) break;
  }
  return chosen;
}
