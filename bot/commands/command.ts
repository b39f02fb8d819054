/** What a command is: its words, its options, and a handler that knows nothing of Discord. */
import type { PassageFilter } from '../../retrieval/interfaces.ts';
import type { Reply } from '../replies/reply.ts';
import type { Services } from '../services.ts';
import type { Localized } from './translations.ts';

export interface CommandOption {
  name: string;
  description: string;
  type: 'string' | 'boolean';
  required?: boolean;
  autocomplete?: boolean;
  /** In characters; Discord takes up to 6000. */
  maxLength?: number;
}

/** The options of one call, as the person gave them. */
export interface CommandInput {
  strings: Readonly<Record<string, string>>;
  /** Whether only the person who asked sees the reply. */
  isPrivate: boolean;
}

export interface Choice {
  name: string;
  value: string;
}

/** What a reply is based on: by this the page asks why the reply is what it is. */
export type Basis =
  /** A question as it was put to the record. */
  | { kind: 'asked'; question: string; filter?: PassageFilter }
  /** A topic as it was asked for; `page` of its statements, from 0. */
  | { kind: 'topic'; name: string; page: number }
  /** Words of a passage, or its id. */
  | { kind: 'quoted'; text: string }
  /** A message whose quotes were compared with the record. */
  | { kind: 'verified'; text: string };

/** What a handler made. */
export interface Made {
  reply: Reply;
  /** Absent where the reply is based on no search, as that of `/about`. */
  basis?: Basis;
}

interface CommandBase {
  name: string;
  /** One line; for a message menu it stands in the docs only. */
  description: string;
  /** A paragraph for the docs. */
  help: string;
  localizations: Localized;
}

export interface SlashCommand extends CommandBase {
  kind: 'slash';
  options: readonly CommandOption[];
  examples: readonly string[];
  /** Throws an OnRecordError for input that cannot be used, before anybody is told to wait. */
  check?: (input: CommandInput) => void;
  run: (input: CommandInput, services: Services) => Promise<Made>;
  /** At most 25 choices for what was typed so far into an option. */
  complete?: (option: string, typed: string, services: Services) => Promise<Choice[]>;
}

export interface MessageMenu extends CommandBase {
  kind: 'message-menu';
  /** The text of the message that the menu was opened on; the reply is always private. */
  check?: (text: string) => void;
  run: (text: string, services: Services) => Promise<Made>;
}

export type Command = SlashCommand | MessageMenu;

/** The option that hides a reply; the same for all commands that have it. */
export const HIDE: CommandOption = {
  name: 'hide',
  description: 'Show the reply only to you',
  type: 'boolean',
};
