/** The door for questions: folded, bounded, and refused with a sentence when there is nothing to search for. */
import { QuestionError } from './errors.ts';

/** Longest question in characters (UTF-16 units): a long Discord message fits whole. */
export const MAX_QUESTION_LENGTH = 4000;

// Controls, zero-width and direction characters say nothing, and hide what is said.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu;

/**
 * Folds a question to one line of visible text.
 * @throws QuestionError when it is empty, longer than MAX_QUESTION_LENGTH, or holds no letter and no digit
 */
export function readQuestion(text: string): string {
  if (text.length > MAX_QUESTION_LENGTH) {
    throw new QuestionError(
      `The question is ${text.length.toLocaleString('en')} characters long.`,
      `Ask in at most ${MAX_QUESTION_LENGTH.toLocaleString('en')} characters.`,
    );
  }
  const question = text.replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').trim();
  if (question === '') {
    throw new QuestionError('The question is empty.', 'Ask something, such as “What was said about 5G?”');
  }
  if (!/[\p{L}\p{N}]/u.test(question)) {
    throw new QuestionError('The question holds no letter and no digit.', 'Ask it in words.');
  }
  return question;
}
