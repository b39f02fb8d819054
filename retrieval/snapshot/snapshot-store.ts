/** The record of a snapshot behind the seam: passage ids outside, rows inside. */

import type { Transcript } from '../../corpus/schema.ts';
import type { CitedPassage, DocumentListing, PassageStore, Row } from '../interfaces.ts';
import type { Vocabulary } from '../query/vocabulary.ts';
import { Answers } from '../quotes/answers.ts';
import { findCandidates as findLikely } from '../quotes/candidates.ts';
import { findWhole } from '../quotes/exact.ts';
import { inSuccession, scattered } from '../quotes/holders.ts';
import { numberOf, numbersWithPrefix, onlyWord, type Range, slotAt } from '../quotes/phrases.ts';
import type { WordIndex } from '../quotes/word-index.ts';
import type {
  QuoteStore,
  RecordStore,
  StatementRange,
  TopicStatements,
  TopicStore,
  TypedWords,
} from '../store/record-store.ts';
import type { TopicEntry, TopicIndex } from '../topics/topic-index.ts';
import { type CandidateParts, findCandidates } from './candidates.ts';

/** What the store is made of. */
export interface SnapshotParts extends CandidateParts {
  passages: PassageStore & {
    listings(): DocumentListing[];
    transcriptOf(documentId: string): Transcript | undefined;
  };
  topics: TopicIndex;
  words: WordIndex;
  vocabulary: Vocabulary;
}

export function createSnapshotStore(parts: SnapshotParts): RecordStore {
  const { passages, vocabulary } = parts;
  let listings: DocumentListing[] | undefined;
  return {
    summary: () => passages.summary(),
    candidates: (request) => findCandidates(parts, request),
    async passages(ids) {
      const rows = await Promise.all(ids.map((id) => passages.find(id)));
      return passages.read(rows.filter((row) => row !== undefined));
    },
    async turn(id) {
      const row = await passages.find(id);
      return row === undefined ? [] : passages.read(await passages.turnOf(row));
    },
    async documents() {
      // Of one day, the order of the record.
      listings ??= passages.listings().sort((a, b) => (a.date === b.date ? 0 : a.date < b.date ? 1 : -1));
      return listings;
    },
    document: async (id) => passages.transcriptOf(id),
    topics: topicStore(parts.topics, passages),
    quotes: quoteStore(parts.words, passages),
    vocabulary: async () => vocabulary,
  };
}

function topicStore(topics: TopicIndex, passages: PassageStore): TopicStore {
  return {
    async suggest(text, limit) {
      const entries = await topics.suggest(text, limit);
      return entries.map(({ name, rows }) => ({ name, statements: rows.length }));
    },
    async near(passageIds, limit) {
      const rows = await Promise.all(passageIds.map((id) => passages.find(id)));
      const entries = await topics.near(
        rows.filter((row) => row !== undefined),
        limit,
      );
      return entries.map(({ name }) => name);
    },
    async statements(name, which): Promise<TopicStatements | undefined> {
      const entry = await topics.find(name);
      if (!entry) return undefined;
      const dated = await newestFirst(entry);
      const rows = dated.map(({ row }) => row);
      const { from, count } = 'from' in which ? which : await rangeOf(rows, which.passageId);
      return {
        name: entry.name,
        spellings: entry.spellings,
        dates: dated.map(({ date }) => date).toReversed(),
        from,
        statements: await passages.read(rows.slice(from, from + count)),
      };
    },
  };

  async function newestFirst({ rows }: TopicEntry): Promise<{ row: Row; date: string }[]> {
    const dates = await passages.datesOf(rows);
    const dated = rows.map((row, i) => ({ row, date: dates[i] ?? '' }));
    return dated.sort((a, b) => (a.date === b.date ? a.row - b.row : a.date < b.date ? 1 : -1));
  }

  async function rangeOf(rows: readonly Row[], passageId: string): Promise<StatementRange> {
    const row = await passages.find(passageId);
    const from = row === undefined ? -1 : rows.indexOf(row);
    return { from: Math.max(0, from), count: from < 0 ? 0 : 1 };
  }
}

function quoteStore(index: WordIndex, passages: Pick<PassageStore, 'read' | 'turnOf'>): QuoteStore {
  const numbersOf = (words: readonly string[]) => words.map((word) => numberOf(index, word));
  const read = (slots: readonly number[]): Promise<CitedPassage[]> =>
    passages.read(slots.map((slot) => index.rows[slot] ?? 0));
  const hold = (words: TypedWords, limits: { inSuccession: number; apart(first: number): number }) => {
    const ranges = rangesOf(index, words);
    const first = take(inSuccession(index, ranges), limits.inSuccession, new Set());
    const apart = take(scattered(index, ranges), limits.apart(first.length), new Set(first));
    return { inSuccession: first, apart };
  };
  return {
    async holding(words, limit) {
      const found = hold(words, { inSuccession: limit, apart: (first) => limit - first });
      return { inSuccession: await read(found.inSuccession), apart: await read(found.apart) };
    },
    async countHolding(words, most) {
      const found = hold(words, { inSuccession: most, apart: () => most });
      return { inSuccession: found.inSuccession.length, apart: found.apart.length };
    },
    async places(words, limit) {
      const answers = new Answers(index, passages);
      const found = await findWhole(numbersOf(words), answers);
      const places = found
        .slice(0, limit)
        .map((from) => answers.cited(answers.slotsOf({ from, to: from + words.length })));
      return { count: found.length, places: await Promise.all(places) };
    },
    async likely(words, gaps, limit) {
      const answers = new Answers(index, passages);
      const quote = { numbers: numbersOf(words), gaps };
      return Promise.all(
        findLikely(index, quote, limit).map(async ({ range, weight }) => {
          const around = await answers.around(slotAt(index, (range.from + range.to - 1) >>> 1));
          return {
            turn: await answers.cited(answers.slotsOf(around)),
            weight,
            // A stretch may run over the ends of the turn in its middle.
            range: {
              from: Math.max(range.from, around.from) - around.from,
              to: Math.min(range.to, around.to) - around.from,
            },
          };
        }),
      );
    },
    async frequencies(words) {
      const { offsets, stream } = index;
      const occurrences = numbersOf(words).map((number) =>
        number < 0 ? 0 : (offsets[number + 1] ?? 0) - (offsets[number] ?? 0),
      );
      return { total: stream.length, occurrences };
    },
  };
}

function rangesOf(index: WordIndex, { words, lastIsPrefix }: TypedWords): Range[] {
  return words.map((word, i) =>
    lastIsPrefix && i === words.length - 1 ? numbersWithPrefix(index, word) : onlyWord(numberOf(index, word)),
  );
}

/** The first slots that are not known yet, each once. */
function take(slots: Iterable<number>, most: number, known: Set<number>): number[] {
  const taken: number[] = [];
  for (const slot of slots) {
    if (taken.length >= most) break;
    if (known.has(slot)) continue;
    known.add(slot);
    taken.push(slot);
  }
  return taken;
}
