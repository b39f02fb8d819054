/**
 * From text to index terms: words folded in case, accents and endings; stop words left out; CJK by pairs. A document is
 * read in its own language. A question names words that documents of several languages may hold, each in its own form.
 */
import { createRequire } from 'node:module';
import { stemmer } from 'stemmer';
import { STOP_WORDS } from '../../corpus/words.ts';
import type { WordQuery } from '../interfaces.ts';
import { LATIN_LANGUAGES, type LatinLanguage } from './languages.ts';
import { commonSpelling, sameWord } from './variants.ts';

// "U.S." and "U.K." are one word; so are "don’t" and "5G".
const ACRONYM = /\b(?:\p{L}\.){2,}/gu;
const PERCENT = /(?<=\p{N})\s?%|\bper cent\b/gu;
const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu;
// “doesn’t” is “not” and an auxiliary, both stop words; of “they’ll” and “China’s” the first part counts.
const NEGATION =
  /^(?:ai|are|ca|could|did|do|does|had|has|have|is|might|must|need|sha|should|was|were|wo|would)n['’]t$/u;
const ENDING = /['’](?:s|ll|re|ve|d|m)?$/u;
const CJK_RUN = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+)/u;
// й is a letter of its own, and endings are told by it.
const COMBINING_MARKS = /(?<![иИ])\p{M}+/gu;
/** Scripts of which a stemmer is known: a word tells by its letters which one it needs. */
const STEMMED = [
  { script: /^\p{Script=Cyrillic}+$/u, stemmer: 'russian' },
  { script: /^\p{Script=Arabic}+$/u, stemmer: 'arabic' },
] as const;

/** The index terms of a document's text, in order, with repetitions. @param language BCP 47 */
export function tokenize(text: string, language = 'en'): string[] {
  const known = knownLanguage(language);
  return wordsIn(text).flatMap((word) => termOf(word, known) ?? []);
}

/**
 * The terms of each word of a question, each word once: first as its own language has it, then as the other languages
 * of the record do, so that a name is met whatever ending a stemmer takes from it. A question in a language that the
 * record does not speak is read as English.
 * @param languages of the record's documents
 */
export function tokenizeQuery({ query, language }: WordQuery, languages: readonly string[]): string[][] {
  const spoken = [...new Set(languages.map(knownLanguage))];
  const asked = knownLanguage(language);
  const own = spoken.find((one) => one === asked);
  const words = new Map<string, string[]>();
  for (const word of wordsIn(query)) {
    const term = termOf(word, own);
    if (term === undefined || words.has(term)) continue;
    words.set(term, [...new Set([term, ...spoken.flatMap((other) => termOf(word, other) ?? [])])]);
  }
  return [...words.values()];
}

/** Nothing for English, and for languages that are told by their script: these are read alike. */
function knownLanguage(language: string): LatinLanguage | undefined {
  return LATIN_LANGUAGES[language.toLowerCase().split('-', 1)[0] ?? ''];
}

/** Letters and marks of most English texts, which normalising leaves as they are. */
const PLAIN = /^[\p{ASCII}‘’“”–—]*$/u;

/** Words in small letters, accents and apostrophes kept; of CJK pairs of characters. */
function wordsIn(text: string): string[] {
  const plain = PLAIN.test(text);
  // Marks that are left are part of no letter. Accents that are tell the stemmers something.
  const folded = plain
    ? text.toLowerCase()
    : text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/\p{M}+/gu, '');
  const words =
    folded
      .replace(ACRONYM, (acronym) => acronym.replaceAll('.', ''))
      .replace(PERCENT, ' percent')
      .match(WORD) ?? [];
  if (plain) return words;
  // Every other part is a run of CJK.
  return words.flatMap((word) =>
    word.split(CJK_RUN).flatMap((part, i) => (i % 2 === 1 ? pairsOf(part) : part)),
  );
}

// Chinese and Japanese have no spaces: overlapping pairs of characters are the usual unit (Lucene's CJKAnalyzer).
function pairsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return [run];
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}

/** Terms that are remembered for each language: a record says the same words again and again, and Snowball takes some 20 µs for one. */
const REMEMBERED = 200_000;
/** Of `undefined`, English and what is told by its script; a stop word has no letters. */
const termsIn = new Map<LatinLanguage | undefined, Map<string, string>>();

/** The term of a word; nothing for a stop word. */
function termOf(word: string, language: LatinLanguage | undefined): string | undefined {
  const terms = termsIn.get(language) ?? new Map<string, string>();
  termsIn.set(language, terms);
  const known = terms.get(word);
  if (known !== undefined) return known || undefined;
  const term = readTerm(word, language);
  if (terms.size >= REMEMBERED) terms.clear();
  terms.set(word, term ?? '');
  return term;
}

function readTerm(word: string, language: LatinLanguage | undefined): string | undefined {
  if (CJK_RUN.test(word)) return withoutAccents(word);
  return language ? termIn(word, language) : englishTerm(withoutAccents(word));
}

function englishTerm(word: string): string | undefined {
  if (NEGATION.test(word)) return undefined;
  const bare = bareOf(word);
  if (bare === '' || STOP_WORDS.has(bare)) return undefined;
  return scriptStem(bare) ?? stemmer(commonSpelling(bare));
}

// Snowball's stemmers need the accents; the terms have none, for not everybody types them.
function termIn(word: string, language: LatinLanguage): string | undefined {
  const { elision, stopWords } = language;
  const bare = bareOf(elision ? word.replace(elision, '') : word);
  const folded = withoutAccents(bare);
  if (folded === '' || stopWords?.has(folded)) return undefined;
  return scriptStem(folded) ?? latinStem(sameWord(folded) ?? bare.replaceAll('œ', 'oe'), language);
}

function latinStem(word: string, { stemmer, respell, plural, names }: LatinLanguage): string {
  if (names?.test(word)) return word;
  const found = withoutAccents(stem(respell ? word.replace(...respell) : word, stemmer));
  return plural ? found.replace(plural, '') : found;
}

/** Without what follows an apostrophe in English, which names bring along. */
const bareOf = (word: string) => word.replace(ENDING, '').replace(/['’]/g, '');

const ASCII = /^[a-z0-9'’]*$/;

function withoutAccents(word: string): string {
  return ASCII.test(word) ? word : word.normalize('NFKD').replace(COMBINING_MARKS, '').normalize('NFC');
}

/** The stem of a word in a script that tells its stemmer. */
function scriptStem(word: string): string | undefined {
  const other = STEMMED.find(({ script }) => script.test(word));
  return other && stem(word, other.stemmer);
}

// Loaded with the first word that needs it: most records have none.
const load = createRequire(import.meta.url);
const stemmers = new Map<string, { stem(word: string): string }>();

function stem(word: string, name: string): string {
  const known =
    stemmers.get(name) ?? (load('snowball-stemmers') as typeof import('snowball-stemmers')).newStemmer(name);
  stemmers.set(name, known);
  return known.stem(word);
}
