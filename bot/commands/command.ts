/** What a command is: its words, its options, and a handler that knows nothing of Discord. */
import type { PassageFilter } from '../../retrieval/interfaces.ts';
import type { TextKey, Texts } from '../i18n/i18n.ts';
import type { Reply, ReplyContext } from '../replies/reply.ts';
import type { ServerSettings } from '../server-settings.ts';
import type { Services } from '../services.ts';

/** Who did it, and where. */
export interface Caller {
  id: string;
  /** How the person is named in a message: `<@id>`. */
  tag: string;
  /** The person's language, by Discord's name. */
  locale: string;
  /** The language of what everyone reads; absent: the person's. */
  publicLocale?: string | undefined;
  /** Absent in direct messages, and where the server has not installed the bot. */
  server?: { id: string; settings: ServerSettings } | undefined;
  mayManageServer: boolean;
  mayManageMessages: boolean;
  /** Whether the bot may write to the channel by itself. */
  mayPost: boolean;
  /** Discord shows every reply to this person alone, whatever the bot asks for. */
  privateOnly: boolean;
  /** `https://discord.com/channels/GUILD/CHANNEL`; absent elsewhere. */
  channelUrl?: string | undefined;
  channelId?: string | undefined;
  /** A slash command as Discord links it. */
  mention(command: string): string;
}

export interface CommandOption {
  name: string;
  /** Its name and description in the catalogues: `option.KEY.name`, `option.KEY.description`. */
  key: Keyed<'option'>;
  type: 'string' | 'boolean';
  required?: boolean;
  autocomplete?: boolean;
  /** In characters; Discord takes up to 6000. */
  maxLength?: number;
}

type Keyed<Prefix extends string> =
  Extract<TextKey, `${Prefix}.${string}.description`> extends `${Prefix}.${infer Key}.description`
    ? Key
    : never;

/** The options of one call, as the person gave them. */
export interface CommandInput {
  strings: Readonly<Record<string, string>>;
  caller: Caller;
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
  /** Draws the reply for its readers. */
  draw(context: ReplyContext): Reply;
  /** Nothing was found: of no interest to a channel. */
  isMiss?: boolean;
  /** Absent where the reply is based on no search, as that of `/about`. */
  basis?: Basis;
}

interface CommandBase {
  name: string;
  /** Its name and description in the catalogues: `command.KEY.name`, `command.KEY.description`. */
  key: Keyed<'command'>;
  /** A paragraph for the docs. */
  help: string;
}

export interface SlashCommand extends CommandBase {
  kind: 'slash';
  options: readonly CommandOption[];
  examples: readonly string[];
  /** For those who may manage the server, and in servers only. */
  forManagers?: true;
  /** The reply is private whatever is asked for. */
  isPrivate?: true;
  /** Throws a RequestError for input that cannot be used, before anybody is told to wait. */
  check?: (input: CommandInput) => void;
  run: (input: CommandInput, services: Services) => Promise<Made>;
  /** At most 25 choices for what was typed so far into the option with `autocomplete`. */
  complete?: (typed: string, services: Services, texts: Texts) => Promise<Choice[]>;
}

/** The message that a menu was opened on. */
export interface MenuInput {
  text: string;
  id?: string | undefined;
}

export interface MessageMenu extends CommandBase {
  kind: 'message-menu';
  /** Throws a RequestError for a text that cannot be used. The reply is always private. */
  check?: (text: string) => void;
  run: (message: MenuInput, services: Services) => Promise<Made>;
}

export type Command = SlashCommand | MessageMenu;

/** The option that hides a reply; the same for all commands that have it. */
export const HIDE: CommandOption = { name: 'hide', key: 'hide', type: 'boolean' };
