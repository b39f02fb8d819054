/** `npm run bench`: speed and memory of the record at hand, as JSON. Times are milliseconds. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { RANKING } from '../retrieval/ranking.ts';
import { type OpenRecord, openRecord } from '../retrieval/record.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { readArguments, runCommand } from './terminal/command.ts';
import { reportBuild } from './terminal/progress.ts';

const WARM_UP = 20;
const ROUNDS = 200;
const STARTS = 7;
const QUESTIONS = [
  'Has China asked its companies to install backdoors?',
  'What do they say about Huawei and 5G?',
  'who hacked the Australian parliament',
  'frozen bank accounts in Spain',
];

await runCommand(async () => {
  readArguments({ options: {} }, 'Usage: npm run bench');
  const settings = readSettings(recordSettings, process.env);
  const record = await openRecord(settings, reportBuild());
  const { manifest } = record.snapshot;
  const stages = await timeStages(record);
  record.close();
  const report = {
    machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
    index: {
      name: manifest.name,
      ...manifest.counts,
      vectorSearch: manifest.ef ? `hnsw ef ${manifest.ef}` : 'exact',
    },
    stages,
    queryToForwardPass: round((stages.query?.p50 ?? Number.NaN) / (stages.forwardPass?.p50 ?? Number.NaN)),
    startToFirstAnswer: summarize(Array.from({ length: STARTS }, startToFirstAnswer)),
    rssMegabytes: Math.round(process.memoryUsage.rss() / 1e6),
  };
  console.log(JSON.stringify(report, null, 2));
});

/** Each stage of a query, and the whole, in turn in each round: a drift of the machine's speed meets all of them. */
function timeStages({ search, encoder, snapshot }: OpenRecord): Promise<Record<string, Summary>> {
  const { vectors, lexical, passages } = snapshot;
  return timeRounds(async (round, measure) => {
    const question = QUESTIONS[round % QUESTIONS.length] ?? '';
    await measure('forwardPass', encoder.prepareForwardPass(question));
    const vector = await measure('encode', () => encoder.encodeQuery(question));
    const found = await measure('vector', () => vectors.search(vector, RANKING.candidates));
    await measure('lexical', () => lexical.search(question, RANKING.candidates));
    await measure('read', () => passages.read(found.slice(0, 5).map(({ row }) => row)));
    await measure('query', () => search.ask(question));
  });
}

type Measure = <T>(stage: string, work: () => Promise<T>) => Promise<T>;

async function timeRounds(
  run: (round: number, measure: Measure) => Promise<unknown>,
): Promise<Record<string, Summary>> {
  const times: Record<string, number[]> = {};
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    await run(round, async (stage, work) => {
      const began = performance.now();
      const result = await work();
      const values = times[stage] ?? [];
      times[stage] = values;
      if (round >= WARM_UP) values.push(performance.now() - began);
      return result;
    });
  }
  return Object.fromEntries(Object.entries(times).map(([stage, values]) => [stage, summarize(values)]));
}

/** From starting `ask` as a process of its own, its index ready, to its end. */
function startToFirstAnswer(): number {
  const began = performance.now();
  const ask = fileURLToPath(new URL('ask.ts', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [
    '--import',
    'tsx',
    ask,
    '--json',
    QUESTIONS[0] ?? '',
  ]);
  if (status !== 0) throw new Error(`ask ended with ${status}: ${stderr}`);
  return performance.now() - began;
}

interface Summary {
  p50: number;
  p95: number;
  max: number;
  runs: number;
}

function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN);
  return { p50: at(0.5), p95: at(0.95), max: at(1), runs: sorted.length };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
