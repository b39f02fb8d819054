/** The record of a snapshot behind the seam: passage ids outside, rows inside. */
import { selectBest } from '../best.ts';
import type {
  DocumentListing,
  PassageFilter,
  Row,
  ScoredRow,
  TokenVectors,
  VectorIndex,
} from '../interfaces.ts';
import type { Bm25Index } from '../lexical/index.ts';
import type { Vocabulary } from '../query/vocabulary.ts';
import { indexedQuotes } from '../quotes/indexed-quotes.ts';
import type { WordIndex } from '../quotes/word-index.ts';
import type { Candidate, CandidateRequest, RecordStore, TopicStore } from '../store/record-store.ts';
import type { RankedTopics } from '../topic-index.ts';
import type { SnapshotPassages } from './passages.ts';

interface SnapshotParts {
  vectors: VectorIndex;
  lexical: Bm25Index;
  passages: SnapshotPassages;
  topics: RankedTopics;
  words: WordIndex;
  vocabulary: Vocabulary;
  tokens: TokenVectors | undefined;
}

export function createSnapshotStore(parts: SnapshotParts): RecordStore {
  const { passages, vocabulary, tokens } = parts;
  let listings: DocumentListing[] | undefined;
  return {
    summary: async () => passages.summary(),
    candidates: (request) => findCandidates(parts, request),
    passages: (ids) => passages.read(rowsOf(passages, ids)),
    async turn(id) {
      const row = passages.find(id);
      return row === undefined ? [] : passages.read(passages.turnOf(row));
    },
    async documents() {
      // Of one day, the order of the record.
      listings ??= passages.listings().sort(byDate);
      return listings;
    },
    document: async (id) => passages.transcriptOf(id),
    tokens,
    topics: topicStore(parts.topics, passages),
    quotes: indexedQuotes(parts.words, passages),
    vocabulary: async () => vocabulary,
  };
}

/** Newest first; of one day, as they stand. */
function byDate(a: { date: string }, b: { date: string }): number {
  return a.date === b.date ? 0 : a.date < b.date ? 1 : -1;
}

function rowsOf(passages: SnapshotPassages, ids: readonly string[]): Row[] {
  return ids.flatMap((id) => passages.find(id) ?? []);
}

type Indexes = Pick<SnapshotParts, 'vectors' | 'lexical' | 'passages'>;

/** The best rows of each index for each part of the request, and the best paragraphs beside them. */
async function findCandidates(indexes: Indexes, request: CandidateRequest): Promise<Candidate[]> {
  const { vectors, lexical, passages } = indexes;
  const { vector } = request;
  const rankings = await Promise.all(
    request.parts.map(({ depth, filter }) =>
      filter === undefined
        ? Promise.all([vectors.search(vector, depth), lexical.search(request, depth)])
        : searchWithin(indexes, request, filter, depth),
    ),
  );
  const found = [...new Set(rankings.flat(2).map(({ row }) => row))];
  const rows = [...found, ...(await findBeside(indexes, request, found))];
  const [dense, words, coverage, cited] = await Promise.all([
    vectors.score(vector, rows),
    lexical.score(request, rows),
    lexical.coverage(request, rows),
    passages.read(rows),
  ]);
  return cited.map((one, i) => ({
    cited: one,
    dense: dense[i] ?? 0,
    lexical: words[i] ?? 0,
    coverage: coverage[i] ?? 0,
  }));
}

/**
 * An answer of ten paragraphs is found by the one that repeats the question's words, and may answer it in another.
 * A turn has one speaker and one day, so these pass the filter, too.
 */
async function findBeside(
  { vectors, passages }: Indexes,
  { vector, most }: CandidateRequest,
  found: readonly Row[],
): Promise<Row[]> {
  const room = most - found.length;
  if (room <= 0) return [];
  const known = new Set(found);
  const turns = new Set(found.flatMap((row) => passages.turnOf(row)));
  const beside = [...turns].filter((row) => !known.has(row));
  return bestOf(beside, await vectors.score(vector, beside), room).map(({ row }) => row);
}

// A filter inside the graph search costs more than scoring what it lets through: see docs/benchmarks.md.
async function searchWithin(
  { vectors, lexical, passages }: Indexes,
  request: CandidateRequest,
  filter: PassageFilter,
  depth: number,
): Promise<ScoredRow[][]> {
  const rows = passages.select(filter);
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

function topicStore(topics: RankedTopics, passages: SnapshotPassages): TopicStore {
  return {
    async suggest(text, limit) {
      const entries = await topics.suggest(text, limit);
      return entries.map(({ name, rows }) => ({ name, statements: rows.length }));
    },
    async near(passageIds, limit) {
      const entries = await topics.near(rowsOf(passages, passageIds), limit);
      return entries.map(({ name }) => name);
    },
    async statements(name, which, filter) {
      const entry = await topics.find(name);
      if (!entry) return undefined;
      const allowed = filter && new Set(passages.select(filter));
      // Rows of one day keep their order.
      const dated = entry.rows
        .filter((row) => allowed?.has(row) ?? true)
        .map((row) => ({ row, date: passages.dateOf(row) }))
        .sort(byDate);
      const rows = dated.map(({ row }) => row);
      const { from, count } = 'from' in which ? which : rangeOf(rows, passages.find(which.passageId));
      return {
        name: entry.name,
        spellings: entry.spellings,
        dates: dated.map(({ date }) => date).toReversed(),
        from,
        statements: await passages.read(rows.slice(from, from + count)),
      };
    },
  };
}

function rangeOf(rows: readonly Row[], row: Row | undefined) {
  const from = row === undefined ? -1 : rows.indexOf(row);
  return { from: Math.max(0, from), count: from < 0 ? 0 : 1 };
}
