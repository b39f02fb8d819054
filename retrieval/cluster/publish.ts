/** Publishes a record to the cluster: everything is written aside, checked, and put on record by one pointer. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { occurrenceCounter } from '../../corpus/passage-id.ts';
import type { Transcript } from '../../corpus/schema.ts';
import type { Topic } from '../../corpus/topics/extract.ts';
import { ClusterError } from '../errors.ts';
import { publishersOf } from '../filter.ts';
import type { DocumentListing, TokenVectors } from '../interfaces.ts';
import { FIELDS, type Field } from '../lexical/scoring.ts';
import { tokenize } from '../lexical/tokens.ts';
import { wordsOf } from '../quotes/words.ts';
import type { BulkDocument, ClusterConnection, SearchAnswer } from './connection.ts';
import { asItWas, readPointer } from './control.ts';
import {
  allIndices,
  baseOf,
  controlIndex,
  definitionsOf,
  type IndexKind,
  indicesOf,
  LAYOUT,
  onRecord,
  POINTER_ID,
  type Pointer,
  type Tables,
} from './layout.ts';
import {
  checkedPassage,
  groupBy,
  PASSAGE_FIELDS,
  packVectors,
  type StoredPassage,
  turnKeyOf,
  unpackWindows,
} from './passages.ts';

/** A record, as it is published. */
export interface Publication {
  /** Name of this state of the record. */
  name: string;
  /** Everything but the documents that decides what is written: parser, tokens, models. */
  recipe: string;
  encoder: { key: string; dimension: number };
  transcripts: readonly Transcript[];
  /** The vectors of a passage's windows, one after the other, each component in steps of 1 / STEPS. */
  windowsOf(text: string): Int16Array;
  /** Packed token vectors, where they are kept. */
  tokens: TokenVectors | undefined;
  /** Over the passages of all transcripts, counted through. */
  topics: readonly Topic[];
}

export interface PublishOptions {
  /** Hears how many of the changed transcripts have been written. */
  onProgress?: (done: number, total: number) => void;
  /** Called now and then, to keep a lease. */
  beat?: () => Promise<void>;
  /** How long readers of the version before may still ask for what this one removes. */
  graceMs?: number;
}

export interface PublishReport {
  pointer: Pointer;
  /** Transcripts written, and found on record as they are. */
  written: number;
  kept: number;
  removed: number;
}

/** With more transcripts to leave out than this, a filter would cost more than writing all anew. */
const MOST_REMOVED = 5000;
/** Passages that are read back and verified before the pointer moves. */
const SAMPLE = 20;
/** Rows of a table in one document. */
const TABLE_ROWS = 100_000;

/**
 * Publishes a record. Until the pointer moves, in the last step, readers see the record before; a publication that was
 * killed leaves documents that nobody sees and that the next one deletes.
 * @throws ClusterError when the cluster refuses it, or what was written is not what is found
 */
export async function publish(
  connection: ClusterConnection,
  publication: Publication,
  { onProgress = () => undefined, beat = async () => undefined, graceMs = 10_000 }: PublishOptions = {},
): Promise<PublishReport> {
  const current = await readPointer(connection);
  await connection.checkWritable(allIndices(connection.prefix));
  await removeLeftovers(connection, current?.pointer);
  const entries = entriesOf(publication);
  const keys = entries.map(({ key }) => key);
  const plan = await planOf(connection, publication, keys, current?.pointer);
  const { base, version } = plan;
  if (plan.isNew) await createIndices(connection, base, publication.encoder.dimension);
  const { tables, averageLengths } = tablesOf(publication);
  let done = 0;
  await connection.bulk(documentsOf(entries, publication, plan), async (written) => {
    done += written.filter(({ index }) => index === indicesOf(base).documents).length;
    onProgress(done, plan.changed.size);
    await beat();
  });
  await connection.bulk(tableDocuments(base, version, tables), beat);
  await connection.send('POST', `/${base}-*/_refresh`);
  const pointer: Pointer = {
    layout: LAYOUT,
    base,
    version,
    name: publication.name,
    publishedAt: new Date().toISOString(),
    encoder: publication.encoder,
    tokens: publication.tokens?.key,
    recipe: publication.recipe,
    ...summaryOf(publication.transcripts),
    removed: plan.removed,
    averageLengths,
  };
  await verify(connection, pointer);
  await connection.send('PUT', `/${controlIndex(connection.prefix)}/_doc/${POINTER_ID}`, pointer, {
    query: { ...asItWas(current?.place), refresh: true },
  });
  if (plan.isNew && current) {
    await new Promise((resolve) => setTimeout(resolve, graceMs));
    await deleteBases(connection, (other) => other !== base);
  }
  return {
    pointer,
    written: plan.changed.size,
    kept: publication.transcripts.length - plan.changed.size,
    removed: plan.removedNow,
  };
}

/** Where and what to write. */
interface Plan {
  base: string;
  version: number;
  isNew: boolean;
  /** Keys of the transcripts to write. */
  changed: ReadonlySet<string>;
  /** Keys that lie in the indices and are on record no more. */
  removed: string[];
  removedNow: number;
}

async function planOf(
  connection: ClusterConnection,
  { recipe, encoder, tokens, name }: Publication,
  keys: readonly string[],
  current: Pointer | undefined,
): Promise<Plan> {
  const anew: Plan = {
    base: baseOf(connection.prefix, name),
    version: 1,
    isNew: true,
    changed: new Set(keys),
    removed: [],
    removedNow: 0,
  };
  const isAlike =
    current?.layout === LAYOUT &&
    current.recipe === recipe &&
    current.encoder.key === encoder.key &&
    current.tokens === tokens?.key;
  if (!isAlike) {
    return current?.base === anew.base ? { ...anew, base: `${anew.base}-${Date.now()}` } : anew;
  }
  const known = await keysOnRecord(connection, current);
  const wanted = new Set(keys);
  const gone = [...known].filter((key) => !wanted.has(key));
  const removed = [...current.removed, ...gone];
  if (removed.length > MOST_REMOVED) return { ...anew, base: `${anew.base}-${Date.now()}` };
  return {
    base: current.base,
    version: current.version + 1,
    isNew: false,
    changed: new Set(keys.filter((key) => !known.has(key))),
    // What was taken off the record before the present version has no reader any more.
    removed: gone,
    removedNow: gone.length,
  };
}

async function keysOnRecord(connection: ClusterConnection, pointer: Pointer): Promise<Set<string>> {
  const found = new Set<string>();
  let after: unknown[] | undefined;
  for (;;) {
    const page = await connection.send<{ hits: { hits: { sort: unknown[]; fields: { key: string[] } }[] } }>(
      'POST',
      `/${indicesOf(pointer.base).documents}/_search`,
      {
        query: onRecord(pointer),
        _source: false,
        docvalue_fields: ['key'],
        size: 10_000,
        sort: [{ key: 'asc' }],
        search_after: after,
      },
    );
    const hits = page?.hits.hits ?? [];
    for (const { fields } of hits) if (fields.key[0] !== undefined) found.add(fields.key[0]);
    after = hits.at(-1)?.sort;
    if (!after) return found;
  }
}

/** A transcript as it is published. */
interface Entry {
  /** Its id, and a digest of all that is written for it. */
  key: string;
  transcript: Transcript;
  /** Names of the topics of each passage. */
  topics: string[][];
}

function entriesOf({ transcripts, topics }: Publication): Entry[] {
  const topicsOf = topicsByRow(topics);
  let row = 0;
  return transcripts.map((transcript) => {
    const { document, turns, passages } = transcript;
    const named = passages.map(() => topicsOf.get(row++) ?? []);
    const digest = createHash('sha256')
      .update(JSON.stringify([document, turns, passages, named]))
      .digest('hex');
    return { key: `${document.id}@${digest.slice(0, 16)}`, transcript, topics: named };
  });
}

function topicsByRow(topics: readonly Topic[]): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const { name, passages } of topics) {
    for (const row of passages) {
      const names = found.get(row);
      if (names) names.push(name);
      else found.set(row, [name]);
    }
  }
  return found;
}

/** Deletes what no pointer names: documents of a version that was never completed, and whole bases. */
async function removeLeftovers(connection: ClusterConnection, current: Pointer | undefined): Promise<void> {
  await deleteBases(connection, (base) => base !== current?.base);
  if (!current) return;
  const stale = {
    bool: {
      should: [
        { range: { from: { gt: current.version } } },
        ...(current.removed.length > 0 ? [{ terms: { key: current.removed } }] : []),
      ],
    },
  };
  for (const [kind, index] of Object.entries(indicesOf(current.base))) {
    // A table belongs to one version alone.
    const query = kind === 'tables' ? { bool: { must_not: [{ term: { from: current.version } }] } } : stale;
    await connection.send('POST', `/${index}/_refresh`);
    const options = { timeoutMs: 600_000, query: { conflicts: 'proceed', refresh: true } };
    await connection.send('POST', `/${index}/_delete_by_query`, { query }, options);
  }
}

async function deleteBases(connection: ClusterConnection, isStale: (base: string) => boolean): Promise<void> {
  const { prefix } = connection;
  const path = `/_cat/indices/${allIndices(prefix)}`;
  const query = { format: 'json', h: 'index' };
  const listed = await connection.send<{ index: string }[]>('GET', path, undefined, { query });
  const ends = Object.values(indicesOf(''));
  const stale = (listed ?? [])
    .map(({ index }) => index)
    .filter((index) => index !== controlIndex(prefix))
    .filter((index) => ends.some((end) => index.endsWith(end) && isStale(index.slice(0, -end.length))));
  for (const index of stale) {
    await connection.send('DELETE', `/${index}`, undefined, { missing: true });
  }
}

async function createIndices(connection: ClusterConnection, base: string, dimension: number): Promise<void> {
  const { OPENSEARCH_SHARDS: shards, OPENSEARCH_REPLICAS: replicas } = connection.settings;
  const definitions = definitionsOf(dimension, { shards, replicas });
  for (const [kind, index] of Object.entries(indicesOf(base))) {
    await connection.send('PUT', `/${index}`, definitions[kind as IndexKind]);
  }
  await connection.waitFor(`${base}-*`);
}

/** The documents of the changed transcripts, each once. */
async function* documentsOf(
  entries: readonly Entry[],
  publication: Publication,
  plan: Plan,
): AsyncGenerator<BulkDocument> {
  for (const entry of entries)
    if (plan.changed.has(entry.key)) yield* documentsOfEntry(entry, publication, plan);
}

async function* documentsOfEntry(
  { key, transcript, topics }: Entry,
  { windowsOf, encoder, tokens }: Publication,
  { base, version }: Plan,
): AsyncGenerator<BulkDocument> {
  const { document, turns, passages } = transcript;
  const indices = indicesOf(base);
  const { text: _, ...card } = document;
  const common = { from: version, key, path: document.path, date: document.date };
  const termsOf = (text: string) => tokenize(text, document.language);
  const titleTerms = termsOf(document.title).join(' ');
  const occurrenceOf = occurrenceCounter();
  const occurrences = passages.map(({ text: words }) => occurrenceOf(words));
  const passagesOf = groupBy([...passages.entries()], ([, { turn }]) => turn);
  for (const turn of turns) {
    const own = passagesOf.get(turn.ordinal) ?? [];
    if (own.length === 0) continue;
    const turnKey = turnKeyOf(turn);
    const place = { ...common, turnKey, turnOrdinal: turn.ordinal };
    const questionTerms = termsOf(turn.question ?? '').join(' ');
    const words = own.map(([, { text }]) => keysOfWords(text).join(' '));
    const packed = (await tokens?.read(own.map(([, { id }]) => id))) ?? [];
    for (const [i, [at, passage]] of own.entries()) {
      const windows = windowsOf(passage.text);
      yield {
        index: indices.passages,
        id: `${passage.id}@${version}`,
        document: {
          ...place,
          id: passage.id,
          ordinal: passage.ordinal,
          speaker: turn.speaker,
          publisher: document.publisher,
          topics: topics[at] ?? [],
          passageTerms: termsOf(passage.text).join(' '),
          questionTerms,
          titleTerms,
          words: words[i],
          cited: { passage, turn, document: card },
          occurrence: occurrences[at] ?? 0,
          vectors: packVectors(windows),
          tokens: base64(packed[i]?.passage),
          windows: unpackWindows(windows, encoder.dimension).map((vector) => ({ vector })),
        },
      };
    }
    yield {
      index: indices.turns,
      id: `${turnKey}@${version}`,
      document: {
        ...place,
        words: words.join(' '),
        questionTokens: base64(packed[0]?.question),
        titleTokens: base64(packed[0]?.title),
      },
    };
  }
  const { sha256: _sha, path: _path, ...listed } = card;
  const speakers = [...new Set(turns.map(({ speaker }) => speaker))];
  const listing: DocumentListing = { ...listed, turns: turns.length, statements: passages.length, speakers };
  yield {
    index: indices.documents,
    id: `${document.id}@${version}`,
    document: { ...common, id: document.id, listing, transcript },
  };
}

/** The tokens of one text; a text without a token has none. */
const base64 = (bytes: Uint8Array | undefined) =>
  bytes?.length ? Buffer.from(bytes).toString('base64') : undefined;

const keysOfWords = (text: string) => wordsOf(text).map(({ key }) => key);

const increase = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1);

/** Counts over the whole record. */
function tablesOf({ transcripts, topics }: Publication): {
  tables: Tables;
  averageLengths: Pointer['averageLengths'];
} {
  const words = new Map<string, number>();
  const terms = new Map<string, number>();
  const lengths = { passage: [0, 0], question: [0, 0], title: [0, 0] } satisfies Record<
    Field,
    [number, number]
  >;
  for (const { document, turns, passages } of transcripts) {
    const termsOf = (text: string) => tokenize(text, document.language);
    const title = termsOf(document.title);
    const questionOf = new Map(turns.map(({ ordinal, question }) => [ordinal, termsOf(question ?? '')]));
    for (const { text, turn } of passages) {
      for (const word of keysOfWords(text)) increase(words, word);
      const fields = { passage: termsOf(text), question: questionOf.get(turn) ?? [], title };
      for (const term of new Set(FIELDS.flatMap((field) => fields[field]))) increase(terms, term);
      for (const field of FIELDS) {
        if (fields[field].length === 0) continue;
        lengths[field][0] += fields[field].length;
        lengths[field][1]++;
      }
    }
  }
  const average = ([total, filled]: readonly number[]) => (filled ? (total ?? 0) / filled : 1);
  return {
    tables: {
      words: [...words],
      terms: [...terms],
      topics: topics.map(({ name, variants, passages }) => ({ name, variants, statements: passages.length })),
    },
    averageLengths: {
      passage: average(lengths.passage),
      question: average(lengths.question),
      title: average(lengths.title),
    },
  };
}

function* tableDocuments(base: string, version: number, tables: Tables): Generator<BulkDocument> {
  for (const [table, rows] of Object.entries(tables)) {
    for (let from = 0, part = 0; from < rows.length || part === 0; from += TABLE_ROWS, part++) {
      const data = gzipSync(JSON.stringify(rows.slice(from, from + TABLE_ROWS))).toString('base64');
      yield {
        index: indicesOf(base).tables,
        id: `${table}-${part}@${version}`,
        document: { from: version, key: `${table}@${version}`, table, part, data },
      };
    }
  }
}

function summaryOf(
  transcripts: readonly Transcript[],
): Pick<Pointer, 'counts' | 'speakers' | 'publishers' | 'languages' | 'dates'> {
  const dates = transcripts.map(({ document }) => document.date).sort();
  const [first, last] = [dates[0], dates.at(-1)];
  const turns = transcripts.flatMap((transcript) => transcript.turns);
  return {
    counts: {
      documents: transcripts.length,
      turns: turns.length,
      passages: transcripts.reduce((sum, { passages }) => sum + passages.length, 0),
    },
    speakers: [...new Set(turns.map(({ speaker }) => speaker))].sort(),
    publishers: publishersOf(transcripts.map(({ document }) => document)),
    languages: [...new Set(transcripts.map(({ document }) => document.language))].sort(),
    ...(first !== undefined && last !== undefined && { dates: { first, last } }),
  };
}

/** Counts what a reader of the pointer would find, and reads a sample of it. */
async function verify(connection: ClusterConnection, pointer: Pointer): Promise<void> {
  const { passages, documents } = indicesOf(pointer.base);
  await connection.waitFor(`${pointer.base}-*`);
  for (const [index, wanted] of [
    [passages, pointer.counts.passages],
    [documents, pointer.counts.documents],
  ] as const) {
    const found = await connection.send<{ count: number }>('POST', `/${index}/_count`, {
      query: onRecord(pointer),
    });
    if (found?.count === wanted) continue;
    throw new ClusterError(
      `The index ${index} holds ${found?.count ?? 0} of ${wanted} entries after writing.`,
      'The record before is still served. Run: npm run embed',
    );
  }
  const sample = await connection.send<SearchAnswer<StoredPassage>>('POST', `/${passages}/_search`, {
    size: SAMPLE,
    _source: PASSAGE_FIELDS,
    query: { function_score: { query: onRecord(pointer), random_score: {} } },
  });
  for (const { _source } of sample?.hits.hits ?? []) checkedPassage(_source);
}
