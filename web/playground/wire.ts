/** What the page and its server say to each other: types only, so that both can import them. */
import type { Basis, CommandOption as BotOption, Choice } from '../../bot/commands/command.ts';
import type { TargetMessage } from '../../bot/interactions.ts';
import type { Explanation } from '../../retrieval/explain.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { LookupExplanation } from '../../retrieval/quotes/complete.ts';
import type { VerificationExplanation } from '../../retrieval/quotes/verify.ts';

export type { Basis, Choice } from '../../bot/commands/command.ts';
export type { Outcome, TargetMessage } from '../../bot/interactions.ts';
export type { Reply } from '../../bot/replies/reply.ts';
export type {
  Explanation,
  FeatureShare,
  ScorePart,
  StageScore,
} from '../../retrieval/explain.ts';
export type { CitedPassage, DocumentListing, PassageFilter, TokenMatch } from '../../retrieval/interfaces.ts';
export type { DiffPart, QuoteCheck } from '../../retrieval/quotes/check.ts';
export type { ExplainedCheck, VerificationExplanation } from '../../retrieval/quotes/verify.ts';

export interface CommandOption extends Omit<BotOption, 'key'> {
  description: string;
}

export interface SlashCommandWire {
  name: string;
  description: string;
  options: CommandOption[];
  examples: string[];
}

export interface MessageMenuWire {
  name: string;
  description: string;
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
  menus: MessageMenuWire[];
  messages: SampleMessage[];
  maxMessageLength: number;
}

export interface CommandCall {
  name: string;
  strings: Record<string, string>;
  hide: boolean;
}

export interface CompleteCall {
  name: string;
  typed: string;
}

export interface MenuCall {
  name: string;
  message: TargetMessage;
}

export interface PressCall {
  customId: string;
  values: string[];
  message: TargetMessage;
}

export interface WhyCall {
  basis: Basis;
  /** The passage to explain; without one, the reply as a whole. */
  passageId?: string;
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
  inPassage: MentionPlace[];
  /** Where the question that it answers names it; empty without a question. */
  inQuestion: MentionPlace[];
}

/** UTF-16 offsets into a text. */
export interface MentionPlace {
  start: number;
  end: number;
}

/** How `/quote` came to its passage. */
export type QuoteExplanation = { by: 'id'; cited: CitedPassage } | ({ by: 'words' } & LookupExplanation);

export type Completion = { choices: Choice[] };

/** A document's text with its turns and passages, without what only the files need. */
export interface SourceDocument {
  id: string;
  title: string;
  date: string;
  publisher: string;
  url?: string;
  text: string;
  turns: { ordinal: number; asker?: string; question?: string; speaker: string }[];
  passages: { id: string; turn: number; start: number; end: number }[];
}

/** The document that a passage stands in. */
export interface PassagePlace {
  document: string;
}

export interface TopicListing {
  name: string;
  statements: number;
}
