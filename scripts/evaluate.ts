/** `npm run evaluate -- --questions FILE`: how good the ranking and the refusals are on a question set. */

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import colors from 'picocolors';
import { calibrationOf } from '../retrieval/confidence/verdict.ts';
import type { OpenRecord } from '../retrieval/record.ts';
import { createSearchService } from '../retrieval/search.ts';
import { type RecordSettings, readSettings, recordSettings } from '../retrieval/settings.ts';
import { findUsable } from '../retrieval/update.ts';
import { variants } from './evaluation/ablation.ts';
import type { Estimate } from './evaluation/bootstrap.ts';
import { type Evaluation, evaluate, type Miss } from './evaluation/evaluate.ts';
import { featuresFor } from './evaluation/fit-calibration.ts';
import { figuresOf, type LeftOut, leaveOneOut } from './evaluation/leave-one-out.ts';
import { observeRecords } from './evaluation/observe.ts';
import { PERTURBATIONS, perturb } from './evaluation/perturb.ts';
import { checkDocuments, halfOf, type LabelledQuestion, readQuestions } from './evaluation/questions.ts';
import { reliabilityDiagram } from './evaluation/reliability.ts';
import { evaluateSentences, readSentences } from './evaluation/sentences.ts';
import { readArguments, runCommand, UsageError } from './terminal/command.ts';
import { withRecord } from './terminal/record.ts';

const USAGE =
  'Usage: npm run evaluate -- --questions FILE [--split NAME] [--half tuning|held-out] [--json] [--report DIR] [--ablate] [--perturb KIND] [--sentences]\n       npm run evaluate -- --leave-one-out CORPUS-FOLDER QUESTIONS-FILE [CORPUS-FOLDER QUESTIONS-FILE…] [--json]';

await runCommand(async () => {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        questions: { type: 'string' },
        split: { type: 'string' },
        half: { type: 'string' },
        json: { type: 'boolean', default: false },
        report: { type: 'string' },
        perturb: { type: 'string' },
        ablate: { type: 'boolean', default: false },
        sentences: { type: 'boolean', default: false },
        'leave-one-out': { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  if (values['leave-one-out']) return await printLeaveOneOut(positionals, values.json);
  const { questions: file } = values;
  if (file === undefined) throw new UsageError('There is no question set.', USAGE);
  const settings = readSettings(recordSettings, process.env);
  if (values.sentences) return await printSentences(settings, file, values.split);
  const all = await readQuestions(file);
  const questions = perturbed(chooseQuestions(all, values.split, values.half), values.perturb);
  await withRecord(settings, async (record) => {
    const { sources } = (await findUsable(settings.DATA_DIR))?.manifest ?? {};
    if (sources) checkDocuments(questions, new Set(sources.map((source) => source.path)));
    if (values.ablate) return await printAblation(record, questions, values.json);
    const evaluation = await evaluate(record.search, questions);
    if (values.report !== undefined) await writeReport(values.report, file, evaluation);
    const { outcomes, ...shown } = evaluation;
    console.log(values.json ? JSON.stringify(shown, null, 2) : renderEvaluation(evaluation));
  });
});

/** What the verdicts are worth on each record when they are fitted to the others, and as they are in use. */
async function printLeaveOneOut(pairs: readonly string[], json: boolean): Promise<void> {
  if (pairs.length < 4 || pairs.length % 2 === 1) {
    throw new UsageError('It takes two records at least, each with its question set.', USAGE);
  }
  const settings = readSettings(recordSettings, process.env);
  const records = await observeRecords(settings, pairs, 'same');
  const [first] = records;
  if (!first) return;
  const inUse = calibrationOf(first.encoder, first.reranker ?? undefined);
  const rows = {
    'left out': leaveOneOut(records, featuresFor('same', first.reranker !== null)),
    ...(inUse && { 'in use': records.map((record) => figuresOf(record, inUse)) }),
  };
  if (json) return console.log(JSON.stringify(rows, null, 2));
  for (const [name, figures] of Object.entries(rows)) {
    console.log(name);
    console.table(figures.map(inPercent));
  }
}

function inPercent({ record, questions, answers, ...shares }: LeftOut): Record<string, string | number> {
  const percent = Object.entries(shares).map(([name, share]) => [name, Number((100 * share).toFixed(1))]);
  return { record, questions, answers, ...Object.fromEntries(percent) };
}

/** How often the sentence that is marked is the labelled one. */
async function printSentences(
  settings: RecordSettings,
  file: string,
  split: string | undefined,
): Promise<void> {
  const labelled = (await readSentences(file)).filter((one) => split === undefined || one.split === split);
  await withRecord(settings, async ({ parts }) =>
    console.log(JSON.stringify(await evaluateSentences(parts, labelled), null, 2)),
  );
}

function perturbed(
  questions: readonly LabelledQuestion[],
  how: string | undefined,
): readonly LabelledQuestion[] {
  if (how === undefined) return questions;
  const kind = PERTURBATIONS.find((known) => known === how);
  if (!kind) throw new UsageError(`--perturb is one of ${PERTURBATIONS.join(', ')}, not “${how}”.`, USAGE);
  return questions.map((question) => ({ ...question, question: perturb(question.question, kind) }));
}

function chooseQuestions(
  all: readonly LabelledQuestion[],
  split: string | undefined,
  half: string | undefined,
): LabelledQuestion[] {
  if (half !== undefined && half !== 'tuning' && half !== 'held-out')
    throw new UsageError(`--half is tuning or held-out, not “${half}”.`, USAGE);
  const ofSplit = split === undefined ? all : all.filter((question) => question.split === split);
  if (ofSplit.length === 0) throw new UsageError(`No question has the split “${split}”.`, USAGE);
  const chosen = ofSplit.filter((question) => half === undefined || halfOf(question) === half);
  if (chosen.length === 0) throw new UsageError(`No question is in the ${half} half.`, USAGE);
  return chosen;
}

/** Evaluates the ranking with one part after the other switched on. */
async function printAblation(
  { parts }: OpenRecord,
  questions: readonly LabelledQuestion[],
  json: boolean,
): Promise<void> {
  const rows: { name: string; ranking: Evaluation['ranking'] }[] = [];
  for (const { name, ranking } of variants()) {
    const evaluation = await evaluate(createSearchService(parts, ranking), questions);
    rows.push({ name, ranking: evaluation.ranking });
  }
  if (json) return console.log(JSON.stringify(rows, null, 2));
  const shown = ['success@1', 'success@3', 'success@5', 'MRR@10', 'success@100'];
  console.log(`${''.padEnd(28)}${shown.map((name) => name.padStart(13)).join('')}`);
  for (const { name, ranking } of rows) {
    const cells = shown.map((measure) =>
      (100 * (ranking[measure]?.value ?? Number.NaN)).toFixed(1).padStart(13),
    );
    console.log(`${name.padEnd(28)}${cells.join('')}`);
  }
}

/** Writes the figures and the reliability diagram of a set into a folder. */
async function writeReport(folder: string, file: string, evaluation: Evaluation): Promise<void> {
  const name = path.basename(file, path.extname(file));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(evaluation, null, 2)}\n`);
  await writeFile(
    path.join(folder, `${name}-reliability.svg`),
    reliabilityDiagram(evaluation.outcomes, `${name}: ${evaluation.questions} questions`),
  );
  console.error(`Written to ${folder}: ${name}.json, ${name}-reliability.svg`);
}

function renderEvaluation({ questions, answerable, ranking, refusal, misses, refused }: Evaluation): string {
  return [
    colors.bold(`Ranking, over ${answerable} answerable questions (95% interval)`),
    ...Object.entries(ranking).map(renderEstimate),
    colors.bold(`Refusal, over ${questions} questions (95% interval)`),
    ...Object.entries(refusal).map(renderEstimate),
    colors.bold(`Not right at rank 1: ${misses.length}`),
    ...misses.map(renderMiss),
    ...(refused.length > 0 ? [colors.bold(`Cannot be asked: ${refused.join(', ')}`)] : []),
  ].join('\n');
}

function renderEstimate([name, { value, low, high }]: [string, Estimate]): string {
  const shown = [value, low, high].map((share) => (Number.isFinite(share) ? (100 * share).toFixed(1) : '–'));
  return `  ${name.padEnd(32)} ${(shown[0] ?? '').padStart(5)}  (${shown[1]} to ${shown[2]})`;
}

function renderMiss({ id, question, goldRank, first }: Miss): string {
  const instead = first
    ? `${first.document.date}: “${first.passage.text.replace(/\s+/gu, ' ').slice(0, 70)}…”`
    : 'nothing';
  return `  ${id} (gold ${goldRank ? `at ${goldRank}` : 'not found'}) ${question}\n      first: ${instead}`;
}
