/** `npm run fit-confidence -- CORPUS QUESTIONS …`: fits retrieval/confidence/models.json to the models in use. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Calibration } from '../retrieval/confidence/verdict.ts';
import { WAYS } from '../retrieval/ranking/ranking.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { featuresFor, fitCalibration } from './evaluation/fit-calibration.ts';
import { observeRecords } from './evaluation/observe.ts';
import { readArguments, runCommand, UsageError } from './terminal/command.ts';

const USAGE =
  'Usage: npm run fit-confidence -- [--way same|cross] CORPUS-FOLDER QUESTIONS-FILE [CORPUS-FOLDER QUESTIONS-FILE…]';
const MODELS = fileURLToPath(new URL('../retrieval/confidence/models.json', import.meta.url));

await runCommand(async () => {
  const { values, positionals } = readArguments(
    { allowPositionals: true, options: { way: { type: 'string', default: 'same' } } },
    USAGE,
  );
  const way = WAYS.find((known) => known === values.way);
  if (!way) throw new UsageError(`--way is one of ${WAYS.join(', ')}, not “${values.way}”.`, USAGE);
  if (positionals.length === 0 || positionals.length % 2 === 1) {
    throw new UsageError('Each corpus needs its question set.', USAGE);
  }
  const settings = readSettings(recordSettings, process.env);
  const records = await observeRecords(settings, positionals, way);
  const [first] = records;
  if (!first) return;
  const { encoder, reranker } = first;
  // What the fit is worth elsewhere, `evaluate -- --leave-one-out` says: here every question counts.
  const observed = records.map(({ observations }) => observations);
  const fitted = fitCalibration(observed, featuresFor(way, reranker !== null));
  await store({ encoder, reranker, way, ...rounded(fitted) });
  console.log(`Fitted to ${observed.flat().length} questions of ${records.length} records.`);
});

/** Replaces the entry of these models and keeps the others. */
async function store(calibration: Calibration): Promise<void> {
  const file: { version: 1; models: Calibration[] } = JSON.parse(await readFile(MODELS, 'utf8'));
  const others = file.models.filter(
    ({ encoder, reranker, way = 'same' }) =>
      !calibration.encoder.startsWith(encoder) ||
      reranker !== calibration.reranker ||
      way !== calibration.way,
  );
  await writeFile(MODELS, `${JSON.stringify({ version: 1, models: [...others, calibration] }, null, 2)}\n`);
}

function rounded<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, part) => (typeof part === 'number' ? Number(part.toFixed(4)) : part)),
  );
}
