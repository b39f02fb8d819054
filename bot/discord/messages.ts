/** Mentions, replies and direct messages: the same as `/ask`. */
import type { Message, PartialMessage } from 'discord.js';
import { readQuestion } from '../../retrieval/question.ts';
import { answerQuestion } from '../commands/ask.ts';
import { note, type Reply } from '../replies/reply.ts';
import type { AnsweredMessages } from './answered-messages.ts';
import { withinBoundary } from './boundary.ts';
import { type BotContext, RESTARTING, tooSoon } from './context.ts';
import { mayNotReply, mayNotWrite } from './faults.ts';
import { toMessage } from './output.ts';

const HELP = note(
  'Ask me something, and I answer with what officials actually said. Or try `/ask`, `/topic` and `/quote`.',
);
const CANNOT_WRITE =
  'I may not write in that channel. A moderator can allow me to view it, send messages and embed links. My answer:';

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
      const wait = tooSoon(bot, message.author.id);
      // One warning is enough: answering every message of a flood would be a flood.
      if (wait) return wait.isFirst ? say(wait) : undefined;
      const question = textOf(message);
      if (question === '') return say(HELP);
      readQuestion(question);
      // The typing sign is the acknowledgement; a channel that does not take it tells more when the answer comes.
      if (message.channel.isSendable()) void message.channel.sendTyping().catch(() => undefined);
      await say(await answerQuestion(question, undefined, bot.services(context.handler), false));
    },
    say,
    bot.hear,
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
      bot.hear,
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
  return allowed?.has('SendMessages') === true && !allowed.has('EmbedLinks');
}
