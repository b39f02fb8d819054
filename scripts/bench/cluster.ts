/** `npm run bench -- --cluster`: the record in a cluster beside the same record in a folder. Times are milliseconds. */
import { occurrenceCounter, passageId } from '../../corpus/passage-id.ts';
import type { Passage, Transcript } from '../../corpus/schema.ts';
import {
  type ClusterConnection,
  type Connect,
  WHILE_PUBLISHING,
} from '../../retrieval/cluster/connection.ts';
import { prepareControl } from '../../retrieval/cluster/control.ts';
import { allIndices } from '../../retrieval/cluster/layout.ts';
import { type Publication, type PublishReport, publish } from '../../retrieval/cluster/publish.ts';
import { publicationOfSnapshot } from '../../retrieval/cluster/publish-snapshot.ts';
import { type LocalRecord, type OpenRecord, openRecord } from '../../retrieval/record.ts';
import { createSearchService } from '../../retrieval/search.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { type StageTimes, timedAsk } from '../../retrieval/timing.ts';
import { isGold, type LabelledQuestion } from '../evaluation/questions.ts';
import { reportBuild } from '../terminal/progress.ts';
import { round, summarize } from './timing.ts';

/** As many as may press Enter while one official speaks. */
const CROWD = 40;

interface ClusterBench {
  settings: RecordSettings;
  /** The record of that folder, open. */
  local: LocalRecord;
  /** Opens a connection under a prefix of the benchmark's own: what it finds there is deleted. */
  connect: Connect;
  questions: readonly LabelledQuestion[];
  /** So many passages instead of the record's own: its first ones, or all of them and mixtures of their sentences. */
  passages: number | undefined;
}

/** Publishes, asks both, and says how they differ and what it costs. */
export async function benchCluster({ settings, local, connect, questions, passages }: ClusterBench) {
  const connection = connect(WHILE_PUBLISHING);
  const source = await publicationOfSnapshot(local.snapshot, settings.DATA_DIR);
  const { onProgress } = reportBuild();
  try {
    const publication = passages === undefined ? source.publication : resized(source.publication, passages);
    await prepareControl(connection);
    const began = performance.now();
    const report = await publish(connection, publication, {
      graceMs: 0,
      onProgress: (done, total) => onProgress({ stage: 'publish', done, total, share: done / total }),
    });
    const seconds = (performance.now() - began) / 1000;
    const megabytes = await megabytesOf(connection, report);
    const cluster = await openRecord(settings, reportBuild(), connect);
    const inCluster = await askAll(cluster, questions);
    const inFolder = passages === undefined ? await askAll(local, questions) : undefined;
    const result = {
      nodes: await nodesOf(connection),
      passages: report.pointer.counts.passages,
      publish: {
        seconds: round(seconds),
        passagesPerSecond: round(report.pointer.counts.passages / seconds),
      },
      megabytes,
      cluster: timesOf(inCluster),
      ...(inFolder && { folder: timesOf(inFolder), parity: parityOf(inCluster, inFolder, questions) }),
      answeredAfterOfCrowd: await crowd(cluster, questions),
    };
    cluster.close();
    return result;
  } finally {
    await source.close();
    await connection.close();
  }
}

interface Asked {
  hits: Awaited<ReturnType<OpenRecord['search']['ask']>>['hits'];
  times: StageTimes;
}

/** One after the other. */
async function askAll({ parts }: OpenRecord, questions: readonly LabelledQuestion[]): Promise<Asked[]> {
  let times: StageTimes = {};
  const ask = timedAsk(parts, 1, (told) => {
    times = told;
  });
  const asked: Asked[] = [];
  for (const { question } of questions) {
    const { hits } = await ask(question);
    asked.push({ hits, times });
  }
  return asked;
}

function timesOf(asked: readonly Asked[]) {
  const of = (stage: keyof StageTimes) => summarize(asked.map(({ times }) => times[stage] ?? 0));
  return { encode: of('encode'), candidates: of('candidates'), rerank: of('rerank'), total: of('total') };
}

function parityOf(
  inCluster: readonly Asked[],
  inFolder: readonly Asked[],
  questions: readonly LabelledQuestion[],
) {
  const firstOf = (asked: Asked | undefined) => asked?.hits[0]?.passage.id;
  const success = (all: readonly Asked[], k: number) =>
    questions.filter(({ gold }, i) =>
      all[i]?.hits.slice(0, k).some((hit) => gold.some((one) => isGold(hit, one))),
    ).length;
  return {
    questions: questions.length,
    answerable: questions.filter(({ answerable }) => answerable).length,
    sameFirstHit: questions.filter((_, i) => firstOf(inCluster[i]) === firstOf(inFolder[i])).length,
    success1: { cluster: success(inCluster, 1), folder: success(inFolder, 1) },
    success5: { cluster: success(inCluster, 5), folder: success(inFolder, 5) },
  };
}

/** When each of many questions that come at once was answered. */
async function crowd({ parts }: OpenRecord, questions: readonly LabelledQuestion[]) {
  const search = createSearchService(parts);
  const began = performance.now();
  const asks = Array.from({ length: CROWD }, async (_, i) => {
    // In other words than before, so that nothing is remembered.
    await search.ask(`${questions[i % questions.length]?.question} (${i})`);
    return performance.now() - began;
  });
  return summarize(await Promise.all(asks));
}

async function nodesOf(connection: ClusterConnection): Promise<number | undefined> {
  const health = await connection.send<{ number_of_data_nodes: number }>('GET', '/_cluster/health');
  return health?.number_of_data_nodes;
}

/** What kinds of files hold, by their ending in Lucene; of the primary shards. */
const FILES: Record<string, readonly string[]> = {
  vectors: ['vec', 'vex', 'vem', 'veb', 'vemf', 'veq', 'vemq'],
  source: ['fdt', 'fdx', 'fdm'],
  postings: ['doc', 'pos', 'pay', 'tim', 'tip', 'tmd', 'psm'],
  docValues: ['dvd', 'dvm'],
  compound: ['cfs', 'cfe'],
};

async function megabytesOf(connection: ClusterConnection, { pointer }: PublishReport) {
  const { base } = pointer;
  const wait = { timeoutMs: 600_000 };
  await connection.send('POST', `/${base}-*/_flush`, undefined, wait);
  const stats = await connection.send<{ indices: Record<string, IndexStats> }>(
    'GET',
    `/${base}-*/_stats/store,segments`,
    undefined,
    { ...wait, query: { include_segment_file_sizes: true } },
  );
  return Object.fromEntries(
    Object.entries(stats?.indices ?? {}).map(([index, { primaries }]) => {
      const sizes = Object.entries(primaries.segments.file_sizes ?? {});
      const megabytes = (wanted: (ending: string) => boolean) =>
        round(
          sizes.reduce((sum, [ending, { size_in_bytes: size }]) => sum + (wanted(ending) ? size : 0), 0) /
            1e6,
        );
      const known = Object.values(FILES).flat();
      const kinds = Object.entries(FILES).map(([kind, endings]) => [
        kind,
        megabytes((one) => endings.includes(one)),
      ]);
      const total = round(primaries.store.size_in_bytes / 1e6);
      return [
        index.slice(base.length + 1),
        { total, ...Object.fromEntries(kinds), other: megabytes((one) => !known.includes(one)) },
      ];
    }),
  );
}

interface IndexStats {
  primaries: {
    store: { size_in_bytes: number };
    segments: { file_sizes?: Record<string, { size_in_bytes: number }> };
  };
}

/** Deletes what a benchmark has published. */
export async function removeBench(connect: Connect): Promise<void> {
  const connection = connect();
  await connection.send('DELETE', `/${allIndices(connection.prefix)}`, undefined, { timeoutMs: 60_000 });
  await connection.close();
}

/**
 * A publication of another size. More passages than there are come from copies of the documents, in which each passage
 * has the first half of its sentences and the last half of another passage's, the vectors and tokens of the first.
 */
function resized(publication: Publication, wanted: number): Publication {
  const { transcripts, windowsOf, tokens } = publication;
  const all = transcripts.flatMap(({ passages }) => passages.map(({ text }) => text));
  const original = new Map<string, { id: string; text: string }>();
  const chosen: Transcript[] = [];
  let count = 0;
  for (let copy = 0; count < wanted; copy++) {
    for (const transcript of transcripts) {
      if (count >= wanted) break;
      const next = copy === 0 ? transcript : mixed(transcript, copy, all, original);
      chosen.push(next);
      count += next.passages.length;
    }
  }
  return {
    ...publication,
    name: `${publication.name}-${wanted}`,
    transcripts: chosen,
    topics: [],
    windowsOf: (text) => windowsOf(original.get(text)?.text ?? text),
    tokens: tokens && {
      key: tokens.key,
      read: (ids) => tokens.read(ids.map((id) => original.get(id)?.id ?? id)),
    },
  };
}

/** @param original takes the passage that each new id and each new text has its vectors of */
function mixed(
  { document, turns, passages }: Transcript,
  copy: number,
  all: readonly string[],
  original: Map<string, { id: string; text: string }>,
): Transcript {
  const id = `${document.id}-${copy}`;
  const occurrenceOf = occurrenceCounter();
  let text = '';
  const written = passages.map((passage, i): Passage => {
    const other = all[(passage.start * 31 + i * 7919 + copy * 104_729) % all.length] ?? '';
    const words = [...half(passage.text, 0), ...half(other, 1)].join(' ');
    const start = text === '' ? 0 : text.length + 2;
    text = text === '' ? words : `${text}\n\n${words}`;
    const own = {
      ...passage,
      id: passageId(id, words, occurrenceOf(words)),
      text: words,
      start,
      end: start + words.length,
    };
    original.set(own.id, passage);
    original.set(own.text, passage);
    return own;
  });
  return {
    document: { ...document, id, path: `${copy}/${document.path}`, text },
    turns: turns.map((turn) => ({ ...turn, document: id })),
    passages: written,
  };
}

/** The first or the last half of the sentences of a text. */
function half(text: string, which: 0 | 1): string[] {
  const sentences = text.split(/(?<=[.?!])\s+/);
  const middle = Math.ceil(sentences.length / 2);
  return which === 0 ? sentences.slice(0, middle) : sentences.slice(middle);
}
