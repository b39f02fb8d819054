/** Searches of one version of the record: sent together, tried again, and refused where a part did not answer. */
import type { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';
import { ClusterUnavailableError } from '../errors.ts';
import { matchesName } from '../filter.ts';
import type { CitedPassage, PassageFilter } from '../interfaces.ts';
import type { ClusterConnection, SearchAnswer } from './connection.ts';
import { type IndexKind, indicesOf, onRecord, type Pointer } from './layout.ts';
import { checkedPassage, PASSAGE_FIELDS, type StoredPassage } from './passages.ts';

/** What every part of the store works on. */
export interface ClusterRecord {
  pointer: Pointer;
  /** How often each folded word stands in the passages. */
  words: ReadonlyMap<string, number>;
  /** How many passages hold each index term. */
  terms: ReadonlyMap<string, number>;
  /** Turns of passages that were candidates lately: their tokens are asked for next. */
  turnKeys: LRUCache<string, string>;
  search: SearchRecord;
}

/**
 * Searches of one version in one request, in their order.
 * @throws ClusterUnavailableError where a part of the record did not answer: “nothing found” would be a lie
 */
export type SearchRecord = <Source>(searches: readonly Search[]) => Promise<SearchAnswer<Source>[]>;

export interface Search {
  kind: IndexKind;
  body: { query: object; size: number } & Record<string, unknown>;
}

/** Newest first; those of one document in its order. */
export const NEWEST_FIRST = [
  { date: 'desc' },
  { path: 'asc' },
  { turnOrdinal: 'asc' },
  { ordinal: { order: 'asc', unmapped_type: 'integer' } },
];

/** Most results of one search. */
export const PAGE = 10_000;

/** Shards that have not answered within this time count as failed. */
const SEARCH_TIMEOUT = '3s';

/**
 * Searches that a process has on their way at once. The others wait here, where no time runs out: sent all at once, a
 * crowd's would time out in the queues of the nodes and be sent again to other nodes, which adds to the load.
 */
const SEARCHES_AT_ONCE = 8;

export function searcher(connection: ClusterConnection, { base }: Pointer): SearchRecord {
  const indices = indicesOf(base);
  const queue = new PQueue({ concurrency: SEARCHES_AT_ONCE });
  return <Source>(searches: readonly Search[]) => {
    const lines = searches.flatMap(({ kind, body }) => [
      // Frequencies of the whole index: a passage scores alike whatever shard it lies in.
      { index: indices[kind], search_type: 'dfs_query_then_fetch' },
      { track_total_hits: false, timeout: SEARCH_TIMEOUT, ...body },
    ]);
    const once = () => searchOnce<Source>(connection, lines, searches.length);
    return connection.retrying(() => queue.add(once));
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

export const sourcesIn = <Source>(answer: SearchAnswer<Source> | undefined): Source[] =>
  answer?.hits.hits.map(({ _source }) => _source) ?? [];

/** What a single search finds. */
export async function find<Source>(
  search: SearchRecord,
  kind: IndexKind,
  body: Search['body'],
): Promise<Source[]> {
  const [answer] = await search<Source>([{ kind, body }]);
  return sourcesIn(answer);
}

/** Stored passages that a filter lets through, newest first. */
export async function findStored(
  { search, pointer }: ClusterRecord,
  filter: object,
  most: number,
): Promise<StoredPassage[]> {
  if (most === 0) return [];
  const [query, size] = [onRecord(pointer, filter), Math.min(most, PAGE)];
  return find<StoredPassage>(search, 'passages', {
    query,
    size,
    _source: PASSAGE_FIELDS,
    sort: NEWEST_FIRST,
  });
}

/** The same, verified. */
export async function readPassages(
  record: ClusterRecord,
  filter: object,
  most: number,
): Promise<CitedPassage[]> {
  return (await findStored(record, filter, most)).map(checkedPassage);
}

/** The passages of these ids, in their order, verified. */
export async function readByIds(record: ClusterRecord, ids: readonly string[]): Promise<CitedPassage[]> {
  const found = await readPassages(record, { terms: { id: ids } }, ids.length);
  const cited = new Map(found.map((one) => [one.passage.id, one]));
  return ids.flatMap((id) => cited.get(id) ?? []);
}

/** Dates and publishers are the cluster's to filter; whose name is meant is told from the list of speakers. */
export function filtersOf({ speakers }: Pointer, filter: PassageFilter | undefined): object[] {
  if (!filter) return [];
  const { since, until, speaker, publishers } = filter;
  return [
    { range: { date: { gte: since, lte: until } } },
    ...(speaker === undefined
      ? []
      : [{ terms: { speaker: speakers.filter((name) => matchesName(speaker, name)) } }]),
    ...(publishers === undefined ? [] : [{ terms: { publisher: publishers } }]),
  ];
}
