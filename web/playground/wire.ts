/** What the page and its server say to each other: types only, so that both can import them. */
import type { Choice, CommandOption } from '../../bot/commands/command.ts';
import type { Reply } from '../../bot/replies/reply.ts';
import type { PassageFilter } from '../../retrieval/interfaces.ts';

export type { Choice, CommandOption } from '../../bot/commands/command.ts';
export type { Reply } from '../../bot/replies/reply.ts';
export type { DocumentListing } from '../../retrieval/catalogue.ts';
export type {
  Explanation,
  FeatureShare,
  ScorePart,
  StageScore,
} from '../../retrieval/explain/explanation.ts';
export type { PassageFilter, TokenMatch } from '../../retrieval/interfaces.ts';

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

/** A question as it was put to the record. */
export interface Asked {
  question: string;
  filter?: PassageFilter;
}

/** What became of an interaction. */
export interface Outcome {
  reply: Reply;
  /** Only the person who asked sees it. */
  isPrivate: boolean;
  /** Whether it takes the place of the message whose button was pressed. */
  replaces: boolean;
  /** The passage that the reply shows. */
  passageId?: string;
  /** Set where the reply answers a question. */
  asked?: Asked;
}

/** A message as Discord would hand it to the bot. */
export interface TargetMessage {
  content: string;
  embeds: Reply['embeds'];
  /** One of the bot's own. */
  isOwn: boolean;
  isPrivate: boolean;
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

export interface WhyCall extends Asked {
  passageId?: string;
}

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
