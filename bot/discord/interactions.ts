/** Carries Discord's interactions to the bot's one layer (`bot/plan-reply.ts`) and its outcomes back. */
import {
  type APIInteraction,
  type APIInteractionResponse,
  AttachmentBuilder,
  type AutocompleteInteraction,
  type Channel,
  type Client,
  DiscordAPIError,
  type Interaction,
  InteractionResponseType,
  InteractionType,
  type Message,
  MessageFlags,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  type RepliableInteraction,
  type ReplyOptions,
  Routes,
} from 'discord.js';
import { withinBoundary } from '../boundary.ts';
import type { Caller } from '../commands/command.ts';
import { findCommand } from '../commands/registry.ts';
import { textsFor } from '../i18n/i18n.ts';
import {
  type Call,
  completeOption,
  isLimited,
  notOffered,
  type Outcome,
  type Plan,
  planReply,
  type TargetMessage,
} from '../plan-reply.ts';
import { note, type Reply } from '../replies/reply.ts';
import type { BotContext } from './context.ts';
import { isIgnorable, isRefusal } from './faults.ts';

/** Answers an interaction; never rejects. */
export async function handleInteraction(bot: BotContext, interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) return complete(bot, interaction);
  if (!interaction.isRepliable()) return;
  const texts = textsFor(interaction.locale);
  const handler = nameOf(interaction);
  await withinBoundary(
    bot.log,
    { handler, user: interaction.user.id, guild: interaction.guildId },
    async () => {
      if (bot.inFlight.isStopping) return tellPrivately(interaction, note(texts.t('notice.restarting')));
      const call = callOf(interaction);
      if (!call) throw notOffered(bot.commands);
      const wait = isLimited(call) ? await bot.cooldown.take(interaction.user.id, texts) : undefined;
      if (wait) return tellPrivately(interaction, wait.reply);
      const plan = planReply(call, await callerOf(bot, interaction));
      await acknowledge(interaction, plan);
      await deliver(interaction, plan, await plan.run(bot.services(handler)));
    },
    (reply) => tellPrivately(interaction, reply),
    { hear: bot.hear, isIgnorable, texts },
  );
}

/** Answers an interaction that discord.js did not hand on, so that the person is not left waiting; never rejects. */
export async function refuseInteraction(
  client: Client,
  bot: BotContext,
  { id, token, type, user, member, guild_id: guild, ...packet }: APIInteraction,
): Promise<void> {
  const respond = (body: APIInteractionResponse) =>
    client.rest.post(Routes.interactionCallback(id, token), { body, auth: false });
  const tell = async ({ content = '', embeds }: Reply) => {
    const data = { content, embeds, allowed_mentions: { parse: [] }, flags: MessageFlags.Ephemeral };
    await respond({ type: InteractionResponseType.ChannelMessageWithSource, data });
  };
  const { id: userId = 'unknown' } = user ?? member?.user ?? {};
  await withinBoundary(
    bot.log,
    { handler: `unknown interaction ${type}`, user: userId, guild: guild ?? null },
    async () => {
      if (type !== InteractionType.ApplicationCommandAutocomplete) throw notOffered(bot.commands);
      const { ApplicationCommandAutocompleteResult } = InteractionResponseType;
      await respond({ type: ApplicationCommandAutocompleteResult, data: { choices: [] } });
    },
    tell,
    { hear: bot.hear, isIgnorable, texts: textsFor('locale' in packet ? packet.locale : 'en') },
  );
}

/** A reply as discord.js sends it: nobody is pinged. Content that a reply leaves out stays as it is when it is edited. */
export function toMessage({ content, embeds, components, files }: Reply) {
  return {
    ...(content !== undefined && { content }),
    embeds,
    components,
    allowedMentions: { parse: [], repliedUser: false },
    ...(files && {
      files: files.map(({ name, text }) => new AttachmentBuilder(Buffer.from(text, 'utf8'), { name })),
    }),
  };
}

/**
 * Sends a reply to a channel, to one of its messages where given. The nonce makes a retried call harmless: Discord sends
 * the message once.
 */
export async function send(
  channel: Channel | null,
  reply: Reply,
  nonce: string,
  reference?: ReplyOptions,
): Promise<Message> {
  if (!channel?.isSendable()) throw new Error('the channel takes no messages');
  const message = { ...toMessage(reply), nonce, enforceNonce: true };
  try {
    return await channel.send({ ...message, ...(reference && { reply: reference }) });
  } catch (error) {
    // Where the bot may not read the history it may write, but not refer to a message.
    if (!isRefusal(error, RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory)) throw error;
    return channel.send(message);
  }
}

function nameOf(interaction: RepliableInteraction): string {
  if (interaction.isChatInputCommand()) return `/${interaction.commandName}`;
  if (interaction.isCommand()) return interaction.commandName;
  return interaction.isMessageComponent() ? 'button' : 'unknown';
}

function callOf(interaction: RepliableInteraction): Call | undefined {
  if (interaction.isChatInputCommand()) {
    const { commandName: name, options } = interaction;
    const strings = (findCommand('slash', name)?.options ?? [])
      .filter(({ type }) => type === 'string')
      .map((option) => [option.name, options.getString(option.name)] as const)
      .filter((entry): entry is [string, string] => entry[1] !== null);
    const hide = options.getBoolean('hide') ?? false;
    return { kind: 'slash', name, strings: Object.fromEntries(strings), hide };
  }
  if (interaction.isMessageContextMenuCommand()) {
    // Null in an interaction that came without its message, whatever its type says.
    const target: Message | null = interaction.targetMessage;
    return target ? { kind: 'menu', name: interaction.commandName, message: targetOf(target) } : undefined;
  }
  if (interaction.isButton() || interaction.isAnySelectMenu()) {
    const values = interaction.isAnySelectMenu() ? interaction.values : [];
    return { kind: 'press', customId: interaction.customId, values, message: targetOf(interaction.message) };
  }
  return undefined;
}

function targetOf(message: Message): TargetMessage {
  const { id, embeds, author, client, flags, attachments, interactionMetadata, mentions } = message;
  return {
    id,
    content: textOf(message),
    embeds: embeds.map(({ data }) => data),
    isOwn: author.id === client.user.id,
    isPrivate: flags.has(MessageFlags.Ephemeral),
    askerId: interactionMetadata?.user.id ?? publisherOf(message) ?? mentions.repliedUser?.id,
    readFiles: () =>
      Promise.all(
        [...attachments.values()].map(async ({ name, url }) => {
          const response = await fetch(url);
          if (!response.ok) throw new Error(`attachment ${name}: ${response.status}`);
          return { name, text: await response.text() };
        }),
      ),
  };
}

/** Who published one of the bot's messages: it says so itself, and replies to the message that was checked. */
function publisherOf({ content }: Message): string | undefined {
  return /^-# 📢[^\n]*?<@(\d+)>/mu.exec(content)?.[1];
}

/** The words of a message; a forwarded one has them in its snapshots. */
export function textOf({ content, messageSnapshots }: Message): string {
  if (content !== '') return content.trim();
  return [...messageSnapshots.values()]
    .map((one) => one.content)
    .join('\n')
    .trim();
}

async function callerOf(bot: BotContext, interaction: RepliableInteraction): Promise<Caller> {
  const { user, locale, guildId, guildLocale, channelId, memberPermissions } = interaction;
  const settings =
    guildId !== null && isInstalled(interaction) ? await bot.settings.read(guildId) : undefined;
  return {
    id: user.id,
    tag: `<@${user.id}>`,
    locale,
    publicLocale: settings?.language ?? guildLocale ?? undefined,
    server: settings && guildId !== null ? { id: guildId, settings } : undefined,
    mayPost: mayPost(interaction),
    mayManageServer: memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    mayManageMessages: memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
    privateOnly:
      guildId !== null &&
      settings === undefined &&
      memberPermissions !== null &&
      !memberPermissions.has(PermissionFlagsBits.UseExternalApps),
    channelUrl:
      channelId === null ? undefined : `https://discord.com/channels/${guildId ?? '@me'}/${channelId}`,
    channelId: channelId ?? undefined,
    mention: (name) => bot.commands.mention(name),
  };
}

async function complete(bot: BotContext, interaction: AutocompleteInteraction): Promise<void> {
  const { commandName, user, locale } = interaction;
  const handler = `/${commandName} autocomplete`;
  await withinBoundary(
    bot.log,
    { handler, user: user.id },
    async () => {
      const typed = interaction.options.getFocused();
      await interaction.respond(await completeOption(commandName, typed, bot.services(handler), locale));
    },
    () => interaction.respond([]),
    { hear: bot.hear, isIgnorable },
  );
}

/** Promises an answer, so that the work may take longer than the 3 s that Discord waits. */
async function acknowledge(
  interaction: RepliableInteraction,
  { isPrivate, replaces, publishes }: Plan,
): Promise<void> {
  // What is published is sent to the channel, for a reply to a private message points to nothing that others see.
  const inPlace = replaces || (publishes !== undefined && mayPost(interaction));
  try {
    if (inPlace && interaction.isMessageComponent()) await interaction.deferUpdate();
    else await interaction.deferReply(flagsOf(isPrivate));
  } catch (error) {
    // A call that Discord took but did not confirm is retried and refused, and a broken connection tells nothing:
    // the promise may have been made, and the answer will show.
    const isTaken = isRefusal(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged);
    if (error instanceof DiscordAPIError && !isTaken) throw error;
    interaction.deferred = true;
    if (!inPlace) interaction.ephemeral = isPrivate;
  }
}

async function deliver(interaction: RepliableInteraction, plan: Plan, outcome: Outcome): Promise<void> {
  if (outcome.dismisses) return interaction.deleteReply();
  if (outcome.publishes && mayPost(interaction)) return publish(interaction, outcome);
  // What turns out to concern one person alone is taken back from the channel.
  if (outcome.isPrivate && !plan.isPrivate && !plan.replaces) {
    return tellPrivately(interaction, outcome.reply);
  }
  await interaction.editReply(toMessage(outcome.reply));
}

/** Whether the server, or the direct messages with the bot, have the bot themselves; else a person brought it along. */
function isInstalled({ authorizingIntegrationOwners }: RepliableInteraction): boolean {
  return authorizingIntegrationOwners.guildId !== null;
}

/** Whether the bot may write to the channel of an interaction by itself. */
function mayPost(interaction: RepliableInteraction): boolean {
  const { guildId, appPermissions, channel } = interaction;
  if (!isInstalled(interaction)) return false;
  if (guildId === null) return true;
  const { ViewChannel, SendMessages, SendMessagesInThreads, EmbedLinks } = PermissionFlagsBits;
  const send = channel?.isThread() ? SendMessagesInThreads : SendMessages;
  return appPermissions.has([ViewChannel, send, EmbedLinks]);
}

async function publish(
  { client, channelId, id }: RepliableInteraction,
  { reply, publishes }: Outcome,
): Promise<void> {
  const channel = channelId === null ? null : await client.channels.fetch(channelId);
  const { checked } = publishes ?? {};
  const reference = checked === undefined ? undefined : { messageReference: checked, failIfNotExists: false };
  await send(channel, reply, id, reference);
}

/** Tells only the person who acted; a public answer that was promised is taken back. */
async function tellPrivately(interaction: RepliableInteraction, reply: Reply): Promise<void> {
  const message = { ...toMessage(reply), ...flagsOf(true) };
  if (!interaction.deferred && !interaction.replied) return void (await interaction.reply(message));
  if (interaction.ephemeral) {
    return void (await interaction.editReply({ ...toMessage(reply), content: reply.content ?? '' }));
  }
  // What a button was to replace stays as it is.
  if (!isUpdate(interaction)) {
    await interaction.deleteReply().catch((error: unknown) => {
      // A deletion that Discord made but did not confirm is retried, and finds nothing.
      if (!isIgnorable(error)) throw error;
    });
  }
  await interaction.followUp(message);
}

/** Whether the original response of an interaction is the message whose button was pressed. */
function isUpdate(interaction: RepliableInteraction): boolean {
  return interaction.isMessageComponent() && interaction.ephemeral === null;
}

function flagsOf(isPrivate: boolean) {
  return isPrivate ? { flags: MessageFlags.Ephemeral as const } : {};
}
