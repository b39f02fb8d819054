/** Selection: the best k of many scores, without sorting the rest. */
import { lowerBound } from './binary-search.ts';
import type { ScoredRow } from './interfaces.ts';

/** Better first; equal scores keep the order of the record, so that results do not change between runs. */
export function byScore(a: ScoredRow, b: ScoredRow): number {
  return b.score - a.score || a.row - b.row;
}

/** The best `k` of the given rows by `scoreOf`, best first. */
export function selectBest(rows: Iterable<number>, scoreOf: (row: number) => number, k: number): ScoredRow[] {
  const best: ScoredRow[] = [];
  for (const row of rows) {
    const score = scoreOf(row);
    const worst = best[k - 1];
    // Nearly every row ends here, so nothing is made for it.
    if (worst && (score < worst.score || (score === worst.score && row > worst.row))) continue;
    const found = { row, score };
    const isBetter = (at: number) => byScore(best[at] ?? found, found) < 0;
    best.splice(lowerBound(0, best.length, isBetter), 0, found);
    if (best.length > k) best.pop();
  }
  return best;
}
