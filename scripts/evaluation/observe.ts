/** What the confidence is fitted on: each question's features, and whether its record answers it. */
import { type Features, featuresOf } from '../../retrieval/confidence/features.ts';
import { QuestionError } from '../../retrieval/errors.ts';
import type { PassageStore } from '../../retrieval/interfaces.ts';
import { readQuestion } from '../../retrieval/question.ts';
import type { Ranker } from '../../retrieval/ranking/rank.ts';
import { halfOf, isGold, type LabelledQuestion } from './questions.ts';

export interface Observation {
  id: string;
  half: 'tuning' | 'held-out';
  features: Features;
  answerable: boolean;
  /** The first hit is a gold passage. */
  right: boolean;
}

/** Observes a question; nothing for one that cannot be asked or finds no candidate. */
export async function observe(
  find: Ranker,
  passages: PassageStore,
  question: LabelledQuestion,
): Promise<Observation | undefined> {
  try {
    const { ranked, coverage } = await find(readQuestion(question.question));
    const features = featuresOf(ranked, coverage);
    const [first] = await passages.read(ranked.slice(0, 1).map(({ row }) => row));
    if (!features || !first) return undefined;
    const right = question.gold.some((gold) => isGold(first, gold));
    return { id: question.id, half: halfOf(question), features, answerable: question.answerable, right };
  } catch (error) {
    if (error instanceof QuestionError) return undefined;
    throw error;
  }
}
