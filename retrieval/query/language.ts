/** The language of a question: by its script, and among languages in Latin script by the words that only they use. */
import { correctSpelling } from './spelling.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Languages of one script of their own; kana before Han, for Japanese has both. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Cyrillic}/gu, 'ru'],
  [/\p{Script=Arabic}/gu, 'ar'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Devanagari}/gu, 'hi'],
  [/\p{Script=Thai}/gu, 'th'],
];
/** A sign that stands for a syllable or a word is worth so many letters. */
const SYLLABLE = 3;
const SYLLABIC = new Set(['ja', 'ko', 'zh']);

/** Frequent words, without those that another of these languages, or English, spells alike. */
const WORDS: Readonly<Record<string, string>> = {
  en: 'the of and to is was were what who when where why how which did does do has have had are about with from their they for that this said any there been say says would could should it he she you your',
  fr: 'le la les des du est et une pour que qui dans sur au aux pas quoi quel quelle quels quelles ont été avec sont ce cette ces elle ils nous vous pourquoi où quand selon leur leurs par chine chinois états-unis déclaré dit dire réagi pays',
  de: 'der die das und ist ein eine einen einem einer den dem des von zu mit auf für nicht was wer wie wann warum wo hat haben sich im zum zur über gegen nach bei wird wurde sagt sagte gesagt welche welcher welches warum auch aus sind als oder',
  es: 'el los las del y qué quién cuándo cómo dónde por para con una un es fue han ha sobre según su sus cuál cuáles cuántos cuántas dijo dice contra entre más estados unidos país países pasó hay están',
  pt: 'do da dos das os um uma em nas nas não foi são com quem quando onde qual quais disse diz segundo mais está',
  it: 'il lo gli della dello dei delle e è un una che di per con non sono cosa chi quando come dove perché quale quali ha hanno detto secondo sul sulla nel nella più',
  nl: 'het een van en is dat wat wie wanneer waarom hoe waar zijn heeft hebben niet voor op tegen bij door naar aan welke werd zei',
};
const LANGUAGES_OF = new Map<string, string[]>();
for (const [language, words] of Object.entries(WORDS)) {
  for (const word of new Set(words.split(' '))) {
    LANGUAGES_OF.set(word, [...(LANGUAGES_OF.get(word) ?? []), language]);
  }
}
/** Letters that English does not have, by the languages that do. */
const LETTERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ß/u, ['de']],
  [/[äöü]/u, ['de']],
  [/[ñ¿¡]/u, ['es']],
  [/[ãõ]/u, ['pt']],
  [/[çêëîïôûœ]|[àâèù]/u, ['fr']],
  [/[áíóú]/u, ['es', 'pt']],
];

/** What no list of words knows, but is not English either. */
const UNDETERMINED = 'und';

/**
 * The language of a question (ISO 639-1), or `und` for one in Latin script whose words are foreign to the vocabulary.
 * What tells nothing (“Huawei 5G?”) is taken for English.
 */
export function languageOf(question: string, vocabulary: Vocabulary): string {
  const count = (pattern: RegExp) => question.match(pattern)?.length ?? 0;
  const latin = count(/\p{Script=Latin}/gu);
  let best: { language: string; weight: number } | undefined;
  for (const [pattern, language] of SCRIPTS) {
    const weight = count(pattern) * (SYLLABIC.has(language) ? SYLLABLE : 1);
    // A few kana make Japanese of any number of Chinese characters.
    if (language === 'ja' && weight > 0)
      return weight * 2 + count(/\p{Script=Han}/gu) * SYLLABLE >= latin ? 'ja' : 'en';
    if (weight > (best?.weight ?? 0)) best = { language, weight };
  }
  if (best && best.weight >= latin) return best.language;
  return latinLanguage(question, vocabulary);
}

function latinLanguage(question: string, vocabulary: Vocabulary): string {
  const folded = question.toLowerCase().normalize('NFC');
  const words = folded.match(/\p{L}[\p{L}\p{M}-]*/gu) ?? [];
  const votes = new Map<string, number>();
  const vote = (language: string, weight: number) => votes.set(language, (votes.get(language) ?? 0) + weight);
  for (const word of words) {
    const languages = LANGUAGES_OF.get(word) ?? [];
    for (const language of languages) vote(language, 1 / languages.length);
  }
  for (const [letters, languages] of LETTERS) {
    if (letters.test(folded)) for (const language of languages) vote(language, 1 / languages.length);
  }
  const [[first, most] = ['en', 0], [, next] = ['', 0]] = [...votes].sort((a, b) => b[1] - a[1]);
  const isClear = most > next;
  if (isClear && (first === 'en' || most > 1)) return first;
  // Names are of no language: only what is written small tells. A typing error is known by what it is close to.
  const plain = question.match(/(?<![\p{L}\p{N}'’-])\p{Ll}{4,}/gu) ?? [];
  const foreign = plain.filter(
    (word) => !vocabulary.knows(unaccented(word)) && correctSpelling(word, vocabulary) === word,
  ).length;
  if (foreign <= plain.length / 2) return isClear && foreign > 0 ? first : 'en';
  return isClear ? first : UNDETERMINED;
}

/** Without accents and other marks. */
export function unaccented(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '');
}

/** Whether two language tags name one language, whatever their regions. */
export function isSameLanguage(a: string, b: string): boolean {
  return a.slice(0, 2).toLowerCase() === b.slice(0, 2).toLowerCase();
}
