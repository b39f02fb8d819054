/** The record of a snapshot behind the seam: passage ids outside, rows inside. */

import type { DocumentListing, PassageStore, Row, TokenVectors } from '../interfaces.ts';
import type { Vocabulary } from '../query/vocabulary.ts';
import { indexedQuotes } from '../quotes/indexed-quotes.ts';
import type { WordIndex } from '../quotes/word-index.ts';
import type { RecordStore, StatementRange, TopicStatements, TopicStore } from '../store/record-store.ts';
import type { RankedTopics } from '../topic-index.ts';
import { type CandidateParts, findCandidates } from './candidates.ts';
import type { SnapshotPassages } from './passages.ts';

/** What the store is made of. */
export interface SnapshotParts extends CandidateParts {
  passages: SnapshotPassages;
  topics: RankedTopics;
  words: WordIndex;
  vocabulary: Vocabulary;
  tokens: TokenVectors | undefined;
}

export function createSnapshotStore(parts: SnapshotParts): RecordStore {
  const { passages, vocabulary, tokens } = parts;
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
    tokens,
    topics: topicStore(parts.topics, passages),
    quotes: indexedQuotes(parts.words, passages),
    vocabulary: async () => vocabulary,
  };
}

function topicStore(topics: RankedTopics, passages: PassageStore): TopicStore {
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
    async statements(name, which, filter): Promise<TopicStatements | undefined> {
      const entry = await topics.find(name);
      if (!entry) return undefined;
      const allowed = filter && new Set(await passages.select(filter));
      const dated = await newestFirst(entry.rows.filter((row) => allowed?.has(row) ?? true));
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

  async function newestFirst(rows: readonly Row[]): Promise<{ row: Row; date: string }[]> {
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
