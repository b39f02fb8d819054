/** Messages for the bot, the bot's answers to them, and the passages that its own messages show. */
import {
  type APIMessage,
  type Client,
  ComponentType,
  type Message,
  type PartialMessage,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import { withinBoundary } from '../boundary.ts';
import type { Caller } from '../commands/command.ts';
import { textsFor } from '../i18n/i18n.ts';
import { isSmallTalk, planReply, shownPassage, textsOf } from '../plan-reply.ts';
import { note, type Reply } from '../replies/reply.ts';
import { answersMentions } from '../server-settings.ts';
import type { MessageLink } from '../services.ts';
import type { BotContext } from './context.ts';
import { isIgnorable, mayNotWrite } from './faults.ts';
import { send, textOf, toMessage } from './interactions.ts';

/** Answers a message for which `isForBot` holds; never rejects. */
export async function handleMessage(bot: BotContext, message: Message): Promise<void> {
  const context = { handler: 'message', user: message.author.id, guild: message.guildId };
  let texts = textsFor(message.guild?.preferredLocale ?? 'en');
  const say = (reply: Reply) => sendReply(bot, message, reply, texts.t('notice.mayNotWrite'));
  await withinBoundary(
    bot.log,
    context,
    async () => {
      const caller = await callerOf(bot, message);
      texts = textsOf(caller, false);
      const { server } = caller;
      if (server && !answersMentions(server.settings, placesOf(message))) return;
      if (bot.inFlight.isStopping) return say(note(texts.t('notice.restarting')));
      const text = wordsFor(message);
      // Thanks among people are no question; whoever writes to the bot directly is told what it does.
      if (message.guildId !== null && isSmallTalk(text)) return;
      const wait = await bot.cooldown.take(message.author.id, texts);
      // One warning is enough: answering every message of a flood would be a flood.
      if (wait) return wait.isFirst ? say(wait.reply) : undefined;
      const plan = planReply({ kind: 'message', text, about: aboutOf(bot, message) }, caller);
      // The typing sign is the acknowledgement; a channel that does not take it tells more when the answer comes.
      if (message.channel.isSendable()) void message.channel.sendTyping().catch(() => undefined);
      const { reply } = await plan.run(bot.services(context.handler));
      await say(reply);
    },
    say,
    { hear: bot.hear, isIgnorable, texts },
  );
}

async function callerOf(bot: BotContext, { author, guild, channelId, guildId }: Message): Promise<Caller> {
  // A message does not say in which language its author reads Discord.
  const locale = guild?.preferredLocale ?? 'en';
  const settings = guildId === null ? undefined : await bot.settings.read(guildId);
  return {
    id: author.id,
    tag: `<@${author.id}>`,
    locale,
    publicLocale: settings?.language,
    server: settings && guildId !== null ? { id: guildId, settings } : undefined,
    mayPost: false,
    mayManageServer: false,
    mayManageMessages: false,
    privateOnly: false,
    channelUrl: `https://discord.com/channels/${guildId ?? '@me'}/${channelId}`,
    channelId,
    mention: (name) => bot.commands.mention(name),
  };
}

/** The channel of a message and, of a thread, the channel that it belongs to. */
function placesOf({ channelId, channel }: Message): string[] {
  return [channelId, ...(channel.isThread() && channel.parentId !== null ? [channel.parentId] : [])];
}

/** What a person writes to it, mentions it in or replies to it with; a reply without a ping is meant for others. */
export function isForBot({ author, system, webhookId, mentions, client, guildId }: Message): boolean {
  if (author.bot || system || webhookId !== null) return false;
  return guildId === null || mentions.users.has(client.user.id);
}

/** The words of a message, without the mention of the bot. */
function wordsFor({ content, client }: Message): string {
  return content.replaceAll(new RegExp(`<@!?${client.user.id}>`, 'g'), ' ').trim();
}

/** The words of the message that is forwarded, or replied to and somebody else's. */
function aboutOf({ repliedTo }: BotContext, message: Message): string | undefined {
  if (message.messageSnapshots.size > 0) return textOf(message);
  const { reference, mentions, client } = message;
  if (reference?.messageId === undefined || mentions.repliedUser?.id === client.user.id) return undefined;
  return repliedTo.get(message.id) ?? '';
}

/** Takes the bot's reply away when the message that it answered is deleted. */
export async function handleDeletion(
  bot: BotContext,
  deleted: readonly (Message | PartialMessage)[],
): Promise<void> {
  for (const { id, client } of deleted) {
    const reply = bot.answered.forget(id);
    if (!reply) continue;
    await withinBoundary(
      bot.log,
      { handler: 'deletion', user: client.user.id },
      async () => void (await client.rest.delete(Routes.channelMessage(reply.channelId, reply.messageId))),
      async () => undefined,
      { hear: bot.hear, isIgnorable },
    );
  }
}

async function sendReply(
  { answered }: BotContext,
  message: Message,
  reply: Reply,
  apology: string,
): Promise<void> {
  try {
    if (losesEmbeds(message)) return await sendPrivately(message, reply, apology);
    const sent = await send(message.channel, reply, message.id, { messageReference: message });
    if (answered.remember(message.id, { channelId: sent.channelId, messageId: sent.id })) return;
    // The message was deleted while its answer was on the way.
    await sent.delete();
  } catch (error) {
    if (!mayNotWrite(error) || message.guildId === null) throw error;
    await sendPrivately(message, reply, apology);
  }
}

async function sendPrivately(message: Message, reply: Reply, apology: string): Promise<void> {
  const content = [apology, ...(reply.content ? [reply.content] : [])].join('\n');
  await message.author.send(toMessage({ ...reply, content }));
}

/** Without the permission to embed links, Discord sends a message and silently drops the quote. */
function losesEmbeds({ channel, client }: Message): boolean {
  if (channel.isDMBased()) return false;
  const allowed = channel.permissionsFor(client.user);
  // Where even the permission to write is not known, the call itself will tell.
  const { SendMessages, SendMessagesInThreads, EmbedLinks } = PermissionFlagsBits;
  const send = channel.isThread() ? SendMessagesInThreads : SendMessages;
  return allowed?.has(send) === true && !allowed.has(EmbedLinks);
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
