/** The indexes of several segments, asked as one: the same interfaces over the rows of the whole record. */
import type { BackgroundFrequencies } from '../background/frequencies.ts';
import { byScore } from '../best.ts';
import type { LexicalIndex, Row, ScoredRow, VectorIndex } from '../interfaces.ts';
import { Bm25Index } from '../lexical/index.ts';
import { type Postings, rangeOf } from '../lexical/postings.ts';
import type { SegmentRows } from './rows.ts';

/** The best of each segment, and the best of those: cosines need nothing of each other. */
export function joinVectorIndexes(indexes: readonly VectorIndex[], rows: SegmentRows): VectorIndex {
  return {
    search: (query, k) => bestOfAll(indexes, rows, k, (index) => index.search(query, k)),
    score: (query, wanted) =>
      rows.perRow(wanted, (segment, own) => partOf(indexes, segment).score(query, own)),
  };
}

/** BM25 of each segment, with the document frequencies of the whole record. */
export function joinLexicalIndexes(
  postings: readonly Postings[],
  rows: SegmentRows,
  background: BackgroundFrequencies,
): LexicalIndex {
  const frequencies = {
    size: rows.size,
    rowsOf: (term: string) =>
      postings.reduce((sum, one) => {
        const { from, to } = rangeOf(one, term);
        return sum + to - from;
      }, 0),
  };
  const indexes = postings.map((one) => new Bm25Index(one, background, frequencies));
  return {
    search: (query, k) => bestOfAll(indexes, rows, k, (index) => index.search(query, k)),
    score: (query, wanted) =>
      rows.perRow(wanted, (segment, own) => partOf(indexes, segment).score(query, own)),
    coverage: (query, wanted) =>
      rows.perRow(wanted, (segment, own) => partOf(indexes, segment).coverage(query, own)),
  };
}

async function bestOfAll<Index>(
  indexes: readonly Index[],
  rows: SegmentRows,
  k: number,
  search: (index: Index) => Promise<ScoredRow[]>,
): Promise<ScoredRow[]> {
  const best: ScoredRow[] = [];
  for (const [segment, index] of indexes.entries()) {
    const start = rows.starts[segment] ?? 0;
    for (const { row, score } of await search(index)) best.push({ row: (row + start) as Row, score });
  }
  return best.sort(byScore).slice(0, Math.max(0, k));
}

function partOf<Part>(parts: readonly Part[], segment: number): Part {
  const part = parts[segment];
  if (part === undefined) throw new RangeError(`there is no segment ${segment}`);
  return part;
}
