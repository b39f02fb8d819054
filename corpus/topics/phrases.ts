/** Phrases in lower case ("cyber security", "inflation"), by association, burstiness and part of speech. */

import { createRequire } from 'node:module';
import { CALENDAR, FUNCTION_WORDS, isOffice } from '../words.ts';
import type { Capitals } from './capitals.ts';
import { INITIAL, JOINED, POSSESSIVE, type Text, type TokenTable, wordOf } from './tokens.ts';

// Loaded when topics are extracted: the library takes longer than a whole question, which never needs it.
const load = createRequire(import.meta.url);

interface Phrase {
  sort: 'phrase' | 'word';
  spelling: string;
  texts: number[];
}

/** At most this many are put to the tagger, the most frequent first. */
const CANDIDATES = 3000;
/** Normalised pointwise mutual information (Bouma 2009) from which words are held to belong together. */
const ASSOCIATION = 0.35;
/** Burstiness from which a word alone, or a phrase, may be a topic; a word alone only in a record of many documents. */
const BURST = { word: 0.45, phrase: 0.2 };
const MANY = 30;
/** Occurrences that the tagger sees, and the words around each. */
const SAMPLES = 3;
const CONTEXT = 4;
/** A pair that comes within one and the same triple this often is a part of it. */
const NESTED = 0.6;

/** Phrases of one to three words that at least `least` texts hold. Linear in the words of the record. */
export function readPhrases(
  table: TokenTable,
  capitals: Capitals,
  texts: readonly Text[],
  least: number,
): Phrase[] {
  const grams = countGrams(table, capitals, least);
  const documents = (texts.at(-1)?.document ?? 0) + 1;
  const bursts = (gram: Gram) =>
    burstiness(gram.texts.length, new Set(gram.texts.map((text) => texts[text]?.document)).size, documents);
  const endsSmall = (word: number) => !capitals.named[word] && !isOffice(table.words[word] ?? '');
  const likely = [...grams.values()]
    .filter(({ words, texts }) => texts.length >= least && endsSmall(words.at(-1) ?? 0))
    .filter((gram) =>
      gram.words.length === 1
        ? documents >= MANY && bursts(gram) >= BURST.word
        : association(gram, grams, table.tokens.length) >= ASSOCIATION && bursts(gram) >= BURST.phrase,
    )
    .sort((a, b) => b.texts.length - a.texts.length)
    .slice(0, CANDIDATES)
    .filter((gram) => isNounPhrase(table, gram));
  const nested = partsOfTriples(likely, grams);
  return likely
    .filter(({ words }) => !nested.has(gramKey(words)))
    .map(({ words, texts }) => ({
      sort: words.length > 1 ? 'phrase' : 'word',
      spelling: words.map((word) => table.words[word]).join(' '),
      texts,
    }));
}

function partsOfTriples(phrases: readonly Gram[], grams: ReadonlyMap<string, Gram>): Set<string> {
  const parts = new Set<string>();
  for (const { words, texts } of phrases) {
    if (words.length < 3) continue;
    for (const pair of [gramKey(words.slice(0, 2)), gramKey(words.slice(1))]) {
      if (texts.length >= (grams.get(pair)?.texts.length ?? 0) * NESTED) parts.add(pair);
    }
  }
  return parts;
}

/** -1 (never together) to 1 (never apart), by the texts that hold both; of a triple, at its weaker joint. */
function association({ words, texts }: Gram, grams: ReadonlyMap<string, Gram>, size: number): number {
  const count = (part: readonly number[]) => grams.get(gramKey(part))?.texts.length ?? texts.length;
  const joints = words.slice(1).map((_, i) => [words.slice(0, i + 1), words.slice(i + 1)] as const);
  const surprise = -Math.log(texts.length / size);
  return Math.min(
    ...joints.map(
      ([left, right]) => Math.log((texts.length * size) / (count(left) * count(right))) / surprise,
    ),
  );
}

/** Whether the tagger reads it as adjectives or nouns before a noun, in most of some occurrences. */
function isNounPhrase(table: TokenTable, { words, places }: Gram): boolean {
  const step = Math.max(1, Math.floor(places.length / SAMPLES));
  const samples = places.filter((_, i) => i % step === 0).slice(0, SAMPLES);
  let votes = 0;
  for (const [i, place] of samples.entries()) {
    if (readsAsNoun(table, place, words.length)) votes += 1;
    // The tagger is slow, and the rest cannot change a vote that is won or lost.
    const most = votes + samples.length - i - 1;
    if (votes * 2 > samples.length || most * 2 <= samples.length) break;
  }
  return votes * 2 > samples.length;
}

function readsAsNoun({ tokens, words }: TokenTable, place: number, length: number): boolean {
  let from = place;
  while (from > 0 && place - from < CONTEXT && ((tokens[from] ?? 0) & JOINED) !== 0) from--;
  let to = place + length;
  while (to < tokens.length && to - place - length < CONTEXT && ((tokens[to] ?? 0) & JOINED) !== 0) to++;
  const spellings = Array.from(tokens.subarray(from, to), (token) => words[wordOf(token)] ?? '');
  // Hyphens would be cut into terms of their own.
  const view = (load('compromise/two') as typeof import('compromise/two').default)(
    spellings.join(' ').replace(/-/g, ''),
  );
  const tags = view
    .json({ terms: { tags: true } })
    .flatMap(({ terms }: { terms: { tags: string[] }[] }) => terms);
  const phrase = tags
    .slice(place - from, place - from + length)
    .map((term: { tags: string[] }) => new Set(term.tags));
  return phrase.every((term: Set<string>, i: number) =>
    i === length - 1
      ? term.has('Noun') && !term.has('Pronoun')
      : (term.has('Noun') && !term.has('Pronoun')) || term.has('Adjective'),
  );
}

/** With fewer documents burstiness cannot be told from chance, and is taken to be this. */
const FEW_DOCUMENTS = { fewer: 10, burstiness: 0.38 };

/**
 * Topical words come in bursts, common words evenly (Church & Gale 1995): 0 for what is spread as evenly as chance would, towards 1 for what keeps to a few documents. `held` in how many texts,
 * `documents` in how many documents, `all` documents there are.
 */
export function burstiness(held: number, documents: number, all: number): number {
  if (all < FEW_DOCUMENTS.fewer) return FEW_DOCUMENTS.burstiness;
  // Thrown at random, so many occurrences would meet this many documents (Poisson).
  const expected = all * (1 - Math.exp(-held / all));
  return Math.max(0, 1 - documents / Math.max(documents, expected));
}

interface Gram {
  /** Numbers of the words. */
  words: readonly number[];
  /** Numbers of the texts that hold it, ascending, each once. */
  texts: number[];
  /** Places of its first word in the tokens, one a text. */
  places: number[];
}

/** Words of the longest phrase. */
const LONGEST = 3;
const CONTENT = /^[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}-]*\p{Script=Latin}$|^\d+\p{Lu}$/u;
/** Above every number of a word or a gram; their product with it stays a safe integer. */
const RADIX = JOINED;

/**
 * Words, pairs and triples without a function word that at least `least` texts hold, level by level (Agrawal & Srikant 1994). Linear
 * in the words of the record.
 */
function countGrams(table: TokenTable, capitals: Capitals, least: number): Map<string, Gram> {
  const content = contentWords(table, capitals);
  const all = new Map<string, Gram>();
  let level: Gram[] = [];
  let starting = content;
  for (let length = 1; length <= LONGEST; length++) {
    const longer = extend(table, content, level, starting, length, least);
    ({ level, starting } = longer);
    for (const gram of level) all.set(gramKey(gram.words), gram);
  }
  return all;
}

function gramKey(words: readonly number[]): string {
  return words.join(' ');
}

/**
 * What stands at each place of the record: the number of the word in small letters, or of a name as it is; -1 for a
 * function word, a number, a capital that makes a common word part of a name.
 */
function contentWords({ words, tokens, lower }: TokenTable, { named }: Capitals): Int32Array {
  const content = words.map((spelling, word) => {
    const folded = spelling.toLowerCase().replace('’', "'");
    if (!CONTENT.test(spelling) || CALENDAR.has(folded)) return -1;
    if (named[word]) return word;
    return FUNCTION_WORDS.has(folded) ? -1 : (lower[word] ?? word);
  });
  return Int32Array.from(tokens, (token) => {
    const word = wordOf(token);
    const own = named[word] || (token & INITIAL) !== 0 || lower[word] === word;
    return own ? (content[word] ?? -1) : -1;
  });
}

/** The grams of one word more; `starting` holds the number of the shorter gram that starts at each place, or -1. */
function extend(
  { tokens, ranges }: TokenTable,
  content: Int32Array,
  shorter: readonly Gram[],
  starting: Int32Array,
  length: number,
  least: number,
): { level: Gram[]; starting: Int32Array } {
  // Whatever is frequent begins and ends in what is frequent.
  const keyAt = (at: number): number => {
    const [first = -1, last = -1] = [starting[at], content[at + length - 1]];
    if (length === 1) return first;
    if (first < 0 || last < 0 || (starting[at + 1] ?? -1) < 0) return -1;
    return runsOn(tokens, at + length - 1) ? first * RADIX + last : -1;
  };
  const counts = new Map<number, number>();
  const visit = (take: (key: number, at: number, text: number) => void) => {
    for (const [text, { from, to }] of ranges.entries()) {
      for (let at = from; at + length <= to; at++) {
        const key = keyAt(at);
        if (key >= 0) take(key, at, text);
      }
    }
  };
  visit((key) => counts.set(key, (counts.get(key) ?? 0) + 1));
  const level: Gram[] = [];
  const numbers = new Map<number, number>();
  const started = new Int32Array(tokens.length).fill(-1);
  visit((key, at, text) => {
    if ((counts.get(key) ?? 0) < least) return;
    const number = numbers.get(key) ?? level.length;
    started[at] = number;
    const gram = level[number];
    if (gram?.texts.at(-1) === text) return;
    if (gram) {
      gram.texts.push(text);
      gram.places.push(at);
      return;
    }
    numbers.set(key, number);
    const before = length === 1 ? [] : (shorter[starting[at] ?? -1]?.words ?? []);
    level.push({ words: [...before, content[at + length - 1] ?? 0], texts: [text], places: [at] });
  });
  return { level, starting: started };
}

/** Whether the word at this place follows the one before without a mark or a possessive. */
function runsOn(tokens: Uint32Array, at: number): boolean {
  return ((tokens[at] ?? 0) & JOINED) !== 0 && ((tokens[at - 1] ?? 0) & POSSESSIVE) === 0;
}
