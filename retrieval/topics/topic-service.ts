/** Topics as people use them: suggested while they type, then read newest first. */
import type { CitedPassage, PassageStore, Row } from '../interfaces.ts';
import { explainTopic, type TopicExplanation } from './explain-topic.ts';
import type { TopicEntry, TopicIndex } from './topic-index.ts';

export interface TopicSuggestion {
  name: string;
  /** How many passages the topic has. */
  statements: number;
}

export interface TopicStatements {
  name: string;
  /** Of all statements. */
  total: number;
  /** ISO dates of all statements, ascending. */
  dates: string[];
  /** The asked-for statements, newest first; those of one document in its order. */
  statements: CitedPassage[];
}

export interface TopicService {
  /** Topics that a text begins, or the foremost ones for an empty text. */
  suggest(text: string, limit: number): Promise<TopicSuggestion[]>;
  /** The topic of a name or spelling, with `count` of its statements from `from` on; nothing for free text. */
  statements(name: string, from: number, count: number): Promise<TopicStatements | undefined>;
  /** Why these statements are part of the topic; nothing for free text, or a passage that is no part of it. */
  explain(name: string, which: StatementRange | { passageId: string }): Promise<TopicExplanation | undefined>;
}

/** `count` statements from `from` on, counted from 0. */
export interface StatementRange {
  from: number;
  count: number;
}

export function createTopicService(topics: TopicIndex, passages: PassageStore): TopicService {
  return {
    async suggest(text, limit) {
      const entries = await topics.suggest(text, limit);
      return entries.map(({ name, rows }) => ({ name, statements: rows.length }));
    },
    async statements(text, from, count) {
      const entry = await topics.find(text);
      if (!entry) return undefined;
      const dated = await newestFirst(entry);
      return {
        name: entry.name,
        total: dated.length,
        dates: dated.map(({ date }) => date).toReversed(),
        statements: await passages.read(dated.slice(from, from + count).map(({ row }) => row)),
      };
    },
    async explain(text, which) {
      const entry = await topics.find(text);
      if (!entry) return undefined;
      const rows = (await newestFirst(entry)).map(({ row }) => row);
      const range = 'from' in which ? which : await placeOf(rows, which.passageId);
      const shown = rows.slice(range.from, range.from + range.count);
      if (shown.length === 0) return undefined;
      return explainTopic(entry, text, await passages.read(shown), range.from + 1);
    },
  };

  async function newestFirst({ rows }: TopicEntry): Promise<{ row: Row; date: string }[]> {
    const dates = await passages.datesOf(rows);
    const dated = rows.map((row, i) => ({ row, date: dates[i] ?? '' }));
    return dated.sort((a, b) => (a.date === b.date ? a.row - b.row : a.date < b.date ? 1 : -1));
  }

  async function placeOf(rows: readonly Row[], passageId: string): Promise<StatementRange> {
    const row = await passages.find(passageId);
    const from = row === undefined ? -1 : rows.indexOf(row);
    return { from: Math.max(0, from), count: from < 0 ? 0 : 1 };
  }
}
