/** `npm run bench -- --corpus`: what grows with the record, each figure beside a baseline of the same run. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { loadCorpus } from '../../corpus/load.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { RANKING } from '../../retrieval/ranking/ranking.ts';
import type { LocalRecord } from '../../retrieval/record.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { sampleQuestions } from '../../retrieval/snapshot/build-vectors.ts';
import { readVectors } from '../../retrieval/snapshot/index-files.ts';
import { DistinctTextIndex } from '../../retrieval/vector/distinct-texts.ts';
import { ExactIndex } from '../../retrieval/vector/exact.ts';
import type { LabelledQuestion } from '../evaluation/questions.ts';
import { benchGrowth } from './growth.ts';
import { benchServing } from './serving.ts';
import { round, timeRounds } from './timing.ts';

/** Of the plain loop that everyone writes first. */
const PLAIN_BATCH = 32;
const ROUNDS = 100;
/** Choices that Discord shows while someone types. */
const CHOICES = 25;

/** Serving, both indexes, growth, disk and encoding, on the corpus and its open record. */
export async function benchCorpus(
  settings: RecordSettings,
  record: LocalRecord,
  sample: number,
  asked: readonly LabelledQuestion[] | undefined,
) {
  const { manifest } = record.snapshot;
  const { transcripts } = await loadCorpus(settings.CORPUS_DIR);
  const questions = asked?.map(({ question }) => question) ?? sampleQuestions(transcripts);
  const serving = await benchServing(settings, questions, record.snapshot.folder);
  const forwardPasses = await benchForwardPasses(record, questions);
  const vector = await benchVector(record, questions);
  const quotes = await benchQuotes(record);
  const growth = await benchGrowth(settings, record);
  return {
    index: { name: manifest.name, ...manifest.counts, efSearch: manifest.efSearch },
    vector,
    quotes,
    growth,
    serving,
    forwardPasses,
    ...(asked && { alternatives: await compareAlternatives(record, asked) }),
    diskMegabytes: await sizes(settings.DATA_DIR, record.snapshot.folder),
    ...(sample > 0 && { encoding: await benchEncoding(record, transcripts, sample) }),
  };
}

/** The model alone on a question, the least that one can take. */
async function benchForwardPasses({ encoder }: LocalRecord, questions: readonly string[]) {
  return timeRounds(ROUNDS, async (number, measure) => {
    await measure('model', encoder.prepareForwardPass(questions[number % questions.length] ?? ''));
  });
}

/** Passages a second: of the encoder (with packed token vectors, and without), of a plain loop, of the model alone. */
async function benchEncoding(
  { encoder, reranker }: LocalRecord,
  transcripts: readonly Transcript[],
  sample: number,
) {
  const all = transcripts.flatMap(({ passages }) => passages.map(({ text }) => text));
  const step = Math.max(1, all.length / sample);
  const texts = Array.from(
    { length: Math.min(sample, all.length) },
    (_, i) => all[Math.floor(i * step)] ?? '',
  );
  const passes = encoder.prepareForwardPasses(texts);
  const perSecond = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return round((texts.length * 1000) / (performance.now() - began));
  };
  const model = await perSecond(async () => {
    for (const pass of passes) await pass();
  });
  const ours = await perSecond(async () => {
    for await (const _ of encoder.encodePassages(texts));
  });
  const withTokens = await perSecond(async () => {
    for await (const { tokens } of encoder.encodePassages(texts, true)) {
      if (tokens) reranker?.packer.packRows(tokens);
    }
  });
  const plain = await perSecond(() => encoder.encodePlainly(texts, PLAIN_BATCH));
  return {
    passagesPerSecond: { ours, withTokens, plainLoop: plain, modelAlone: model },
    timesPlainLoop: round(ours / plain),
    ofModelAlone: round(ours / model),
    /** What passages with token vectors take, of those with sentence vectors alone. */
    timesSentenceVectors: round(ours / withTokens),
  };
}

/** The vector stage against the exact scan: time of both, and the share of the true best 60 that is found. */
async function benchVector({ encoder, snapshot }: LocalRecord, questions: readonly string[]) {
  const { matrix, textOfRow } = await readVectors(snapshot.folder, encoder.dimension);
  const exact = new DistinctTextIndex(new ExactIndex(matrix), textOfRow);
  const asked: Float32Array[] = [];
  for (const question of questions) asked.push(await encoder.encodeQuery(question));
  let found = 0;
  let all = 0;
  const stages = await timeRounds(ROUNDS, async (number, measure) => {
    const question = asked[number % asked.length] ?? new Float32Array(matrix.dimension);
    const near = await measure('index', () => snapshot.vectors.search(question, RANKING.candidates));
    const truth = await measure('exactScan', () => exact.search(question, RANKING.candidates));
    const rows = new Set(near.map(({ row }) => row));
    found += truth.filter(({ row }) => rows.has(row)).length;
    all += truth.length;
  });
  return { ...stages, recallAt60: round(found / all) };
}

/** Completing a quote while it is typed, and verifying one word for word and one with a word changed. */
export async function benchQuotes({ quotes, verifier, snapshot: { passages } }: LocalRecord) {
  return timeRounds(ROUNDS, async (number, measure) => {
    const [cited] = await passages.read([(number * 7919) % passages.size]);
    const words = (cited?.passage.text ?? '').split(/\s+/);
    const typed = words.slice(0, 4).join(' ');
    const quoted = words.slice(0, 60);
    const altered = quoted.map((word, i) => (i === Math.floor(quoted.length / 2) ? 'otherwise' : word));
    await measure('complete', () => quotes.complete(typed, CHOICES));
    await measure('verifyExact', () => verifier.verify(`“${quoted.join(' ')}”`));
    await measure('verifyAltered', () => verifier.verify(`“${altered.join(' ')}”`));
  });
}

/** Megabytes of the snapshot that serves and of the stores that builds go on from; a file with two names counts once. */
async function sizes(dataDir: string, snapshot: string): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  const seen = new Set<number>();
  let total = 0;
  for (const folder of [snapshot, path.join(dataDir, 'vectors')]) {
    for (const name of await readdir(folder)) {
      const { size, ino } = await stat(path.join(folder, name));
      if (seen.has(ino)) continue;
      seen.add(ino);
      sizes[folder === snapshot ? name : `vectors/${name}`] = round(size / 1e6);
      total += size / 1e6;
    }
  }
  return { total: round(total), ...sizes };
}

/** Other engines are there only where everything is installed: loaded when they are asked for. */
async function compareAlternatives(record: LocalRecord, asked: readonly LabelledQuestion[]) {
  const { benchAlternatives } = await import('./alternatives.ts');
  return benchAlternatives(record, asked);
}
