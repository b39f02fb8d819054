/** From text to words that can be compared: folded in case, accents and typography, each with its place. */

/** From `from` up to, not including, `to`. */
export interface Range {
  from: number;
  to: number;
}

/** A word of a text, at the UTF-16 offsets `start` to `end`. */
export interface Word {
  /** What makes two words the same. */
  key: string;
  start: number;
  end: number;
}

// In this order: "U.S." is one word; so are "$1,000.50", "5G" and "20 %"; each Chinese or Japanese character is one;
// "don’t" is one. Hyphens separate: "so-called" and "so called" are the same words.
const ACRONYM = String.raw`(?<![\p{L}\p{N}])(?:\p{L}\.)+\p{L}(?![\p{L}\p{N}])\.?`;
const NUMBER = String.raw`[$€£¥]?\p{N}+(?:[.,:/]\p{N}+)*\p{L}*(?:\s?%)?`;
const IDEOGRAPH = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;
const LETTER = String.raw`(?!${IDEOGRAPH})[\p{L}\p{M}\p{N}\p{Cf}]`;
// Transcripts mark struck and small words with tags (<s>, <sub>): those are no words.
const TAG = String.raw`</?\p{L}{1,3}>`;
const WORD = new RegExp(
  String.raw`${TAG}|${ACRONYM}|${NUMBER}|${IDEOGRAPH}|(?!${IDEOGRAPH})\p{L}(?:${LETTER})*(?:['’ʼ‘](?:${LETTER})+)*`,
  'gu',
);

const NOT_SPELLED = /[\p{M}\p{Cf}\s]+/gu;
const THOUSANDS = /(?<=\p{N}),(?=\p{N}{3}(?!\p{N}))/gu;

/** Keys of words as they are spelled: a record repeats its words, so folding each spelling once is enough. */
const keys = new Map<string, string>();
const KEYS_KEPT = 200_000;

/** The words of a text, in order. Punctuation is no word; signs that belong to a number ($, %) are part of it. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(WORD)) {
    const spelled = match[0];
    if (spelled.startsWith('<')) continue;
    words.push({ key: keyOf(spelled), start: match.index, end: match.index + spelled.length });
  }
  return words;
}

function keyOf(spelled: string): string {
  const known = keys.get(spelled);
  if (known !== undefined) return known;
  const key = fold(spelled);
  if (keys.size < KEYS_KEPT) keys.set(spelled, key);
  return key;
}

function fold(spelled: string): string {
  const plain = spelled.normalize('NFKD').replace(NOT_SPELLED, '').toLowerCase().replace(/[’ʼ‘]/g, "'");
  if (/\p{N}/u.test(plain)) return plain.replace(THOUSANDS, '');
  return plain.replaceAll('.', '');
}
