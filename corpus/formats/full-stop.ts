/** `Q.` and `A.` with a full stop, as court reporters and older statements write them. */
import type { Format } from './format.ts';
import { NAME_LABELS } from './question-answer.ts';

export const fullStop: Format = {
  name: 'full-stop',
  question: [/^Q(?:uestion)?\s?\d{0,3}\.(?=\s)/u],
  answer: [/^A(?:nswer)?\s?\d{0,3}\.(?=\s)/u],
  speaker: NAME_LABELS,
  unknownName: 'text',
  requires: ['question-label', 'answer-label'],
};
