/** The record in OpenSearch behind the seam: one version of it, as the pointer named it when it was opened. */
import { gunzipSync } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import type { Transcript } from '../../corpus/schema.ts';
import { ClusterError } from '../errors.ts';
import type { DocumentListing, RecordSummary } from '../interfaces.ts';
import { createVocabulary } from '../query/vocabulary.ts';
import type { RecordStore, TopicStatements, TopicStore } from '../store/record-store.ts';
import { RankedTopics } from '../topic-index.ts';
import { findCandidates } from './candidates.ts';
import type { ClusterConnection } from './connection.ts';
import { checkLayout, readPointer } from './control.ts';
import { onRecord, type Pointer, type Tables } from './layout.ts';
import { createQuoteStore } from './quotes.ts';
import {
  type ClusterRecord,
  filtersOf,
  find,
  findStored,
  NEWEST_FIRST,
  PAGE,
  readByIds,
  readPassages,
  type SearchRecord,
  searcher,
} from './searches.ts';
import { createTokenStore } from './tokens.ts';

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

async function readTables(search: SearchRecord, pointer: Pointer): Promise<Tables> {
  const parts = await find<{ table: string; data: string }>(search, 'tables', {
    query: { bool: { filter: { term: { from: pointer.version } } } },
    size: PAGE,
    sort: [{ table: 'asc' }, { part: 'asc' }],
  });
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
    passages: (ids) => readByIds(record, ids),
    async turn(id) {
      const [passage] = await findStored(record, { term: { id } }, 1);
      if (!passage) return [];
      return readPassages(record, { term: { turnKey: passage.turnKey } }, PAGE);
    },
    documents: () => readListings(record),
    async document(id) {
      const query = onRecord(pointer, { term: { id } });
      const body = { query, size: 1, _source: ['transcript'] };
      const [found] = await find<{ transcript: Transcript }>(record.search, 'documents', body);
      return found?.transcript;
    },
    tokens: pointer.tokens === undefined ? undefined : createTokenStore(record, pointer.tokens),
    topics: topicStore(record, topics),
    quotes: createQuoteStore(record),
    vocabulary: async () => vocabulary,
  };
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
          search_after: after,
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
      const body = { query, size: PAGE, _source: ['date', 'id'], sort: NEWEST_FIRST };
      const all = await find<{ date: string; id: string }>(record.search, 'passages', body);
      const place = 'from' in which ? which.from : all.findIndex(({ id }) => id === which.passageId);
      const count = 'from' in which ? which.count : place < 0 ? 0 : 1;
      const from = Math.max(0, place);
      const ids = all.slice(from, from + count).map(({ id }) => id);
      return {
        name: topic.name,
        spellings: topic.spellings,
        dates: all.map(({ date }) => date).toReversed(),
        from,
        statements: await readByIds(record, ids),
      };
    },
  };
}
