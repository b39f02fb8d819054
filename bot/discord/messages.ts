/** Mentions, replies and direct messages: the same as `/ask`. */
import type { Message, PartialMessage } from 'discord.js';
import { readQuestion } from '../../retrieval/question.ts';
import { answerQuestion } from '../commands/ask.ts';
import { note, type Reply } from '../replies/reply.ts';
import type { AnsweredMessages } from './answered-messages.ts';
import { withinBoundary } from './boundary.ts';
import { type BotContext, RESTARTING, tooSoon } from './context.ts';
import { mayNotWrite } from './faults.ts';
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
      if (wait) return say(wait);
      const question = textOf(message);
      if (question === '') return say(HELP);
      readQuestion(question);
      // The typing sign is the acknowledgement; a channel that does not take it tells more when the answer comes.
      if (message.channel.isSendable()) void message.channel.sendTyping().catch(() => undefined);
      await say(await answerQuestion(question, undefined, bot.services(), false));
    },
    say,
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
    );
  }
}

function isForBot({ mentions, client, guildId }: Message): boolean {
  return (
    guildId === null || mentions.users.has(client.user.id) || mentions.repliedUser?.id === client.user.id
  );
}

/** The words of a message, without the mention of the bot. */
function textOf({ content, client }: Message): string {
  return content.replaceAll(new RegExp(`<@!?${client.user.id}>`, 'g'), ' ').trim();
}

async function sendReply(answered: AnsweredMessages, message: Message, reply: Reply): Promise<void> {
  try {
    // The nonce makes a retried call harmless: Discord sends the message once.
    const sent = await message.reply({ ...toMessage(reply), nonce: message.id, enforceNonce: true });
    if (answered.remember(message.id, { channelId: sent.channelId, messageId: sent.id })) return;
    // The message was deleted while its answer was on the way.
    await sent.delete();
  } catch (error) {
    if (!mayNotWrite(error) || message.guildId === null) throw error;
    const content = [CANNOT_WRITE, ...(reply.content ? [reply.content] : [])].join('\n');
    await message.author.send(toMessage({ ...reply, content }));
  }
}
