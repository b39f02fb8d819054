/** `npm run fit-confidence -- CORPUS QUESTIONS …`: fits retrieval/confidence/models.json to the models in use. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Feature } from '../retrieval/confidence/features.ts';
import type { Calibration } from '../retrieval/confidence/model.ts';
import { createRanker } from '../retrieval/ranking/rank.ts';
import { openRecord } from '../retrieval/record.ts';
import { type RecordSettings, readSettings, recordSettings } from '../retrieval/settings.ts';
import { fitCalibration, type Weighed } from './evaluation/fit-calibration.ts';
import { type Observation, observe } from './evaluation/observe.ts';
import { readQuestions } from './evaluation/questions.ts';
import { readArguments, runCommand, UsageError } from './terminal/command.ts';
import { reportBuild } from './terminal/progress.ts';

const USAGE =
  'Usage: npm run fit-confidence -- CORPUS-FOLDER [foreign:]QUESTIONS-FILE [CORPUS-FOLDER [foreign:]QUESTIONS-FILE…]';
const MODELS = fileURLToPath(new URL('../retrieval/confidence/models.json', import.meta.url));
/** Questions of another record, which this one does not answer. */
const FOREIGN = 'foreign:';
/** They are many and easy: they show what entirely beside the point looks like, and must not drown the others. */
const FOREIGN_WEIGHT = 0.1;
/** So many of a foreign set, evenly spread. */
const MOST_FOREIGN = 120;
/**
 * Coverage and agreement were measured and left out: near misses repeat the words of the question that was dodged, so
 * coverage came out with a negative weight, and agreement overfitted.
 */
const WITH_RERANKER: Feature[] = [
  'dense',
  'late',
  'own',
  'missing',
  'weakest',
  'lateGap',
  'denseGap',
  'margin',
  'outside',
];
const WITHOUT_RERANKER: Feature[] = ['dense', 'coverage', 'denseGap', 'margin', 'outside'];

interface Observed {
  encoder: string;
  reranker: string | null;
  observations: Observation[];
}

await runCommand(async () => {
  const { positionals } = readArguments({ allowPositionals: true, options: {} }, USAGE);
  if (positionals.length === 0 || positionals.length % 2 === 1) {
    throw new UsageError('Each corpus needs its question set.', USAGE);
  }
  const settings = readSettings(recordSettings, process.env);
  const examples: Weighed[] = [];
  const sets: Observation[][] = [];
  let keys: Pick<Observed, 'encoder' | 'reranker'> | undefined;
  for (let i = 0; i < positionals.length; i += 2) {
    const [corpus = '', set = ''] = positionals.slice(i, i + 2);
    const foreign = set.startsWith(FOREIGN);
    const observed = await observeSet(settings, corpus, set.replace(FOREIGN, ''), foreign);
    keys = observed;
    if (foreign) {
      // Its own record answers it; this one does not.
      for (const observation of observed.observations) {
        examples.push({ observation: { ...observation, answerable: false }, weight: FOREIGN_WEIGHT });
      }
      continue;
    }
    const tuning = observed.observations.filter(({ half }) => half === 'tuning');
    for (const observation of tuning) examples.push({ observation, weight: 1 });
    sets.push(tuning);
  }
  if (!keys) return;
  const { encoder, reranker } = keys;
  const fitted = fitCalibration(examples, sets, reranker ? WITH_RERANKER : WITHOUT_RERANKER);
  await store({ encoder, reranker, ...rounded(fitted) });
  const own = sets.flat().length;
  console.log(`Fitted to ${own} questions of tuning halves and ${examples.length - own} foreign ones.`);
});

/** Asks a set, or takes what an earlier run has seen: fitting again costs nothing then. */
async function observeSet(
  settings: RecordSettings,
  corpus: string,
  file: string,
  foreign: boolean,
): Promise<Observed> {
  const folder = path.join(settings.DATA_DIR, 'fit');
  const name = `${path.basename(corpus)}-${path.basename(file, '.jsonl')}-${path.basename(settings.RERANKER_ID)}.json`;
  const seen = path.join(folder, name);
  if (existsSync(seen)) return JSON.parse(await readFile(seen, 'utf8'));
  const all = await readQuestions(file);
  const step = foreign ? Math.max(1, Math.floor(all.length / MOST_FOREIGN)) : 1;
  const questions = all.filter((_, i) => i % step === 0);
  const dataDir = path.join(folder, path.basename(corpus));
  const record = await openRecord({ ...settings, CORPUS_DIR: corpus, DATA_DIR: dataDir }, reportBuild());
  const { encoder, reranker } = record;
  const find = createRanker(record.parts);
  const observations: Observation[] = [];
  for (const question of questions) {
    const observation = await observe(find, question);
    if (observation) observations.push(observation);
  }
  record.close();
  const observed = { encoder: encoder.key, reranker: reranker?.key ?? null, observations };
  await mkdir(folder, { recursive: true });
  await writeFile(seen, JSON.stringify(observed));
  return observed;
}

/** Replaces the entry of these models and keeps the others. */
async function store(calibration: Calibration): Promise<void> {
  const file: { version: 1; models: Calibration[] } = JSON.parse(await readFile(MODELS, 'utf8'));
  const others = file.models.filter(
    ({ encoder, reranker }) => !calibration.encoder.startsWith(encoder) || reranker !== calibration.reranker,
  );
  await writeFile(MODELS, `${JSON.stringify({ version: 1, models: [...others, calibration] }, null, 2)}\n`);
}

function rounded<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, part) => (typeof part === 'number' ? Number(part.toFixed(4)) : part)),
  );
}
