/** Selection: the best k of many scores, without sorting the rest. */
import type { ScoredRow } from './interfaces.ts';

/** Better first; equal scores keep the order of the record, so that results do not change between runs. */
export function byScore(a: ScoredRow, b: ScoredRow): number {
  return b.score - a.score || a.row - b.row;
}

/** The best `k` of the given rows by `scoreOf`, best first. */
export function selectBest(rows: Iterable<number>, scoreOf: (row: number) => number, k: number): ScoredRow[] {
  if (k <= 0) return [];
  const kept: ScoredRow[] = [];
  /** What has to be beaten: the last of the best k when they were sorted. */
  let worst: ScoredRow | undefined;
  for (const row of rows) {
    const score = scoreOf(row);
    // Nearly every row ends here, so nothing is made for it.
    if (worst && (score < worst.score || (score === worst.score && row > worst.row))) continue;
    kept.push({ row, score });
    if (kept.length < 2 * k) continue;
    kept.sort(byScore);
    kept.length = k;
    worst = kept[k - 1];
  }
  return kept.sort(byScore).slice(0, k);
}
