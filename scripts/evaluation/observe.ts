/** What the confidence is fitted on: each question's features, and whether its record answers it. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Features, featuresOf } from '../../retrieval/confidence/verdict.ts';
import { QuestionError } from '../../retrieval/errors.ts';
import { readQuestion } from '../../retrieval/question.ts';
import { toHits } from '../../retrieval/ranking/hits.ts';
import { createRanker, type Ranker } from '../../retrieval/ranking/rank.ts';
import { RANKING, type Way } from '../../retrieval/ranking/ranking.ts';
import { openRecord } from '../../retrieval/record.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { reportBuild } from '../terminal/progress.ts';
import { isGold, type LabelledQuestion, readQuestions } from './questions.ts';

export interface Observation {
  id: string;
  /** How the question meets the first hit, by their languages. */
  way: Way;
  /** Of the first hit. */
  features: Features;
  answerable: boolean;
  /** Rank of the first gold passage among the hits, from 1; absent where none came up. */
  goldRank?: number;
}

/** The question sets of one record, observed. */
export interface ObservedRecord {
  /** Of the corpus folder. */
  name: string;
  encoder: string;
  reranker: string | null;
  observations: Observation[];
}

/**
 * Asks the question sets of each record, which is built below `DATA_DIR/fit`. What was asked before is taken from there
 * as long as models and ranking are the same.
 * @param pairs corpus folder and question set by turns; a corpus may come up again
 * @param way only questions that meet their first hit so
 */
export async function observeRecords(
  settings: RecordSettings,
  pairs: readonly string[],
  way: Way,
): Promise<ObservedRecord[]> {
  const setsOf = new Map<string, string[]>();
  for (let i = 0; i < pairs.length; i += 2) {
    const [corpus = '', file = ''] = pairs.slice(i, i + 2);
    setsOf.set(corpus, [...(setsOf.get(corpus) ?? []), file]);
  }
  const records: ObservedRecord[] = [];
  for (const [corpus, files] of setsOf) {
    const record = await observeRecord(settings, corpus, files);
    records.push({ ...record, observations: record.observations.filter((one) => one.way === way) });
  }
  return records;
}

async function observeRecord(
  settings: RecordSettings,
  corpus: string,
  files: readonly string[],
): Promise<ObservedRecord> {
  const name = path.basename(corpus);
  const dataDir = path.join(settings.DATA_DIR, 'fit', name);
  const record = await openRecord({ ...settings, CORPUS_DIR: corpus, DATA_DIR: dataDir }, reportBuild());
  const { encoder, reranker, state } = record;
  const keys = { encoder: encoder.key, reranker: reranker?.key ?? null };
  try {
    const find = createRanker(record.parts);
    const observations: Observation[] = [];
    for (const file of files) {
      const seen = path.join(
        dataDir,
        `${path.basename(file, '.jsonl')}-${path.basename(settings.RERANKER_ID)}.json`,
      );
      const made = JSON.stringify([keys, state.name, RANKING]);
      observations.push(...((await earlier(seen, made)) ?? (await observeFile(find, file, seen, made))));
    }
    return { name, ...keys, observations };
  } finally {
    record.close();
  }
}

async function earlier(seen: string, made: string): Promise<Observation[] | undefined> {
  if (!existsSync(seen)) return undefined;
  const kept = JSON.parse(await readFile(seen, 'utf8')) as { made: string; observations: Observation[] };
  return kept.made === made ? kept.observations : undefined;
}

async function observeFile(find: Ranker, file: string, seen: string, made: string): Promise<Observation[]> {
  const observations: Observation[] = [];
  for (const question of await readQuestions(file)) {
    const observation = await observe(find, question);
    if (observation) observations.push(observation);
  }
  await mkdir(path.dirname(seen), { recursive: true });
  await writeFile(seen, JSON.stringify({ made, observations }));
  return observations;
}

/** Observes a question; nothing for one that cannot be asked or finds no candidate. */
async function observe(find: Ranker, question: LabelledQuestion): Promise<Observation | undefined> {
  try {
    const { ranked, way } = await find(readQuestion(question.question));
    const [first] = ranked;
    if (!first) return undefined;
    const gold = toHits(ranked, RANKING).find((hit) => question.gold.some((one) => isGold(hit, one)));
    const { id, answerable } = question;
    return {
      id,
      way,
      features: featuresOf(first),
      answerable,
      ...(gold && { goldRank: gold.rank }),
    };
  } catch (error) {
    if (error instanceof QuestionError) return undefined;
    throw error;
  }
}
