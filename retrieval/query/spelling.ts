/**
 * Typing errors: a word that neither the record nor the background knows is read as the nearest one that they know
 * (Damerau 1964). A word that is known is never touched, nor is a number.
 */
import { foldSpelling, letterBits, missingBits, typingDistance } from '../../corpus/spelling.ts';
import type { Vocabulary } from './vocabulary.ts';

const WORD = /\p{L}[\p{L}\p{M}\p{N}]*/gu;
/** Shorter words are near to too many others. */
const LEAST_LETTERS = 4;
/** Words of so many letters may hold two errors. */
const TWO_FROM = 9;
/** Of a shorter word, and of a name, one letter for another makes another word: “Merz” is not “mere”. */
const SUBSTITUTED_FROM = 6;
/** In a shorter word letters may have changed places, but none was left out or added: “asml” is not “aml”. */
const LENGTHENED_FROM = 5;
/** Letters in the wrong order are a likelier slip than a letter too many, too few or another. */
const SWAPPED = 0.5;
/** Where words have no spaces, or another alphabet, nothing is known about errors. */
const LATIN = /^\p{Script=Latin}+$/u;

/** The text with its typing errors corrected; what is not certain stays. */
export function correctSpelling(text: string, vocabulary: Vocabulary): string {
  return text.replace(WORD, (word, at: number) => {
    // “5G”, “don’t”, “O’Brien”: parts of something else.
    if (/[\p{N}'’]/u.test(text.charAt(at - 1))) return word;
    const folded = foldSpelling(word);
    if (folded.length < LEAST_LETTERS || !LATIN.test(folded) || vocabulary.knows(folded)) return word;
    const meant = nearest(folded, vocabulary, folded.length >= SUBSTITUTED_FROM && !/^\p{Lu}/u.test(word));
    if (meant === undefined) return word;
    return word.charAt(0) === folded.charAt(0) ? meant : meant.charAt(0).toUpperCase() + meant.slice(1);
  });
}

/** The nearest known word with the same first letter; of several as near, the most usual. */
function nearest(typed: string, vocabulary: Vocabulary, substituted: boolean): string | undefined {
  const most = typed.length < TWO_FROM ? 1 : 2;
  const bits = letterBits(typed);
  const shifts =
    typed.length < LENGTHENED_FROM ? [0] : Array.from({ length: 2 * most + 1 }, (_, i) => i - most);
  let best: string | undefined;
  let least = most + 1;
  for (const shift of shifts) {
    for (const word of vocabulary.beginningWith(typed.charAt(0), typed.length + shift)) {
      if (missingBits(bits, letterBits(word)) > most) continue;
      const distance = typingDistance(typed, word, most, false);
      if (distance > most) continue;
      const swapped = shift === 0 && sameLetters(typed, word);
      if (!swapped && shift === 0 && !substituted) continue;
      const cost = distance - (swapped ? SWAPPED : 0);
      if (cost > least || (cost === least && vocabulary.share(word) <= vocabulary.share(best ?? '')))
        continue;
      [best, least] = [word, cost];
    }
  }
  return best;
}

function sameLetters(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('');
}
