/** `npm run evaluate -- --questions FILE`: how good the ranking and the refusals are on a question set. */
import colors from 'picocolors';
import type { Estimate } from '../retrieval/evaluation/bootstrap.ts';
import { type Evaluation, evaluate, type Miss } from '../retrieval/evaluation/evaluate.ts';
import { readQuestions } from '../retrieval/evaluation/questions.ts';
import { openRecord } from '../retrieval/record.ts';
import { readSettings, recordSettings } from '../retrieval/settings.ts';
import { readArguments, runCommand, UsageError } from './terminal/command.ts';
import { reportBuild } from './terminal/progress.ts';

const USAGE = 'Usage: npm run evaluate -- --questions FILE [--split NAME] [--json]';

await runCommand(async () => {
  const { values } = readArguments(
    {
      options: {
        questions: { type: 'string' },
        split: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  if (values.questions === undefined) throw new UsageError('There is no question set.', USAGE);
  const all = await readQuestions(values.questions);
  const questions = values.split === undefined ? all : all.filter(({ split }) => split === values.split);
  if (questions.length === 0) throw new UsageError(`No question has the split “${values.split}”.`, USAGE);
  const record = await openRecord(readSettings(recordSettings, process.env), reportBuild());
  try {
    const evaluation = await evaluate(record.search, questions);
    console.log(values.json ? JSON.stringify(evaluation, null, 2) : renderEvaluation(evaluation));
  } finally {
    record.close();
  }
});

function renderEvaluation({ questions, answerable, ranking, refusal, misses }: Evaluation): string {
  return [
    colors.bold(`Ranking, over ${answerable} answerable questions (95% interval)`),
    ...Object.entries(ranking).map(renderEstimate),
    colors.bold(`Refusal, over ${questions} questions (95% interval)`),
    ...Object.entries(refusal).map(renderEstimate),
    colors.bold(`Not right at rank 1: ${misses.length}`),
    ...misses.map(renderMiss),
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
