/** Messages for the bot, the bot's answers to them, and the passages that its own messages show. */
import {
  type APIMessage,
  type Client,
  ComponentType,
  type Message,
  type PartialMessage,
  Routes,
} from 'discord.js';
import { withinBoundary } from '../boundary.ts';
import { planReply, shownPassage } from '../interactions.ts';
import type { Reply } from '../replies/reply.ts';
import type { MessageLink } from '../services.ts';
import { type BotContext, RESTARTING, tooSoon } from './context.ts';
import { isIgnorable, mayNotReply, mayNotWrite } from './faults.ts';
import { toMessage } from './interactions.ts';

const CANNOT_WRITE =
  'I am not allowed to write in that channel. A moderator can allow me to view it, send messages and embed links. My answer:';

/** Answers a message that is meant for the bot; never rejects. */
export async function handleMessage(
  bot: BotContext,
  answered: AnsweredMessages,
  message: Message,
): Promise<void> {
  if (message.author.bot || message.system || message.webhookId !== null || !isForBot(message)) return;
  const context = { handler: 'message', user: message.author.id, guild: message.guildId };
  const say = (reply: Reply) => sendReply(answered, message, reply);
  await withinBoundary(
    bot.log,
    context,
    async () => {
      if (bot.inFlight.isStopping) return say(RESTARTING);
      const wait = await tooSoon(bot, message.author.id);
      // One warning is enough: answering every message of a flood would be a flood.
      if (wait) return wait.isFirst ? say(wait.reply) : undefined;
      const plan = planReply({ kind: 'message', text: textOf(message) });
      // The typing sign is the acknowledgement; a channel that does not take it tells more when the answer comes.
      if (message.channel.isSendable()) void message.channel.sendTyping().catch(() => undefined);
      const { reply } = await plan.run(bot.services(context.handler));
      await say(reply);
    },
    say,
    { hear: bot.hear, isIgnorable },
  );
}

/** Takes the bot's reply away when the message that it answered is deleted. */
export async function handleDeletion(
  bot: BotContext,
  answered: AnsweredMessages,
  deleted: readonly (Message | PartialMessage)[],
): Promise<void> {
  for (const { id, client } of deleted) {
    const reply = answered.forget(id);
    if (!reply) continue;
    await withinBoundary(
      bot.log,
      { handler: 'deletion', user: client.user.id },
      async () => void (await client.rest.delete(`/channels/${reply.channelId}/messages/${reply.messageId}`)),
      async () => undefined,
      { hear: bot.hear, isIgnorable },
    );
  }
}

/** A direct message, a mention, or a reply that pings the bot; a silent reply is meant for others. */
function isForBot({ mentions, client, guildId }: Message): boolean {
  return guildId === null || mentions.users.has(client.user.id);
}

/** The words of a message, without the mention of the bot. */
function textOf({ content, client }: Message): string {
  return content.replaceAll(new RegExp(`<@!?${client.user.id}>`, 'g'), ' ').trim();
}

async function sendReply(answered: AnsweredMessages, message: Message, reply: Reply): Promise<void> {
  try {
    if (losesEmbeds(message)) return await sendPrivately(message, reply);
    const sent = await replyTo(message, reply);
    if (answered.remember(message.id, { channelId: sent.channelId, messageId: sent.id })) return;
    // The message was deleted while its answer was on the way.
    await sent.delete();
  } catch (error) {
    if (!mayNotWrite(error) || message.guildId === null) throw error;
    await sendPrivately(message, reply);
  }
}

async function replyTo(message: Message, reply: Reply): Promise<Message> {
  // The nonce makes a retried call harmless: Discord sends the message once.
  const body = { ...toMessage(reply), nonce: message.id, enforceNonce: true };
  try {
    return await message.reply(body);
  } catch (error) {
    // Where the bot may not read the history it may write, but not refer to a message.
    if (!mayNotReply(error) || !message.channel.isSendable()) throw error;
    return message.channel.send(body);
  }
}

async function sendPrivately(message: Message, reply: Reply): Promise<void> {
  const content = [CANNOT_WRITE, ...(reply.content ? [reply.content] : [])].join('\n');
  await message.author.send(toMessage({ ...reply, content }));
}

/** Without the permission to embed links, Discord sends a message and silently drops the quote. */
function losesEmbeds({ channel, client }: Message): boolean {
  if (channel.isDMBased()) return false;
  const allowed = channel.permissionsFor(client.user);
  // Where even the permission to write is not known, the call itself will tell.
  const write = channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages';
  return allowed?.has(write) === true && !allowed.has('EmbedLinks');
}

export interface SentReply {
  channelId: string;
  messageId: string;
}

/** Older pairs are forgotten: nobody deletes a question days later to have the answer gone. */
const REMEMBERED = 10_000;

export class AnsweredMessages {
  private readonly replies = new Map<string, SentReply>();
  /** Messages that were deleted before their answer was sent. */
  private readonly deleted = new Set<string>();

  /** Keeps a pair; false when the message is already gone. */
  remember(messageId: string, reply: SentReply): boolean {
    if (this.deleted.delete(messageId)) return false;
    this.replies.set(messageId, reply);
    trim(this.replies);
    return true;
  }

  /** The reply to a deleted message, if there is one. */
  forget(messageId: string): SentReply | undefined {
    const reply = this.replies.get(messageId);
    if (!reply) {
      this.deleted.add(messageId);
      trim(this.deleted);
      return undefined;
    }
    this.replies.delete(messageId);
    return reply;
  }
}

/** Maps and sets keep the order of insertion: the first is the oldest. */
function trim(collection: Map<string, unknown> | Set<string>): void {
  if (collection.size <= REMEMBERED) return;
  const [oldest] = collection.keys();
  if (oldest !== undefined) collection.delete(oldest);
}

/** The passage that a message shows; nothing when it is not the bot's, shows none, or may not be read. */
export async function passageOfMessage(client: Client<true>, link: MessageLink): Promise<string | undefined> {
  try {
    const message = (await client.rest.get(
      Routes.channelMessage(link.channelId, link.messageId),
    )) as APIMessage;
    if (message.author.id !== client.user.id) return undefined;
    return shownPassage((message.components ?? []).filter((row) => row.type === ComponentType.ActionRow));
  } catch (error) {
    if (isIgnorable(error)) return undefined;
    throw error;
  }
}
