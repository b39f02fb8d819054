/** Why statements are part of a topic: the spelling that led to it, and where each of them names it. */

import { foldSpelling, forgiven, typingDistance } from '../../corpus/spelling.ts';
import type { CitedPassage } from '../interfaces.ts';
import type { TopicStatements } from '../store/record-store.ts';
import { findMentions, type MentionPlace } from './mentions.ts';
import { foldTyped } from './topic-index.ts';

export interface TopicExplanation {
  name: string;
  /** As the record writes it, the name first. */
  spellings: readonly string[];
  /** What was asked for, the spelling that it led to, and how many typing errors lie between them. */
  asked: string;
  matched: { spelling: string; errors: number };
  /** Of all statements. */
  total: number;
  statements: ExplainedStatement[];
}

export interface ExplainedStatement {
  cited: CitedPassage;
  /** In the order of the topic, newest first, from 1. */
  place: number;
  /** Where the passage's own words name the topic. */
  inPassage: MentionPlace[];
  /** Where the question that it answers names it; empty without a question. */
  inQuestion: MentionPlace[];
}

/** Explains statements that stand in a row. */
export function explainTopic(
  { name, spellings, dates, from, statements }: TopicStatements,
  asked: string,
): TopicExplanation {
  return {
    name,
    spellings,
    asked,
    matched: matchedSpelling(spellings, asked),
    total: dates.length,
    statements: statements.map((cited, i) => ({
      cited,
      place: from + 1 + i,
      inPassage: findMentions(cited.passage.text, spellings),
      inQuestion: findMentions(cited.turn.question ?? '', spellings),
    })),
  };
}

/** The spelling that the look-up took what was asked for to be. */
function matchedSpelling(spellings: readonly string[], asked: string): TopicExplanation['matched'] {
  const typed = foldTyped(asked);
  const most = forgiven(typed.length);
  const matches = spellings.map((spelling) => {
    const folded = foldSpelling(spelling);
    const isSame = folded === typed || folded === foldSpelling(asked);
    return { spelling, errors: isSame ? 0 : typingDistance(typed, folded, most, false) };
  });
  return matches.reduce((best, match) => (match.errors < best.errors ? match : best));
}
