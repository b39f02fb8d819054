/** What the confidence is fitted on: each question's features, and whether its record answers it. */
import { type Features, featuresOf } from '../../retrieval/confidence/features.ts';
import { QuestionError } from '../../retrieval/errors.ts';
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
export async function observe(find: Ranker, question: LabelledQuestion): Promise<Observation | undefined> {
  try {
    const { ranked } = await find(readQuestion(question.question));
    const features = featuresOf(ranked);
    const [first] = ranked;
    if (!features || !first) return undefined;
    const right = question.gold.some((gold) => isGold(first.cited, gold));
    return { id: question.id, half: halfOf(question), features, answerable: question.answerable, right };
  } catch (error) {
    if (error instanceof QuestionError) return undefined;
    throw error;
  }
}
