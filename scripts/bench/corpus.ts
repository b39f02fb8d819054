/** `npm run bench -- --corpus`: what grows with the record, each figure beside a baseline of the same run. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { loadCorpus } from '../../corpus/load.ts';
import type { Transcript } from '../../corpus/schema.ts';
import type { TransformersEncoder } from '../../retrieval/encoder/transformers-encoder.ts';
import { RANKING } from '../../retrieval/ranking/ranking.ts';
import type { LocalRecord } from '../../retrieval/record.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { sampleQuestions } from '../../retrieval/snapshot/build-vectors.ts';
import { readVectors } from '../../retrieval/snapshot/index-files.ts';
import { DistinctTextIndex } from '../../retrieval/vector/distinct-texts.ts';
import { ExactIndex } from '../../retrieval/vector/exact.ts';
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
  asked: readonly string[] | undefined,
) {
  const { manifest } = record.snapshot;
  const { transcripts } = await loadCorpus(settings.CORPUS_DIR);
  const questions = asked ?? sampleQuestions(transcripts);
  const serving = await benchServing(settings, questions);
  const vector = await benchVector(record, questions);
  const quotes = await benchQuotes(record);
  const growth = await benchGrowth(settings, record);
  return {
    index: { name: manifest.name, ...manifest.counts, efSearch: manifest.efSearch },
    vector,
    quotes,
    growth,
    serving,
    diskMegabytes: await sizes(record.snapshot.folder),
    ...(sample > 0 && { encoding: await benchEncoding(record.encoder, transcripts, sample) }),
  };
}

/** Passages a second of our encoder, of a plain loop, and of the model alone on inputs that are ready. */
async function benchEncoding(
  encoder: TransformersEncoder,
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
  const plain = await perSecond(() => encoder.encodePlainly(texts, PLAIN_BATCH));
  return {
    passagesPerSecond: { ours, plainLoop: plain, modelAlone: model },
    timesPlainLoop: round(ours / plain),
    ofModelAlone: round(ours / model),
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

async function sizes(folder: string): Promise<Record<string, number>> {
  const sizes: Record<string, number> = { total: 0 };
  for (const name of await readdir(folder)) {
    const megabytes = (await stat(path.join(folder, name))).size / 1e6;
    sizes[name] = round(megabytes);
    sizes.total = round((sizes.total ?? 0) + megabytes);
  }
  return sizes;
}
