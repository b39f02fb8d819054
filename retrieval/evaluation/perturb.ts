/** The same questions as hurried people ask them: how much a ranking depends on tidy wording. */
import { createHash } from 'node:crypto';

export const PERTURBATIONS = ['typos', 'keywords', 'lower-case', 'no-punctuation', 'polite'] as const;
export type Perturbation = (typeof PERTURBATIONS)[number];

const PREAMBLE = 'Hello, I hope this is the right place to ask, could you please tell me: ';
/** A typing error in every so many words that are long enough to survive one. */
const WORDS_TO_A_TYPO = 4;
const LONG_WORD = 5;
const FILLERS = new Set(
  (
    'a an the of to in on at by for and or is are was were be been do does did has have had will would can could ' +
    'should what who whom whose when where why how which that this it its they them their there with about from ' +
    'me my i you your we our so as if not but'
  ).split(' '),
);

/** The question, perturbed; the same question always in the same way. */
export function perturb(question: string, how: Perturbation): string {
  switch (how) {
    case 'typos':
      return withTypos(question);
    case 'keywords':
      return keywordsOf(question);
    case 'lower-case':
      return question.toLowerCase();
    case 'no-punctuation':
      return question.replace(/[^\p{L}\p{N}\s]/gu, '');
    case 'polite':
      return PREAMBLE + question;
  }
}

function keywordsOf(question: string): string {
  const words = question.match(/[\p{L}\p{N}][\p{L}\p{N}.,$%'’-]*/gu) ?? [];
  const kept = words.filter((word) => !FILLERS.has(word.toLowerCase()));
  return (kept.length > 0 ? kept : words).join(' ');
}

/** Swaps two neighbouring letters inside some of the longer words: the commonest slip of fast typing. */
function withTypos(question: string): string {
  let long = 0;
  return question.replace(/\p{L}+/gu, (word) => {
    if (word.length < LONG_WORD || long++ % WORDS_TO_A_TYPO !== 0) return word;
    const at = 1 + ((createHash('sha256').update(word).digest()[0] ?? 0) % (word.length - 3));
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  });
}
