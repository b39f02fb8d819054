/** From text to index terms: words folded in case, accents and endings; stop words left out; CJK by pairs. */
import { stemmer } from 'stemmer';
import { STOP_WORDS } from '../../corpus/words.ts';
import { commonSpelling } from './variants.ts';

// "U.S." and "U.K." are one word; so are "don’t" and "5G".
const ACRONYM = /\b(?:\p{L}\.){2,}/gu;
const PERCENT = /(?<=\p{N})\s?%|\bper cent\b/gu;
const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu;
// “doesn’t” is “not” and an auxiliary, both stop words; of “they’ll” and “China’s” the first part counts.
const NEGATION =
  /^(?:ai|are|ca|could|did|do|does|had|has|have|is|might|must|need|sha|should|was|were|wo|would)n['’]t$/u;
const ENDING = /['’](?:s|ll|re|ve|d|m)?$/u;
const CJK_RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const COMBINING_MARKS = /\p{M}+/gu;

/** The index terms of a text, in order, with repetitions. Queries and documents go through the same door. */
export function tokenize(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(COMBINING_MARKS, '')
    .normalize('NFC')
    .replace(ACRONYM, (acronym) => acronym.replaceAll('.', ''))
    .toLowerCase()
    .replace(PERCENT, ' percent');
  const terms: string[] = [];
  for (const [word] of folded.matchAll(WORD)) pushTerms(word, terms);
  return terms;
}

function pushTerms(word: string, terms: string[]): void {
  let latinFrom = 0;
  for (const run of word.matchAll(CJK_RUN)) {
    pushWord(word.slice(latinFrom, run.index), terms);
    pushPairs(run[0], terms);
    latinFrom = run.index + run[0].length;
  }
  pushWord(word.slice(latinFrom), terms);
}

function pushWord(word: string, terms: string[]): void {
  if (word === '') return;
  if (NEGATION.test(word)) return;
  const bare = word.replace(ENDING, '').replace(/['’]/g, '');
  if (bare === '' || STOP_WORDS.has(bare)) return;
  terms.push(stemmer(commonSpelling(bare)));
}

// Chinese and Japanese have no spaces: overlapping pairs of characters are the usual unit (Lucene's CJKAnalyzer).
function pushPairs(run: string, terms: string[]): void {
  const characters = [...run];
  if (characters.length === 1) terms.push(run);
  for (let i = 0; i + 1 < characters.length; i++) terms.push(`${characters[i]}${characters[i + 1]}`);
}
