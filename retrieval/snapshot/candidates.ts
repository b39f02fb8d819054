/** Candidates: the rows that either index holds for the best, as wide for one hit as for a hundred. */
import { selectBest } from '../best.ts';
import type { PassageFilter, PassageStore, Row, ScoredRow, VectorIndex } from '../interfaces.ts';
import type { Bm25Index } from '../lexical/index.ts';
import type { Candidate, CandidateRequest } from '../store/record-store.ts';

export interface CandidateParts {
  vectors: VectorIndex;
  lexical: Bm25Index;
  passages: PassageStore;
}

/** The best rows of each index for each part of the request, and the best paragraphs beside them. */
export async function findCandidates(parts: CandidateParts, request: CandidateRequest): Promise<Candidate[]> {
  const { vector } = request;
  const rankings = await Promise.all(
    request.parts.map(({ depth, filter }) =>
      filter === undefined
        ? Promise.all([parts.vectors.search(vector, depth), parts.lexical.search(request, depth)])
        : searchWithin(parts, request, filter, depth),
    ),
  );
  const found = [...new Set(rankings.flat(2).map(({ row }) => row))];
  const rows = [...found, ...(await findBeside(parts, request, found))];
  const [dense, lexical, coverage, cited] = await Promise.all([
    parts.vectors.score(vector, rows),
    parts.lexical.score(request, rows),
    parts.lexical.coverage(request, rows),
    parts.passages.read(rows),
  ]);
  return cited.map((one, i) => ({
    cited: one,
    dense: dense[i] ?? 0,
    lexical: lexical[i] ?? 0,
    coverage: coverage[i] ?? 0,
  }));
}

/**
 * An answer of ten paragraphs is found by the one that repeats the question's words, and may answer it in another.
 * A turn has one speaker and one day, so these pass the filter, too.
 */
async function findBeside(
  { vectors, passages }: CandidateParts,
  { vector, most }: CandidateRequest,
  found: readonly Row[],
): Promise<Row[]> {
  const room = most - found.length;
  if (room <= 0) return [];
  const turns = await Promise.all(found.map((row) => passages.turnOf(row)));
  const known = new Set(found);
  const beside = [...new Set(turns.flat())].filter((row) => !known.has(row));
  return bestOf(beside, await vectors.score(vector, beside), room).map(({ row }) => row);
}

// A filter inside the graph search costs more than scoring what it lets through: see docs/benchmarks.md.
async function searchWithin(
  { vectors, lexical, passages }: CandidateParts,
  request: CandidateRequest,
  filter: PassageFilter,
  depth: number,
): Promise<ScoredRow[][]> {
  const rows = await passages.select(filter);
  const [dense, words] = await Promise.all([
    vectors.score(request.vector, rows),
    lexical.score(request, rows),
  ]);
  return [bestOf(rows, dense, depth), bestOf(rows, words, depth).filter(({ score }) => score > 0)];
}

function bestOf(rows: readonly Row[], scores: readonly number[], depth: number): ScoredRow[] {
  const scoreOf = new Map(rows.map((row, i) => [row, scores[i] ?? 0]));
  return selectBest(rows, (row) => scoreOf.get(row) ?? 0, depth);
}
