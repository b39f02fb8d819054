/** Which groups of spellings are topics, under which name, and in which order. */

import type { Transcript } from '../schema.ts';
import { OFFICES } from '../words.ts';
import { foldName } from './capitals.ts';
import { COUNTRIES } from './countries.ts';
import { burstiness } from './phrases.ts';
import type { Text } from './tokens.ts';
import type { Collection, Sort, Variant } from './variants.ts';

export interface Topic {
  /** As the record mostly writes it. */
  name: string;
  /** All its spellings on record, the name included, the most frequent first. */
  variants: string[];
  /** Positions in the passages of all transcripts, ascending. */
  passages: number[];
}

/** More than anyone would look through; keeps the list small enough to match against at every key stroke. */
const MOST = 5000;
/** What a passage counts: phrases, and countries named in passing, say less of what it is about than names. */
const WEIGHT: Record<Sort, number> = { person: 1, name: 1, place: 0.7, phrase: 0.75, word: 0.4 };
/** Phrases count by how bursty they are: not at all below `none`, in full from `full` on. */
const BURSTY: Partial<Record<Sort, { none: number; full: number }>> = {
  phrase: { none: 0.15, full: 0.5 },
  word: { none: 0.4, full: 0.7 },
};
/** A longer name is no name; nor would it fit a button. */
const LONGEST = 60;
/** So many documents that a name may be in all without being common. */
const FEW = 5;
/** A name of one word that is called out this often is someone in the room ("Go ahead, Peter."). */
const CALLED = { share: 0.2, least: 3 };
/** Who speaks in half as many documents as name them otherwise is known for speaking here. */
const SPEAKING = 0.5;

/** How many passages a topic needs: one in a small record, more where there is plenty. */
export function leastPassages(passages: number): number {
  return passages < 2_000 ? 1 : passages < 20_000 ? 2 : 3;
}

/**
 * The groups that are topics, best first: by frequency times inverse document frequency over passages, less the share
 * of the documents, so that what is named often comes before what is named rarely, and both before what is named in
 * every other breath.
 */
export function rankTopics(
  collection: Collection,
  staff: Staff,
  texts: readonly Text[],
  passages: number,
): Topic[] {
  const least = leastPassages(passages);
  const documentOf: number[] = [];
  for (const { passage, document, asked } of texts) if (!asked) documentOf[passage] = document;
  const all = (documentOf.at(-1) ?? 0) + 1;
  const ranked: { topic: Topic; score: number }[] = [];
  for (const group of collection.grouped()) {
    const variants = group
      .map((variant) => withoutStaff(variant, staff, texts))
      .filter((variant) => variant.texts.length > 0)
      .sort((a, b) => b.texts.length - a.texts.length || b.spelling.length - a.spelling.length);
    const sort = sortOf(variants);
    if (sort === undefined) continue;
    const rows = passagesOf(variants, texts);
    if (rows.length < least) continue;
    const topic = {
      name: displayName(variants),
      variants: variants.map(({ spelling }) => spelling),
      passages: rows,
    };
    if (topic.name.length > LONGEST) continue;
    const documents = new Set(rows.map((row) => documentOf[row])).size;
    const bursts = burstWeight(sort, burstiness(rows.length, documents, all));
    const spread = 1 - documents / (all + FEW);
    ranked.push({
      topic,
      score: WEIGHT[sort] * bursts * spread * rows.length * Math.log((passages + 1) / rows.length),
    });
  }
  ranked.sort((a, b) => b.score - a.score || (a.topic.name < b.topic.name ? -1 : 1));
  return ranked.slice(0, MOST).map(({ topic }) => topic);
}

/** A group is what the most of its spellings are, and a person if any of them is. */
function sortOf(variants: readonly Variant[]): Sort | undefined {
  return variants.some(({ sort }) => sort === 'person') ? 'person' : variants[0]?.sort;
}

function burstWeight(sort: Sort, bursts: number): number {
  const { none, full } = BURSTY[sort] ?? { none: -1, full: 0 };
  return Math.min(1, Math.max(0, (bursts - none) / (full - none)));
}

function withoutStaff(variant: Variant, staff: Staff, texts: readonly Text[]): Variant {
  const none = { ...variant, texts: [] };
  if (variant.sort === 'place') return variant;
  if (staff.asks(variant.spelling)) return none;
  const { called } = variant;
  const oneWord = !variant.spelling.includes(' ');
  if (oneWord && called >= CALLED.least && called > variant.texts.length * CALLED.share) return none;
  const speaks = staff.documentsOf(variant.spelling);
  if (speaks.size === 0) return variant;
  const others = variant.texts.filter((text) => !speaks.has(texts[text]?.document ?? -1));
  const named = new Set(others.map((text) => texts[text]?.document));
  return speaks.size >= named.size * SPEAKING ? none : { ...variant, texts: others };
}

/** The passages that name it, and the openings of answers where the question alone does. */
function passagesOf(variants: readonly Variant[], texts: readonly Text[]): number[] {
  const rows = new Set<number>();
  const answers = new Set<number>();
  const asked = new Map<number, number>();
  for (const number of variants.flatMap((variant) => variant.texts)) {
    const text = texts[number];
    if (!text) continue;
    if (text.asked) asked.set(text.turn, text.passage);
    else {
      rows.add(text.passage);
      answers.add(text.turn);
    }
  }
  for (const [turn, passage] of asked) if (!answers.has(turn)) rows.add(passage);
  return [...rows].sort((a, b) => a - b);
}

/** The most frequent spelling that is the thing's own; of a person, the most frequent full name. */
function displayName(variants: readonly Variant[]): string {
  const own = variants.filter(({ derived }) => !derived);
  const full = own.some(({ titled }) => titled > 0)
    ? own.filter(({ spelling, titled }) => titled > 0 && spelling.includes(' '))
    : [];
  const [first] = variants;
  return (
    full[0]?.spelling ??
    own[0]?.spelling ??
    COUNTRIES.get(first?.spelling ?? '')?.country ??
    first?.spelling ??
    ''
  );
}

interface Staff {
  /** The documents in which someone speaks, or which someone publishes, of whose name all these words are part. */
  documentsOf(spelling: string): ReadonlySet<number>;
  /** Whether it is the name of an outlet that asks. */
  asks(spelling: string): boolean;
}

const NONE: ReadonlySet<number> = new Set();

export function findStaff(transcripts: readonly Transcript[]): Staff {
  const askers = new Set<string>();
  const voices = new Map<string, Set<number>>();
  for (const [document, { document: card, turns }] of transcripts.entries()) {
    for (const name of new Set([card.publisher, ...turns.map(({ speaker }) => speaker)])) {
      voices.set(name, (voices.get(name) ?? new Set()).add(document));
    }
    for (const { asker } of turns) if (asker !== undefined) askers.add(foldName(asker));
  }
  const byWord = new Map<string, { words: Set<string>; documents: Set<number> }[]>();
  for (const [name, documents] of voices) {
    const words = new Set(wordsOf(name).filter((word) => !OFFICES.has(word)));
    for (const word of words) byWord.set(word, [...(byWord.get(word) ?? []), { words, documents }]);
  }
  return {
    documentsOf(spelling) {
      const words = wordsOf(spelling);
      const bearers = (byWord.get(words[0] ?? '') ?? []).filter((voice) =>
        words.every((word) => voice.words.has(word)),
      );
      return bearers.length === 0 ? NONE : new Set(bearers.flatMap(({ documents }) => [...documents]));
    },
    asks: (spelling) => askers.has(foldName(spelling)),
  };
}

function wordsOf(name: string): string[] {
  return name
    .split(/[\s-]+/u)
    .map((word) => foldName(word).toLowerCase())
    .filter((word) => word !== '');
}
