/** `npm run fit-ranking -- CORPUS QUESTIONS …`: fits the weights of retrieval/ranking/ranking.json. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readQuestion } from '../retrieval/question.ts';
import { createRanker } from '../retrieval/ranking/rank.ts';
import { RANKING } from '../retrieval/ranking/ranking.ts';
import { openRecord } from '../retrieval/record.ts';
import { type RecordSettings, readSettings, recordSettings } from '../retrieval/settings.ts';
import { fitWeights, type LabelledSignals, meanReciprocalRank } from './evaluation/fit-weights.ts';
import { halfOf, isGold, readQuestions } from './evaluation/questions.ts';
import { readArguments, readCount, runCommand, UsageError } from './terminal/command.ts';
import { reportBuild } from './terminal/progress.ts';

const USAGE =
  'Usage: npm run fit-ranking -- [--most N] CORPUS-FOLDER QUESTIONS-FILE [CORPUS-FOLDER QUESTIONS-FILE…]';
/** Sets that are there for fitting have no half that is held out. */
const TRAINING = /-train\.jsonl$/;
const FILE = fileURLToPath(new URL('../retrieval/ranking/ranking.json', import.meta.url));

await runCommand(async () => {
  const { values, positionals } = readArguments(
    { allowPositionals: true, options: { most: { type: 'string', default: '100' } } },
    USAGE,
  );
  if (positionals.length === 0 || positionals.length % 2 === 1) {
    throw new UsageError('Each corpus needs its question set.', USAGE);
  }
  const most = readCount('--most', values.most, 1, 10_000, USAGE);
  const settings = readSettings(recordSettings, process.env);
  const sets: { name: string; tuning: LabelledSignals[]; heldOut: LabelledSignals[] }[] = [];
  for (let i = 0; i < positionals.length; i += 2) {
    const [corpus = '', file = ''] = positionals.slice(i, i + 2);
    const questions = await signalsOf(settings, corpus, file, most);
    const half = (wanted: string) => questions.filter(({ half }) => half === wanted);
    sets.push({ name: path.basename(file, '.jsonl'), tuning: half('tuning'), heldOut: half('held-out') });
  }
  const fitted = fitWeights(
    sets.map(({ tuning }) => tuning),
    RANKING,
  );
  const figures = Object.fromEntries(
    sets.map(({ name, tuning, heldOut }) => {
      const [before, after, held] = [
        meanReciprocalRank(tuning, RANKING),
        meanReciprocalRank(tuning, fitted),
        meanReciprocalRank(heldOut, fitted),
      ].map((value) => (100 * value).toFixed(1));
      const reached = `MRR@10 ${after} on ${tuning.length} (was ${before})`;
      return [name, heldOut.length > 0 ? `${reached}, held out ${held} on ${heldOut.length}` : reached];
    }),
  );
  await writeFile(FILE, `${JSON.stringify({ ...fitted, figures }, null, 2)}\n`);
  console.log(JSON.stringify({ ...fitted, figures }, null, 2));
});

/** The signals of every candidate of the answerable questions, all of them reranked. */
async function signalsOf(
  settings: RecordSettings,
  corpus: string,
  file: string,
  most: number,
): Promise<LabelledSignals[]> {
  const answerable = (await readQuestions(file)).filter((question) => question.answerable);
  const step = Math.max(1, answerable.length / most);
  const questions = answerable.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  const dataDir = path.join(settings.DATA_DIR, 'fit', path.basename(corpus));
  const record = await openRecord({ ...settings, CORPUS_DIR: corpus, DATA_DIR: dataDir }, reportBuild());
  const everything = { ...RANKING, reranked: RANKING.mostCandidates };
  const find = createRanker(record.parts, everything);
  const found: LabelledSignals[] = [];
  for (const question of questions) {
    const { ranked } = await find(readQuestion(question.question));
    const gold = ranked.map(({ cited }) => question.gold.some((one) => isGold(cited, one)));
    found.push({
      half: TRAINING.test(file) ? 'tuning' : halfOf(question),
      candidates: ranked.map(({ cited: _, ...signals }) => signals),
      gold,
    });
  }
  record.close();
  return found;
}
