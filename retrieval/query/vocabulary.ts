/** The words that a question may be made of: the record's own, and those of the background. */
import { type BackgroundFrequencies, backgroundForms } from '../background/frequencies.ts';
import type { Postings } from '../lexical/build.ts';
import { tokenize } from '../lexical/tokens.ts';
import type { WordIndex } from '../quotes/word-index.ts';

/** What spelling is held against. Words are in lower case, without accents. */
export interface Vocabulary {
  /** Whether the record or the background has the word, in this form or with another ending. */
  knows(word: string): boolean;
  /** The words of so many letters that begin with this one and were said somewhere. */
  beginningWith(letter: string, length: number): readonly string[];
  /** How usual the word is: its share of the record's words and of the background's passages. */
  share(word: string): number;
}

/** How often words are on record. */
export interface RecordCounts {
  passages: number;
  /** The folded words of all passages, with their occurrences. */
  words: Iterable<readonly [word: string, occurrences: number]>;
  /** Terms of the lexical index, with the number of passages that hold each. */
  terms: Iterable<readonly [term: string, passages: number]> & { has(term: string): boolean };
}

/** The counts that the indexes of a snapshot hold, without a copy. */
export function countsOf(
  { words, offsets }: Pick<WordIndex, 'words' | 'offsets'>,
  postings: Pick<Postings, 'size' | 'terms' | 'offsets'>,
): RecordCounts {
  const countAt = (starts: Uint32Array, number: number) => (starts[number + 1] ?? 0) - (starts[number] ?? 0);
  return {
    passages: postings.size,
    words: {
      *[Symbol.iterator]() {
        for (const [number, word] of words.entries()) yield [word, countAt(offsets, number)] as const;
      },
    },
    terms: {
      has: (term) => postings.terms.has(term),
      *[Symbol.iterator]() {
        for (const [term, number] of postings.terms) yield [term, countAt(postings.offsets, number)] as const;
      },
    },
  };
}

/**
 * The vocabulary of a record, by the words of its passages and the terms of its lexical index: a name may stand in a reporter's
 * question or in a title alone. What spelling needs of it is made with the first word that is not known.
 */
export function createVocabulary(
  { passages, words, terms }: RecordCounts,
  background: BackgroundFrequencies = backgroundForms(),
): Vocabulary {
  let made: { shares: Map<string, number>; stems: Set<string>; lists: Map<string, string[]> } | undefined;
  const vocabulary = () => {
    if (made) return made;
    const shares = sharesOf(words, background);
    const stems = new Set([...background.counts.keys()].flatMap((word) => tokenize(word)));
    for (const [term, holding] of terms)
      if (!stems.has(term) && !shares.has(term)) shares.set(term, holding / passages);
    made = { shares, stems, lists: byBeginning(shares) };
    return made;
  };
  return {
    knows(word) {
      const { shares, stems } = vocabulary();
      return shares.has(word) || tokenize(word).every((term) => stems.has(term) || terms.has(term));
    },
    beginningWith: (letter, length) => vocabulary().lists.get(letter + length) ?? [],
    share: (word) => vocabulary().shares.get(word) ?? 0,
  };
}

/** Of the record's words and of the background's passages, added up: a small record's own words are the likeliest. */
function sharesOf(words: RecordCounts['words'], background: BackgroundFrequencies): Map<string, number> {
  let total = 0;
  for (const [, count] of words) total += count;
  const shares = new Map<string, number>();
  for (const [word, count] of background.counts) shares.set(word, count / background.size);
  for (const [word, count] of words) shares.set(word, (shares.get(word) ?? 0) + count / total);
  return shares;
}

const LETTERS_ONLY = /^\p{L}+$/u;

/** Words that were said somewhere, by first letter and length. */
function byBeginning(shares: ReadonlyMap<string, number>): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [word, share] of shares) {
    if (share === 0 || !LETTERS_ONLY.test(word)) continue;
    const key = word.charAt(0) + word.length;
    const list = lists.get(key);
    if (list) list.push(word);
    else lists.set(key, [word]);
  }
  return lists;
}
