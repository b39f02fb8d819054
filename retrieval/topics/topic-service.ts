/** Topics as people use them: suggested while they type, then read newest first. */
import type { CitedPassage, PassageStore } from '../interfaces.ts';
import type { TopicIndex } from './topic-index.ts';

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
      const dates = await passages.datesOf(entry.rows);
      const dated = entry.rows.map((row, i) => ({ row, date: dates[i] ?? '' }));
      dated.sort((a, b) => (a.date === b.date ? a.row - b.row : a.date < b.date ? 1 : -1));
      return {
        name: entry.name,
        total: dated.length,
        dates: dates.toSorted(),
        statements: await passages.read(dated.slice(from, from + count).map(({ row }) => row)),
      };
    },
  };
}
