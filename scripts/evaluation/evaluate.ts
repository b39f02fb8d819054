/** Evaluation: asks every question of a set and measures ranking and refusal. */
import type { Answer, Hit } from '../../retrieval/answer.ts';
import { QuestionError } from '../../retrieval/errors.ts';
import { MAX_HITS, type SearchService } from '../../retrieval/search.ts';
import { bootstrap, type Estimate } from './bootstrap.ts';
import {
  auroc,
  calibrationError,
  ndcgAt,
  type Outcome,
  recallAt,
  reciprocalRankAt,
  successAt,
  verdictShare,
} from './metrics.ts';
import { isGold, type LabelledQuestion } from './questions.ts';

/** A question whose first hit is not a gold passage. */
export interface Miss {
  id: string;
  question: string;
  /** Rank of the first gold passage; absent when it did not come up at all. */
  goldRank?: number;
  /** What came first instead. */
  first?: Pick<Hit, 'passage' | 'document'>;
}

export interface Evaluation {
  questions: number;
  answerable: number;
  /** Over the answerable questions. */
  ranking: Record<string, Estimate>;
  /** Over all questions. */
  refusal: Record<string, Estimate>;
  misses: Miss[];
  /** Ids of questions that cannot be asked; they count as not answered. */
  refused: string[];
  outcomes: Outcome[];
}

/** Asks the questions one after the other. */
export async function evaluate(
  search: SearchService,
  questions: readonly LabelledQuestion[],
): Promise<Evaluation> {
  const outcomes: Outcome[] = [];
  const misses: Miss[] = [];
  const refused: string[] = [];
  for (const question of questions) {
    const answer = await askOrRefuse(search, question.question);
    if (!answer) refused.push(question.id);
    const { verdict, confidence, hits } = answer ?? { verdict: 'none', confidence: 0, hits: [] };
    const goldRanks = question.gold
      .map((gold) => hits.find((hit) => isGold(hit, gold))?.rank)
      .filter((rank) => rank !== undefined)
      .sort((a, b) => a - b);
    const { id, answerable } = question;
    outcomes.push({
      id,
      question: question.question,
      answerable,
      golds: question.gold.length,
      goldRanks,
      verdict,
      confidence,
    });
    const [first] = hits;
    const [goldRank] = goldRanks;
    if (!answerable || goldRank === 1) continue;
    misses.push({ id, question: question.question, ...(goldRank && { goldRank }), ...(first && { first }) });
  }
  return { ...measure(outcomes), misses, refused, outcomes };
}

async function askOrRefuse(search: SearchService, question: string): Promise<Answer | undefined> {
  try {
    return await search.ask(question, { k: MAX_HITS });
  } catch (error) {
    if (error instanceof QuestionError) return undefined;
    throw error;
  }
}

function measure(outcomes: readonly Outcome[]): Omit<Evaluation, 'misses' | 'refused' | 'outcomes'> {
  const answerable = outcomes.filter((outcome) => outcome.answerable);
  const unanswerable = outcomes.filter((outcome) => !outcome.answerable);
  return {
    questions: outcomes.length,
    answerable: answerable.length,
    ranking: {
      'success@1': bootstrap(answerable, successAt(1)),
      'success@3': bootstrap(answerable, successAt(3)),
      'success@5': bootstrap(answerable, successAt(5)),
      'recall@5': bootstrap(answerable, recallAt(5)),
      'recall@10': bootstrap(answerable, recallAt(10)),
      'success@100': bootstrap(answerable, successAt(MAX_HITS)),
      'MRR@10': bootstrap(answerable, reciprocalRankAt(10)),
      'nDCG@10': bootstrap(answerable, ndcgAt(10)),
    },
    refusal: {
      AUROC: bootstrap(outcomes, auroc),
      'calibration error': bootstrap(outcomes, calibrationError),
      'answerable: answered': bootstrap(answerable, verdictShare('answer')),
      'answerable: nothing on record': bootstrap(answerable, verdictShare('none')),
      'unanswerable: answered': bootstrap(unanswerable, verdictShare('answer')),
      'unanswerable: nothing on record': bootstrap(unanswerable, verdictShare('none')),
    },
  };
}
