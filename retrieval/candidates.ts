/** Candidates: the rows that either index holds for the best, as wide for one hit as for a hundred. */
import { selectBest } from './best.ts';
import type { Candidate, LexicalIndex, PassageFilter, PassageStore, Row, VectorIndex } from './interfaces.ts';
import { addDays, longest, type Period } from './query/periods.ts';

export interface CandidateParts {
  vectors: VectorIndex;
  lexical: LexicalIndex;
  passages: PassageStore;
}

export interface CandidateRequest {
  query: string;
  vector: Float32Array;
  /** How many of each index. */
  depth: number;
  /** How many in all: what the indexes leave free goes to other paragraphs of the turns that they found. */
  most: number;
  /** What the user narrowed the search to. */
  filter: PassageFilter | undefined;
  /** Days that the question names: the best passages of those days are candidates, too. */
  periods: readonly Period[];
}

/** Longest period that is searched by itself: a longer one hardly narrows anything. */
const LONGEST_PERIOD = 100;
/** What happened on a day is still talked about on the days after. */
const AFTERMATH = 14;
/** Share of the depth that goes to the days that a question names. */
const SHARE_OF_PERIODS = 1 / 4;

/** The best rows of each index, of those that the filter lets through, and the best paragraphs beside them. */
export async function findCandidates(parts: CandidateParts, request: CandidateRequest): Promise<Row[]> {
  const found = await findInIndexes(parts, request);
  return [...found, ...(await findBeside(parts, request, found))];
}

/** The union of the best rows of each index; at most two depths. */
async function findInIndexes(parts: CandidateParts, request: CandidateRequest): Promise<Row[]> {
  const { depth, filter, periods } = request;
  if (filter !== undefined) return distinctRows(...(await searchWithin(parts, request, filter, depth)));
  const narrow = periods.length === 1 && longest(periods) <= LONGEST_PERIOD ? periods[0] : undefined;
  const inPeriod = narrow ? Math.round(depth * SHARE_OF_PERIODS) : 0;
  const { query, vector } = request;
  const found = await Promise.all([
    parts.vectors.search(vector, depth - inPeriod),
    parts.lexical.search(query, depth - inPeriod),
  ]);
  if (!narrow) return distinctRows(...found);
  const days = { since: narrow.from, until: addDays(narrow.to, AFTERMATH) };
  return distinctRows(...found, ...(await searchWithin(parts, request, days, inPeriod)));
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
  { query, vector }: CandidateRequest,
  filter: PassageFilter,
  depth: number,
): Promise<Candidate[][]> {
  const rows = await passages.select(filter);
  const [dense, words] = await Promise.all([vectors.score(vector, rows), lexical.score(query, rows)]);
  return [bestOf(rows, dense, depth), bestOf(rows, words, depth).filter(({ score }) => score > 0)];
}

function bestOf(rows: readonly Row[], scores: readonly number[], depth: number): Candidate[] {
  const scoreOf = new Map(rows.map((row, i) => [row, scores[i] ?? 0]));
  return selectBest(rows, (row) => scoreOf.get(row) ?? 0, depth);
}

function distinctRows(...rankings: readonly (readonly Candidate[])[]): Row[] {
  return [...new Set(rankings.flat().map(({ row }) => row))];
}
