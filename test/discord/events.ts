/** Gateway events: who gets them, and how much of a message they show. */
import { GatewayIntentBits as Intent } from 'discord.js';
import type { LoopbackMessage } from './message.ts';
import { mentionsBot, messageEvent } from './message-payload.ts';
import { type Channel, users } from './world.ts';

export interface GatewayEvent {
  readonly name: string;
  /** The guild that decides the shard; without one, shard 0. */
  readonly guildId: string | undefined;
  /** The intent that a session needs; 0: none. */
  readonly intent: number;
  data(intents: number): unknown;
}

/** Whether the bot hears of what is said in a channel. */
export const hears = (channel: Channel): boolean =>
  channel.kind === 'dm' || (channel.guild?.known === true && channel.access !== 'hidden');

const messageIntent = (channel: Channel) =>
  channel.kind === 'dm' ? Intent.DirectMessages : Intent.GuildMessages;

/** Without the MessageContent intent: only direct messages, the bot's own, and those that mention it. */
export const showsContent = (message: LoopbackMessage, intents: number): boolean =>
  (intents & Intent.MessageContent) !== 0 ||
  message.channel.kind === 'dm' ||
  message.author === users.bot ||
  mentionsBot(message);

export const messageWritten = (
  name: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE',
  message: LoopbackMessage,
): GatewayEvent => ({
  name,
  guildId: message.channel.guild?.id,
  intent: messageIntent(message.channel),
  data: (intents) => messageEvent(message, showsContent(message, intents)),
});

export const messagesDeleted = (messages: readonly LoopbackMessage[], channel: Channel): GatewayEvent => {
  const where = { channel_id: channel.id, ...(channel.guild && { guild_id: channel.guild.id }) };
  const ids = messages.map(({ id }) => id);
  const bulk = ids.length !== 1;
  return {
    name: bulk ? 'MESSAGE_DELETE_BULK' : 'MESSAGE_DELETE',
    guildId: channel.guild?.id,
    intent: messageIntent(channel),
    data: () => (bulk ? { ids, ...where } : { id: ids[0], ...where }),
  };
};

export const interactionCreated = (payload: unknown, guildId: string | undefined): GatewayEvent => ({
  name: 'INTERACTION_CREATE',
  guildId,
  intent: 0,
  data: () => payload,
});
