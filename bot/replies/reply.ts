/** A reply as plain data, what Discord takes of it, and what all replies are drawn with. */
import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from 'discord.js';
import { ENGLISH, type Texts } from '../i18n/i18n.ts';

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

export interface Reply {
  /** Left alone when a button redraws the message. */
  content?: string;
  embeds: APIEmbed[];
  components: Row[];
  files?: { name: string; text: string }[];
}

/** Colours by what a reply means; each is told by words as well. */
export const COLOURS = {
  answer: 0x2f9e63,
  related: 0xd99a1c,
  none: 0x80848e,
  topic: 0x3d7dd8,
  altered: 0xd99a1c,
  superseded: 0x3d7dd8,
  stitched: 0xb0579c,
  problem: 0xc2453d,
} as const;

/** A reply that is one short note. */
export function note(text: string): Reply {
  return { content: text, embeds: [], components: [] };
}

/** `18 February 2019` for `2019-02-18`, in English. */
export const longDate = ENGLISH.date;

/** What a reply is drawn for: its readers, and what they may do with it. */
export interface ReplyContext {
  texts: Texts;
  /** Only the person who asked sees it. */
  isPrivate: boolean;
  /** Whether that person may show it to everyone. */
  mayPublish: boolean;
  /** Where people reach the pages of passages, such as `https://record.example.org`. */
  publicUrl?: string | undefined;
  /** The publishers whose documents this server has searched; absent: all. */
  collections?: readonly string[] | undefined;
  /** A slash command as Discord links it, or as plain text where its id is not known. */
  mention(command: string): string;
}

/** What Discord takes, in UTF-16 units where it is text: https://discord.com/developers/docs/resources/message */
export const LIMITS = {
  content: 2000,
  embedTitle: 256,
  embedDescription: 4096,
  embedAuthor: 256,
  fieldName: 256,
  fieldValue: 1024,
  embedTotal: 6000,
  embeds: 10,
  customId: 100,
  buttonLabel: 80,
  buttonsInRow: 5,
  selectOptions: 25,
  optionText: 100,
  autocompleteChoices: 25,
  choiceText: 100,
  url: 2048,
  buttonUrl: 512,
} as const;

/**
 * Text that is not a quote, shortened to a limit at a word and marked with “…”. Quotes are never shortened: they go
 * on over pages.
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  const space = cut.lastIndexOf(' ');
  // A cut through a surrogate pair would leave half a character.
  return `${(space > limit / 2 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '')).trimEnd()}…`;
}
