/** Selection: the best k of many scores, without sorting the rest. */
import type { ScoredRow } from './interfaces.ts';

/** Better first; equal scores keep the order of the record, so that results do not change between runs. */
export function byScore(a: ScoredRow, b: ScoredRow): number {
  return b.score - a.score || a.row - b.row;
}

/** The best `k` of the given rows by `scoreOf`, best first. */
export function selectBest(rows: Iterable<number>, scoreOf: (row: number) => number, k: number): ScoredRow[] {
  if (k <= 0) return [];
  const heap: ScoredRow[] = [];
  for (const row of rows) {
    const score = scoreOf(row);
    if (heap.length < k) {
      heap.push({ row, score });
      siftUp(heap);
      continue;
    }
    // Nearly every row ends here, so nothing is made for it: the root is the worst that is kept.
    const worst = heap[0];
    if (!worst || score < worst.score || (score === worst.score && row > worst.row)) continue;
    heap[0] = { row, score };
    siftDown(heap);
  }
  return heap.sort(byScore);
}

// The worst of the kept candidates stands at the root.
function siftUp(heap: ScoredRow[]): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!swapIfWorse(heap, child, parent)) return;
    child = parent;
  }
}

function siftDown(heap: ScoredRow[]): void {
  let parent = 0;
  for (;;) {
    const left = 2 * parent + 1;
    const right = left + 1;
    let worst = left;
    const l = heap[left];
    const r = heap[right];
    if (!l) return;
    if (r && byScore(r, l) > 0) worst = right;
    if (!swapIfWorse(heap, worst, parent)) return;
    parent = worst;
  }
}

function swapIfWorse(heap: ScoredRow[], child: number, parent: number): boolean {
  const c = heap[child];
  const p = heap[parent];
  if (!c || !p || byScore(c, p) <= 0) return false;
  heap[child] = p;
  heap[parent] = c;
  return true;
}
