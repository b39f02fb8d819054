/** Press conferences that name everyone: `AFP: …` asks, `Wang Wenbin: …` or `Spokesperson: …` answers. */
import type { Format } from './format.ts';
import { ANSWER_LABELS, NAME_LABELS, QUESTION_LABELS } from './question-answer.ts';

export const outlets: Format = {
  name: 'outlets',
  question: QUESTION_LABELS,
  answer: ANSWER_LABELS,
  speaker: NAME_LABELS,
  unknownName: 'infer',
  requires: ['question', 'answer'],
};
