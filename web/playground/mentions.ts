/** Where a text names a topic: the places of its spellings. */
import { foldSpelling } from '../../corpus/spelling.ts';
import type { Span } from '../../retrieval/quotes/quote.ts';

interface Word extends Span {
  folded: string;
  spelled: string;
}

// "U.S." and "d’Ivoire" are one word; hyphens part words, as they do where spellings are folded.
const WORD =
  /(?<![\p{L}\p{N}])\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu;
const HAN = /\p{Script=Han}/u;

/**
 * The places, in order, where one of the spellings stands as whole words. Accents, full stops, possessive marks and
 * hyphens do not count; nor does case, but that a capital of the spelling is one in the text: “us” is not the US. Of
 * places that overlap the longest counts.
 */
export function findMentions(text: string, spellings: readonly string[]): Span[] {
  const words = wordsOf(text);
  const found: Span[] = [];
  for (const spelling of new Set(spellings)) {
    if (HAN.test(spelling)) found.push(...literally(text, spelling));
    else found.push(...inSuccession(words, wordsOf(spelling)));
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return found.filter(({ start }, i) => found.slice(0, i).every(({ end }) => end <= start));
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: spelled, index }) => {
    const folded = foldSpelling(spelled);
    const own = spelled.replace(/['’]s$/iu, '');
    return folded === '' ? [] : [{ folded, spelled: own, start: index, end: index + own.length }];
  });
}

function inSuccession(words: readonly Word[], spelling: readonly Word[]): Span[] {
  const [first] = spelling;
  if (!first) return [];
  return words.flatMap(({ folded, start }, at) => {
    if (folded !== first.folded) return [];
    const held = words.slice(at, at + spelling.length);
    const last = held.at(-1);
    const isHeld = last && spelling.every((word, i) => isSame(word, held[i]));
    return isHeld ? [{ start, end: last.end }] : [];
  });
}

function isSame(wanted: Word, held: Word | undefined): boolean {
  if (held?.folded !== wanted.folded) return false;
  const letters = (word: Word) => [...word.spelled.replace(/[.'’]/gu, '')];
  const there = letters(held);
  return letters(wanted).every((letter, i) => !/\p{Lu}/u.test(letter) || /\p{Lu}/u.test(there[i] ?? letter));
}

/** Chinese has no blanks: a spelling stands wherever its characters do. */
function literally(text: string, spelling: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + spelling.length)) {
    found.push({ start: at, end: at + spelling.length });
  }
  return found;
}
