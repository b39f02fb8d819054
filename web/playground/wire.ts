/** What the page and its server say to each other: types only, so that both can import them. */
import type { Basis, CommandOption as BotOption, Choice } from '../../bot/commands/command.ts';
import type { TargetMessage } from '../../bot/interactions.ts';
import type { Explanation } from '../../retrieval/explain.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { LookupExplanation } from '../../retrieval/quotes/complete.ts';
import type { VerificationExplanation } from '../../retrieval/quotes/verify.ts';
import type { TopicExplanation } from '../../retrieval/topics/explain-topic.ts';

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
export type { ExplainedStatement, TopicExplanation } from '../../retrieval/topics/explain-topic.ts';

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
  option: string;
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
