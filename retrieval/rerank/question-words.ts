/** The words of a question as a reranker's tokens make them up, and which of them are names or numbers. */
import type { Span } from './token-matches.ts';

export interface QuestionWord {
  /** Places of its tokens. */
  tokens: number[];
  /** A name or a number: what an answer must speak of, too. */
  isEntity: boolean;
}

/** A capital says nothing in a question that has no other letters. */
const LOWER_CASE = /\p{Ll}/u;
const NAME = /^\p{Lu}/u;
const NUMBER = /\p{N}/u;
const IN_WORD = /^[\p{L}\p{M}\p{N}]$/u;

/** @param spans where each token stands in the question, in order; without them there are no words */
export function wordsOfQuestion(question: string, spans: readonly Span[]): QuestionWord[] {
  const words: { tokens: number[]; start: number; end: number }[] = [];
  for (const [token, { start, end }] of spans.entries()) {
    const word = words.at(-1);
    if (word && word.end === start && joins(question, start)) {
      word.tokens.push(token);
      word.end = end;
    } else {
      words.push({ tokens: [token], start, end });
    }
  }
  const tellsCase = LOWER_CASE.test(question);
  return words.map(({ tokens, start, end }) => {
    const text = question.slice(start, end);
    // The first word of a question has a capital anyway.
    return { tokens, isEntity: NUMBER.test(text) || (tellsCase && start > 0 && NAME.test(text)) };
  });
}

/** Whether the letters on both sides of a place belong to one word. */
function joins(text: string, at: number): boolean {
  return IN_WORD.test(text[at - 1] ?? '') && IN_WORD.test(text[at] ?? '');
}
