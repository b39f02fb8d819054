/** A message of the channel: who wrote it, what it holds, and what may be done with it. */
import type { Basis, Outcome, Reply } from '../playground/wire.ts';

export interface Person {
  name: string;
  isBot: boolean;
  /** Picks the colour of the round picture. */
  hue: number;
}

export const BOT: Person = { name: 'On Record', isBot: true, hue: 150 };
export const YOU: Person = { name: 'You', isBot: false, hue: 235 };

/** What a reply goes back to: a command, or another message. */
export type Origin = { kind: 'command'; text: string } | { kind: 'message'; to: Message };

export interface Message {
  id: string;
  author: Person;
  at: Date;
  reply: Reply;
  isPrivate: boolean;
  /** On its way: the bot is thinking. */
  isPending: boolean;
  origin?: Origin;
  passageId?: string;
  /** What the reply rests on; set where there is something to explain. */
  basis?: Basis;
}

/** A stable colour for a name. */
export function person(name: string): Person {
  let hue = 7;
  for (const character of name) hue = (hue * 31 + (character.codePointAt(0) ?? 0)) % 360;
  // The golden angle keeps names that are alike apart.
  return { name, isBot: false, hue: Math.round(hue * 137.5) % 360 };
}

export function textMessage(id: string, author: Person, at: Date, content: string): Message {
  return {
    id,
    author,
    at,
    reply: { content, embeds: [], components: [] },
    isPrivate: false,
    isPending: false,
  };
}

/** A message with what the bot answered in it; content that a reply leaves out stays as it was. */
export function withOutcome(message: Message, { reply, isPrivate, passageId, basis }: Outcome): Message {
  const { passageId: _passage, basis: _basis, ...rest } = message;
  return {
    ...rest,
    reply: { ...(message.reply.content !== undefined && { content: message.reply.content }), ...reply },
    isPrivate,
    isPending: false,
    ...(passageId !== undefined && { passageId }),
    ...(basis && { basis }),
  };
}
