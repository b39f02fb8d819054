/** From text to index terms: words folded in case, accents and endings; stop words left out; CJK by pairs. */
import { stemmer } from 'stemmer';
import { commonSpelling } from './variants.ts';

const STOP_WORDS = new Set(
  (
    'a about above after again all also am an and any are as at be because been before being below between both ' +
    'but by can could did do does doing down during each few for from further had has have having he her here ' +
    'hers him his how i if in into is it its itself just let like ll me more most my no nor not now of off on ' +
    'once only or other our out over own re s same she should so some such t than that the their theirs them ' +
    'then there these they this those through to too under until up ve very was we were what when where which ' +
    'while who whom why will with would you your yours please tell said say says ' +
    // As people type them; with an apostrophe they are cut at it.
    'dont doesnt didnt isnt arent wasnt werent wont wouldnt cant cannot couldnt shouldnt hasnt havent hadnt aint ' +
    'im ive youre theyre thats whats whos lets'
  ).split(' '),
);

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
