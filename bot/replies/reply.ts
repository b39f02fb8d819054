/** A reply as plain data: what Discord gets, and what the web page draws. */
import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from 'discord.js';

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

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** `18 February 2019` for `2019-02-18`. */
export function longDate(isoDate: string): string {
  return dates.format(new Date(`${isoDate}T00:00:00Z`));
}
