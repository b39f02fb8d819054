/** `npm run fit-confidence -- CORPUS QUESTIONS …`: fits the weights of retrieval/confidence.ts. */
import path from 'node:path';
import { isGold, type LabelledQuestion, readQuestions } from '../retrieval/evaluation/questions.ts';
import { type OpenRecord, openRecord } from '../retrieval/record.ts';
import { type RecordSettings, readSettings, recordSettings } from '../retrieval/settings.ts';
import { readArguments, runCommand, UsageError } from './terminal/command.ts';
import { reportBuild } from './terminal/progress.ts';

const USAGE = 'Usage: npm run fit-confidence -- CORPUS-FOLDER QUESTIONS-FILE [CORPUS-FOLDER QUESTIONS-FILE…]';
const STEPS = 50;
/** Keeps the weights finite where a few questions could be told apart completely. */
const RIDGE = 0.01;

/** A question's features, bias first, and whether its first hit answered. */
interface Example {
  features: [number, number, number];
  right: boolean;
}

await runCommand(async () => {
  const { positionals } = readArguments({ allowPositionals: true, options: {} }, USAGE);
  if (positionals.length === 0 || positionals.length % 2 === 1) {
    throw new UsageError('Each corpus needs its question set.', USAGE);
  }
  const settings = readSettings(recordSettings, process.env);
  const examples: Example[] = [];
  for (let i = 0; i < positionals.length; i += 2) {
    const [corpus = '', questions = ''] = positionals.slice(i, i + 2);
    const dataDir = path.join(settings.DATA_DIR, 'fit', path.basename(corpus));
    examples.push(...(await readExamples({ ...settings, CORPUS_DIR: corpus, DATA_DIR: dataDir }, questions)));
  }
  const [bias, dense, coverage] = fitLogistic(examples);
  console.log(JSON.stringify({ examples: examples.length, bias, dense, coverage }, null, 2));
});

async function readExamples(settings: RecordSettings, file: string): Promise<Example[]> {
  const questions = await readQuestions(file);
  const record = await openRecord(settings, reportBuild());
  const examples: Example[] = [];
  for (const question of questions) examples.push(await exampleOf(record, question));
  record.close();
  return examples;
}

async function exampleOf(record: OpenRecord, { question, gold }: LabelledQuestion): Promise<Example> {
  const { query, hits } = await record.search.ask(question, { k: 1 });
  const [first] = hits;
  if (!first) return { features: [1, 0, 0], right: false };
  const row = await record.snapshot.passages.find(first.passage.id);
  const [coverage = 0] = await record.snapshot.lexical.coverage(query, row === undefined ? [] : [row]);
  return { features: [1, first.components.dense, coverage], right: gold.some((one) => isGold(first, one)) };
}

/** Logistic regression by Newton's method (iteratively reweighted least squares), with a ridge on all but the bias. */
function fitLogistic(examples: readonly Example[]): number[] {
  let weights = [0, 0, 0];
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : -RIDGE * weight));
    const hessian: number[][] = weights.map((_, i) => weights.map((_, j) => (i === j && i > 0 ? RIDGE : 0)));
    for (const { features, right } of examples) {
      const sum = features.reduce((total, feature, i) => total + feature * (weights[i] ?? 0), 0);
      const p = 1 / (1 + Math.exp(-sum));
      for (const [i, feature] of features.entries()) {
        gradient[i] = (gradient[i] ?? 0) + feature * ((right ? 1 : 0) - p);
        const row = hessian[i] ?? [];
        for (const [j, other] of features.entries()) row[j] = (row[j] ?? 0) + p * (1 - p) * feature * other;
      }
    }
    const move = solve(hessian, gradient);
    weights = weights.map((weight, i) => weight + (move[i] ?? 0));
  }
  return weights;
}

/** Solves a symmetric positive definite system by Gaussian elimination. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    const scale = pivot[i] ?? 1;
    for (let j = 0; j < pivot.length; j++) pivot[j] = (pivot[j] ?? 0) / scale;
    for (const [k, row] of rows.entries()) {
      if (k === i) continue;
      const factor = row[i] ?? 0;
      for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  return rows.map((row) => row.at(-1) ?? 0);
}
