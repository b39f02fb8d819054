/** What the page and its server say to each other: types only, so that both can import them. */
import type { CommandOption as BotOption, Choice } from '../../bot/commands/command.ts';
import type { Document, Passage, Turn } from '../../corpus/schema.ts';
import type { Explanation } from '../../retrieval/explain.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { LookupExplanation } from '../../retrieval/quotes/complete.ts';
import type { Span } from '../../retrieval/quotes/quote.ts';
import type { VerificationExplanation } from '../../retrieval/quotes/verify.ts';

export type { Basis, Choice } from '../../bot/commands/command.ts';
export type { Outcome } from '../../bot/plan-reply.ts';
export type { Reply } from '../../bot/replies/reply.ts';
export type { Explanation, FeatureShare, ScorePart, StageScore } from '../../retrieval/explain.ts';
export type { CitedPassage, DocumentListing, TokenMatch } from '../../retrieval/interfaces.ts';
export type { DiffPart, QuoteCheck } from '../../retrieval/quotes/check.ts';
export type { Span } from '../../retrieval/quotes/quote.ts';
export type { ExplainedCheck, VerificationExplanation } from '../../retrieval/quotes/verify.ts';
export type { TopicCard } from '../../retrieval/store/record-store.ts';
export type { CommandCall, CompleteCall, MenuCall, PressCall, WhyCall } from './requests.ts';

export interface CommandOption extends Omit<BotOption, 'key'> {
  description: string;
}

export interface SlashCommandWire {
  name: string;
  description: string;
  options: CommandOption[];
  examples: string[];
}

/** A message that stood in the channel before. */
export interface SampleMessage {
  author: string;
  /** Minutes before now. */
  ago: number;
  content: string;
}

/** All that the page needs before anybody types. */
export interface Channel {
  commands: SlashCommandWire[];
  menus: { name: string; description: string }[];
  messages: SampleMessage[];
  maxMessageLength: number;
}

/** Why a reply is what it is, each kind in its own terms. */
export type Why =
  | { kind: 'asked'; explanation: Explanation }
  | { kind: 'topic'; explanation: TopicExplanation }
  | { kind: 'quoted'; explanation: QuoteExplanation }
  | { kind: 'verified'; explanation: VerificationExplanation };

/** Why statements are part of a topic: the spelling that led to it, and where each of them names it. */
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
  inPassage: Span[];
  /** Where the question that it answers names it; empty without a question. */
  inQuestion: Span[];
}

/** How `/quote` came to its passage. */
export type QuoteExplanation = { by: 'id'; cited: CitedPassage } | ({ by: 'words' } & LookupExplanation);

export type Completion = { choices: Choice[] };

/** A document with its turns, and its passages by their places in the text. */
export interface SourceDocument extends Document {
  turns: Turn[];
  passages: Pick<Passage, 'id' | 'turn' | 'start' | 'end'>[];
}

/** The document that a passage stands in. */
export interface PassagePlace {
  document: string;
}
