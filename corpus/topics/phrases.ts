/** Phrases in small letters ("cyber security", "inflation"), by association, burstiness and part of speech. */
import { createRequire } from 'node:module';
import { burstiness } from './burstiness.ts';
import type { Capitals } from './capitals.ts';
import { countGrams, type Gram, gramKey } from './grams.ts';
import { type Reading, wordOf } from './reading.ts';
import type { Text } from './texts.ts';
import { JOINED } from './tokens.ts';

// Loaded when topics are extracted: the library takes longer than a whole question, which never needs it.
const load = createRequire(import.meta.url);

import { isOffice } from './words.ts';

export interface Phrase {
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
  reading: Reading,
  capitals: Capitals,
  texts: readonly Text[],
  least: number,
): Phrase[] {
  const grams = countGrams(reading, capitals, least);
  const documents = (texts.at(-1)?.document ?? 0) + 1;
  const bursts = (gram: Gram) =>
    burstiness(gram.texts.length, new Set(gram.texts.map((text) => texts[text]?.document)).size, documents);
  const endsSmall = (word: number) => !capitals.named[word] && !isOffice(reading.words[word] ?? '');
  const likely = [...grams.values()]
    .filter(({ words, texts }) => texts.length >= least && endsSmall(words.at(-1) ?? 0))
    .filter((gram) =>
      gram.words.length === 1
        ? documents >= MANY && bursts(gram) >= BURST.word
        : association(gram, grams, reading.tokens.length) >= ASSOCIATION && bursts(gram) >= BURST.phrase,
    )
    .sort((a, b) => b.texts.length - a.texts.length)
    .slice(0, CANDIDATES)
    .filter((gram) => isNounPhrase(reading, gram));
  const nested = partsOfTriples(likely, grams);
  return likely
    .filter(({ words }) => !nested.has(gramKey(words)))
    .map(({ words, texts }) => ({
      sort: words.length > 1 ? 'phrase' : 'word',
      spelling: words.map((word) => reading.words[word]).join(' '),
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
function isNounPhrase(reading: Reading, { words, places }: Gram): boolean {
  const step = Math.max(1, Math.floor(places.length / SAMPLES));
  const samples = places.filter((_, i) => i % step === 0).slice(0, SAMPLES);
  const votes = samples.filter((place) => readsAsNoun(reading, place, words.length));
  return votes.length * 2 > samples.length;
}

function readsAsNoun({ tokens, words }: Reading, place: number, length: number): boolean {
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
