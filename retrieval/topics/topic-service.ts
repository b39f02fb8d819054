/** Topics as people use them: suggested while they type, then read newest first. */
import type { CitedPassage, PassageFilter } from '../interfaces.ts';
import type { StatementRange, TopicCard, TopicStore } from '../store/record-store.ts';
import { explainTopic, type TopicExplanation } from './explain-topic.ts';

export type { StatementRange } from '../store/record-store.ts';
export type TopicSuggestion = TopicCard;

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
  /**
   * The topic of a name or spelling, with `count` of its statements from `from` on, of those that the filter lets
   * through; nothing for free text.
   */
  statements(
    name: string,
    from: number,
    count: number,
    filter?: PassageFilter,
  ): Promise<TopicStatements | undefined>;
  /** Why these statements are part of the topic; nothing for free text, or a passage that is no part of it. */
  explain(name: string, which: StatementRange | { passageId: string }): Promise<TopicExplanation | undefined>;
}

export function createTopicService(topics: TopicStore): TopicService {
  return {
    suggest: (text, limit) => topics.suggest(text, limit),
    async statements(text, from, count, filter) {
      const found = await topics.statements(text, { from, count }, filter);
      if (!found) return undefined;
      const { name, dates, statements } = found;
      return { name, total: dates.length, dates, statements };
    },
    async explain(text, which) {
      const found = await topics.statements(text, which);
      return found && found.statements.length > 0 ? explainTopic(found, text) : undefined;
    },
  };
}
