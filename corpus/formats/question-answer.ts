/** `Q:` and `A:` (or `Question:`/`Answer:`, `问：`/`答：`), alone or in bilingual blocks. */
import type { Format } from './format.ts';

/** `Q:`, `Q1:`, `Question:`, `Q (AFP):`, `Question from Reuters:`, `问：`, `问（路透社）：`. */
export const QUESTION_LABELS: readonly RegExp[] = [
  /^(?:Q|Question)(?:\s?\d{1,3})?(?:\s?\(([^():\n]{1,60})\)|\s(?:from|by)\s([^:：\n]{1,60}))?[*_]{0,3}\s?[:：]/iu,
  /^(?:[追再]?问题?|提问)(?:[（(]([^（）()：:\n]{1,30})[）)])?\s?[:：]/u,
];

/** `A:`, `Answer:`, `答：`. */
export const ANSWER_LABELS: readonly RegExp[] = [
  /^(?:A|Answer)(?:\s?\d{1,3})?[*_]{0,3}\s?[:：]/iu,
  /^(?:答复?|回答)\s?[:：]/u,
];

/** A name before a colon: up to some words, then the colon, perhaps after a blank. */
export const NAME_LABELS: readonly RegExp[] = [
  /^(\p{Lu}[^:：\n]{0,59}?)[*_]{0,3}\s{0,2}[:：]/u,
  /^([\p{Script=Han}][\p{Script=Han}\p{L}\p{N}·• “”"'’（）()-]{0,24}?)\s?[:：]/u,
];

export const questionAnswer: Format = {
  name: 'question-answer',
  question: QUESTION_LABELS,
  answer: ANSWER_LABELS,
  speaker: NAME_LABELS,
  unknownName: 'text',
  requires: ['question-label', 'answer-label'],
};
