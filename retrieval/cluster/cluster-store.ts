/** The record in OpenSearch behind the seam: one version of it, as the pointer named it when it was opened. */
import { gunzipSync } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';
import type { Transcript } from '../../corpus/schema.ts';
import { ClusterError, ClusterUnavailableError } from '../errors.ts';
import type { CitedPassage, DocumentListing, RecordSummary } from '../interfaces.ts';
import { createVocabulary } from '../query/vocabulary.ts';
import type { RecordStore, TopicStatements, TopicStore } from '../store/record-store.ts';
import { RankedTopics } from '../topic-index.ts';
import { filtersOf, findCandidates } from './candidates.ts';
import type { ClusterConnection, SearchAnswer } from './connection.ts';
import { checkLayout, readPointer } from './control.ts';
import {
  indicesOf,
  onRecord,
  PASSAGE_FIELDS,
  type Pointer,
  type StoredPassage,
  type Tables,
} from './layout.ts';
import { checkedPassage } from './passages.ts';
import { createQuoteStore } from './quotes.ts';
import { createTokenStore } from './tokens.ts';

/** What every part of the store works on. */
export interface ClusterRecord {
  pointer: Pointer;
  /** How often each folded word stands in the passages. */
  words: ReadonlyMap<string, number>;
  /** How many passages hold each index term. */
  terms: ReadonlyMap<string, number>;
  /** Turns of passages that were candidates lately: their tokens are asked for next. */
  turnKeys: LRUCache<string, string>;
  /**
   * Searches of one version in one request, in their order.
   * @throws ClusterUnavailableError where a part of the record did not answer: “nothing found” would be a lie
   */
  search<Source>(searches: readonly Search[]): Promise<SearchAnswer<Source>[]>;
}

export interface Search {
  kind: 'passages' | 'turns' | 'documents' | 'tables';
  body: { query: object; size: number } & Record<string, unknown>;
}

/** Newest first; those of one document in its order. */
const NEWEST_FIRST = [
  { date: 'desc' },
  { path: 'asc' },
  { turnOrdinal: 'asc' },
  { ordinal: { order: 'asc', unmapped_type: 'integer' } },
];

/** Shards that have not answered within this time count as failed. */
const SEARCH_TIMEOUT = '3s';

/**
 * Searches that a process has on their way at once. The others wait here, where no time runs out: sent all at once, a
 * crowd's would time out in the queues of the nodes and be sent again to other nodes, which adds to the load.
 */
const SEARCHES_AT_ONCE = 8;

/** Most results of one search. */
const PAGE = 10_000;

/**
 * Opens what is on record in the cluster now.
 * @throws ClusterError when nothing was published, or by another version of this program
 * @throws ClusterUnavailableError when the cluster does not answer
 */
export async function openClusterStore(
  connection: ClusterConnection,
): Promise<{ store: RecordStore; pointer: Pointer }> {
  const read = await readPointer(connection);
  if (!read) {
    throw new ClusterError(
      `The cluster holds no record under the prefix ${connection.prefix}.`,
      'Publish it with: npm run embed',
    );
  }
  const { pointer } = read;
  checkLayout(pointer);
  const search = searcher(connection, pointer);
  const tables = await readTables(search, pointer);
  const record: ClusterRecord = {
    pointer,
    words: new Map(tables.words),
    terms: new Map(tables.terms),
    turnKeys: new LRUCache({ max: 10_000 }),
    search,
  };
  return { store: createStore(record, tables.topics), pointer };
}

function searcher(connection: ClusterConnection, pointer: Pointer): ClusterRecord['search'] {
  const indices = indicesOf(pointer.base);
  const queue = new PQueue({ concurrency: SEARCHES_AT_ONCE });
  return async <Source>(searches: readonly Search[]) => {
    const lines = searches.flatMap(({ kind, body }) => [
      // Frequencies of the whole index: a passage scores alike whatever shard it lies in.
      { index: indices[kind], search_type: 'dfs_query_then_fetch' },
      { track_total_hits: false, timeout: SEARCH_TIMEOUT, ...body },
    ]);
    return connection.retrying(() => queue.add(() => searchOnce<Source>(connection, lines, searches.length)));
  };
}

async function searchOnce<Source>(
  connection: ClusterConnection,
  lines: readonly object[],
  count: number,
): Promise<SearchAnswer<Source>[]> {
  const answer = await connection.send<{ responses: (SearchAnswer<Source> & { error?: object })[] }>(
    'POST',
    '/_msearch',
    lines,
  );
  const responses = answer?.responses ?? [];
  const broken = responses.find((one) => one.error || one.timed_out || one._shards.failed > 0);
  if (!broken && responses.length === count) return responses;
  throw new ClusterUnavailableError(
    'A part of the record could not be searched at the moment.',
    'Ask again in a moment: what was found elsewhere may not be all.',
    { cause: broken?.error ?? broken?._shards },
  );
}

async function readTables(search: ClusterRecord['search'], pointer: Pointer): Promise<Tables> {
  const filter = { term: { from: pointer.version } };
  const [answer] = await search<{ table: string; part: number; data: string }>([
    {
      kind: 'tables',
      body: { query: { bool: { filter } }, size: PAGE, sort: [{ table: 'asc' }, { part: 'asc' }] },
    },
  ]);
  const parts = answer?.hits.hits.map(({ _source }) => _source) ?? [];
  const read = <Name extends keyof Tables>(name: Name): Tables[Name] => {
    const own = parts.filter(({ table }) => table === name);
    if (own.length === 0) {
      throw new ClusterError(
        `The table “${name}” of ${pointer.base} is not in the cluster.`,
        'Publish the record again: npm run embed',
      );
    }
    return own.flatMap(({ data }) =>
      JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()),
    ) as Tables[Name];
  };
  return { words: read('words'), terms: read('terms'), topics: read('topics') };
}

function createStore(record: ClusterRecord, topics: Tables['topics']): RecordStore {
  const { pointer, words, terms } = record;
  const vocabulary = createVocabulary({ passages: pointer.counts.passages, words, terms });
  return {
    async summary(): Promise<RecordSummary> {
      const { name, encoder, counts, speakers, publishers, dates } = pointer;
      return { index: name, model: encoder.key, ...counts, speakers, publishers, ...(dates && { dates }) };
    },
    candidates: (request) => findCandidates(record, request),
    async passages(ids) {
      const found = await readPassages(record, { terms: { id: ids } }, ids.length);
      const cited = new Map(found.map((one) => [one.passage.id, one]));
      return ids.flatMap((id) => cited.get(id) ?? []);
    },
    async turn(id) {
      const [passage] = await findStored(record, { term: { id } }, 1);
      if (!passage) return [];
      return readPassages(record, { term: { turnKey: passage.turnKey } }, PAGE);
    },
    documents: () => readListings(record),
    async document(id) {
      const [answer] = await record.search<{ transcript: Transcript }>([
        {
          kind: 'documents',
          body: { query: onRecord(pointer, { term: { id } }), size: 1, _source: ['transcript'] },
        },
      ]);
      return answer?.hits.hits[0]?._source.transcript;
    },
    tokens: pointer.tokens === undefined ? undefined : createTokenStore(record, pointer.tokens),
    topics: topicStore(record, topics),
    quotes: createQuoteStore(record),
    vocabulary: async () => vocabulary,
  };
}

/** Stored passages that a filter lets through, newest first. */
async function findStored(record: ClusterRecord, filter: object, size: number): Promise<StoredPassage[]> {
  if (size === 0) return [];
  const query = onRecord(record.pointer, filter);
  const [answer] = await record.search<StoredPassage>([
    {
      kind: 'passages',
      body: { query, size: Math.min(size, PAGE), _source: PASSAGE_FIELDS, sort: NEWEST_FIRST },
    },
  ]);
  return answer?.hits.hits.map(({ _source }) => _source) ?? [];
}

/** The same, verified. */
export async function readPassages(
  record: ClusterRecord,
  filter: object,
  size: number,
): Promise<CitedPassage[]> {
  return (await findStored(record, filter, size)).map(checkedPassage);
}

async function readListings(record: ClusterRecord): Promise<DocumentListing[]> {
  const listings: DocumentListing[] = [];
  for (let after: unknown[] | undefined; ; ) {
    const [answer] = await record.search<{ listing: DocumentListing }>([
      {
        kind: 'documents',
        body: {
          query: onRecord(record.pointer),
          size: PAGE,
          _source: ['listing'],
          sort: [{ date: 'desc' }, { path: 'asc' }],
          ...(after && { search_after: after }),
        },
      },
    ]);
    const hits = answer?.hits.hits ?? [];
    for (const { _source } of hits) listings.push(_source.listing);
    after = hits.at(-1)?.sort;
    if (hits.length < PAGE || !after) return listings;
  }
}

/** Names are found in memory, as on disk; which passages name them, in the cluster. */
function topicStore(record: ClusterRecord, topics: Tables['topics']): TopicStore {
  const statementsOf = new Map(topics.map(({ name, statements }) => [name, statements]));
  const names = new RankedTopics(topics.map(({ name, variants }) => ({ name, variants, passages: [] })));
  const size = record.pointer.counts.passages;
  return {
    async suggest(text, limit) {
      const found = await names.suggest(text, limit);
      return found.map(({ name }) => ({ name, statements: statementsOf.get(name) ?? 0 }));
    },
    async near(passageIds, limit) {
      const found = await findStored(record, { terms: { id: passageIds } }, passageIds.length);
      const shared = new Map<string, number>();
      for (const { topics } of found)
        for (const name of topics) shared.set(name, (shared.get(name) ?? 0) + 1);
      // As on disk: how many of the passages name it, times its inverse document frequency.
      const score = ([name, count]: [string, number]) =>
        count * Math.log((size + 1) / (statementsOf.get(name) ?? 1));
      return [...shared]
        .sort((a, b) => score(b) - score(a))
        .slice(0, limit)
        .map(([name]) => name);
    },
    async statements(text, which, filter): Promise<TopicStatements | undefined> {
      const topic = await names.find(text);
      if (!topic) return undefined;
      const { pointer } = record;
      const query = onRecord(pointer, { term: { topics: topic.name } }, ...filtersOf(pointer, filter));
      const [answer] = await record.search<{ date: string; id: string }>([
        { kind: 'passages', body: { query, size: PAGE, _source: ['date', 'id'], sort: NEWEST_FIRST } },
      ]);
      const all = answer?.hits.hits.map(({ _source }) => _source) ?? [];
      const place = 'from' in which ? which.from : all.findIndex(({ id }) => id === which.passageId);
      const count = 'from' in which ? which.count : place < 0 ? 0 : 1;
      const from = Math.max(0, place);
      const ids = all.slice(from, from + count).map(({ id }) => id);
      const found = await readPassages(record, { terms: { id: ids } }, ids.length);
      const cited = new Map(found.map((one) => [one.passage.id, one]));
      return {
        name: topic.name,
        spellings: topic.spellings,
        dates: all.map(({ date }) => date).toReversed(),
        from,
        statements: ids.flatMap((id) => cited.get(id) ?? []),
      };
    },
  };
}
