/** `npm run bench`: speed and memory of the record at hand, as JSON. Times are milliseconds. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { connectorOf } from '../retrieval/cluster/connection.ts';
import { RANKING } from '../retrieval/ranking/ranking.ts';
import { type LocalRecord, openLocalRecord } from '../retrieval/record.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { benchCluster, removeBench } from './bench/cluster.ts';
import { benchCorpus, benchQuotes } from './bench/corpus.ts';
import { benchCrowd } from './bench/crowd.ts';
import { benchParsing } from './bench/parsing.ts';
import { round, type Summary, summarize, timeRounds } from './bench/timing.ts';
import { readQuestions } from './evaluation/questions.ts';
import { readArguments, readCount, runCommand, UsageError } from './terminal/command.ts';
import { reportBuild } from './terminal/progress.ts';

/** `--questions`: a question set, whose words are asked; by default questions of the transcripts themselves, which are long. `--sample`: passages to encode, three times over; 0 leaves encoding out. */
const USAGE =
  'Usage: npm run bench [-- --crowd | --parsing | --corpus [--questions FILE] [--sample N] | --cluster --questions FILE [--passages N]]';
/** Indices of the benchmark alone, whatever OPENSEARCH_PREFIX says. */
const BENCH_PREFIX = 'on-record-bench';
const ROUNDS = 200;
const STARTS = 7;
const QUESTIONS = [
  'Has China asked its companies to install backdoors?',
  'What do they say about Huawei and 5G?',
  'who hacked the Australian parliament',
  'frozen bank accounts in Spain',
];

await runCommand(async () => {
  const { values } = readArguments(
    {
      options: {
        cluster: { type: 'boolean' },
        corpus: { type: 'boolean' },
        crowd: { type: 'boolean' },
        parsing: { type: 'boolean' },
        passages: { type: 'string' },
        questions: { type: 'string' },
        sample: { type: 'string', default: '2000' },
      },
    },
    USAGE,
  );
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
  if (values.parsing) return console.log(JSON.stringify({ machine, parsing: await benchParsing() }, null, 2));
  const sample = readCount('--sample', values.sample, 0, 1_000_000, USAGE);
  const labelled = values.questions === undefined ? undefined : await readQuestions(values.questions);
  const settings = readSettings(recordSettings, process.env);
  if (values.crowd) {
    const crowd = await benchCrowd(settings, labelled?.map(({ question }) => question) ?? QUESTIONS);
    return console.log(JSON.stringify({ machine, crowd }, null, 2));
  }
  const record = await openLocalRecord(settings, reportBuild());
  if (values.cluster) {
    if (!labelled) throw new UsageError('--cluster needs --questions.', USAGE);
    const size = values.passages;
    const passages = size === undefined ? undefined : readCount('--passages', size, 1, 100_000_000, USAGE);
    const environment = { ...process.env, OPENSEARCH_PREFIX: BENCH_PREFIX };
    const connect = connectorOf({ RECORD: 'opensearch' }, environment);
    if (!connect) return;
    const result = await benchCluster({ settings, local: record, connect, questions: labelled, passages });
    await removeBench(connect);
    record.close();
    return console.log(JSON.stringify({ machine, ...result }, null, 2));
  }
  if (values.corpus) {
    const started = summarize(Array.from({ length: STARTS }, startToFirstAnswer));
    const report = {
      machine,
      startToFirstAnswer: started,
      ...(await benchCorpus(settings, record, sample, labelled)),
    };
    record.close();
    return console.log(JSON.stringify(report, null, 2));
  }
  const { manifest } = record.snapshot;
  const stages = { ...(await timeStages(record)), ...(await benchQuotes(record)) };
  record.close();
  const report = {
    machine,
    index: {
      name: manifest.name,
      ...manifest.counts,
      vectorSearch: manifest.efSearch ? `hnsw ef ${manifest.efSearch.ef}` : 'exact',
    },
    stages,
    queryToForwardPass: round((stages.query?.p50 ?? Number.NaN) / (stages.forwardPass?.p50 ?? Number.NaN)),
    startToFirstAnswer: summarize(Array.from({ length: STARTS }, startToFirstAnswer)),
    rssMegabytes: Math.round(process.memoryUsage.rss() / 1e6),
  };
  console.log(JSON.stringify(report, null, 2));
});

/** Each stage of a query, and the whole, in turn in each round: a drift of the machine's speed meets all of them. */
function timeStages({ search, encoder, snapshot }: LocalRecord): Promise<Record<string, Summary>> {
  const { vectors, lexical, passages } = snapshot;
  return timeRounds(ROUNDS, async (round, measure) => {
    // In other words each time: a question that was just asked is remembered.
    const question = `${QUESTIONS[round % QUESTIONS.length]} (${round})`;
    await measure('forwardPass', encoder.prepareForwardPass(question));
    const vector = await measure('encode', () => encoder.encodeQuery(question));
    const found = await measure('vector', () => vectors.search(vector, RANKING.candidates));
    await measure('lexical', () => lexical.search({ query: question, language: 'en' }, RANKING.candidates));
    await measure('read', () => passages.read(found.slice(0, 5).map(({ row }) => row)));
    await measure('query', () => search.ask(question));
  });
}

/** From starting `ask` as a process of its own, its index ready, to its end. */
function startToFirstAnswer(): number {
  const began = performance.now();
  const loader = fileURLToPath(new URL('runtime/typescript.mjs', import.meta.url));
  const ask = fileURLToPath(new URL('ask.ts', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [
    '--import',
    loader,
    ask,
    '--json',
    QUESTIONS[0] ?? '',
  ]);
  if (status !== 0) throw new Error(`ask ended with ${status}: ${stderr}`);
  return performance.now() - began;
}
