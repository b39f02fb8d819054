/** Carries Discord's interactions to the bot's one layer (`bot/interactions.ts`) and its outcomes back. */
import {
  type APIInteraction,
  type APIInteractionResponse,
  AttachmentBuilder,
  type AutocompleteInteraction,
  type Client,
  DiscordAPIError,
  type Interaction,
  InteractionResponseType,
  InteractionType,
  type Message,
  MessageFlags,
  type RepliableInteraction,
  Routes,
} from 'discord.js';
import { withinBoundary } from '../boundary.ts';
import { findCommand } from '../commands/registry.ts';
import { RequestError } from '../errors.ts';
import {
  type Call,
  completeOption,
  isLimited,
  type Plan,
  planReply,
  type TargetMessage,
} from '../interactions.ts';
import type { Reply } from '../replies/reply.ts';
import { type BotContext, RESTARTING, tooSoon } from './context.ts';
import { isAlreadyAcknowledged, isIgnorable } from './faults.ts';

/** Answers an interaction; never rejects. */
export async function handleInteraction(bot: BotContext, interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) return complete(bot, interaction);
  if (!interaction.isRepliable()) return;
  const handler = nameOf(interaction);
  await withinBoundary(
    bot.log,
    { handler, user: interaction.user.id, guild: interaction.guildId },
    async () => {
      if (bot.inFlight.isStopping) return tellPrivately(interaction, RESTARTING);
      const call = callOf(interaction);
      if (!call) throw notOffered();
      const wait = isLimited(call) ? await tooSoon(bot, interaction.user.id) : undefined;
      if (wait) return tellPrivately(interaction, wait.reply);
      const plan = planReply(call);
      await acknowledge(interaction, plan);
      const { reply } = await plan.run(bot.services(handler));
      await interaction.editReply(toMessage(reply));
    },
    (reply) => tellPrivately(interaction, reply),
    { hear: bot.hear, isIgnorable },
  );
}

/** Answers an interaction that discord.js did not hand on, so that the person is not left waiting; never rejects. */
export async function refuseInteraction(
  client: Client,
  bot: BotContext,
  { id, token, type, user, member, guild_id: guild }: APIInteraction,
): Promise<void> {
  const respond = (body: APIInteractionResponse) =>
    client.rest.post(Routes.interactionCallback(id, token), { body, auth: false });
  const tell = async ({ content = '', embeds }: Reply) => {
    const data = {
      content,
      embeds: [...embeds],
      allowed_mentions: { parse: [] },
      flags: MessageFlags.Ephemeral,
    };
    await respond({ type: InteractionResponseType.ChannelMessageWithSource, data });
  };
  await withinBoundary(
    bot.log,
    {
      handler: `unknown interaction ${type}`,
      user: (user ?? member?.user)?.id ?? 'unknown',
      guild: guild ?? null,
    },
    async () => {
      if (type !== InteractionType.ApplicationCommandAutocomplete) throw notOffered();
      const choices: never[] = [];
      await respond({
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices },
      });
    },
    tell,
    { hear: bot.hear, isIgnorable },
  );
}

const notOffered = () => new RequestError('I do not offer this.', 'See `/about` for what I do.');

function nameOf(interaction: RepliableInteraction): string {
  if (interaction.isChatInputCommand()) return `/${interaction.commandName}`;
  if (interaction.isCommand()) return interaction.commandName;
  return interaction.isMessageComponent() ? 'button' : 'unknown';
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

function callOf(interaction: RepliableInteraction): Call | undefined {
  if (interaction.isChatInputCommand()) {
    const { commandName: name, options } = interaction;
    const strings = (findCommand('slash', name)?.options ?? [])
      .filter(({ type }) => type === 'string')
      .map((option) => [option.name, options.getString(option.name)] as const)
      .filter((entry): entry is [string, string] => entry[1] !== null);
    return {
      kind: 'slash',
      name,
      strings: Object.fromEntries(strings),
      hide: options.getBoolean('hide') ?? false,
    };
  }
  if (interaction.isMessageContextMenuCommand()) {
    const { commandName: name } = interaction;
    // Null in an interaction that came without its message, whatever its type says.
    const target: Message | null = interaction.targetMessage;
    return target ? { kind: 'menu', name, message: targetOf(target) } : undefined;
  }
  if (interaction.isButton() || interaction.isStringSelectMenu()) {
    const values = interaction.isStringSelectMenu() ? interaction.values : [];
    return { kind: 'press', customId: interaction.customId, values, message: targetOf(interaction.message) };
  }
  return undefined;
}

function targetOf({ content, embeds, author, client, flags, messageSnapshots }: Message): TargetMessage {
  // A forwarded message has its words in its snapshots.
  const words =
    content === '' ? [...messageSnapshots.values()].map((one) => one.content).join('\n') : content;
  return {
    content: words.trim(),
    embeds: embeds.map(({ data }) => data),
    isOwn: author.id === client.user.id,
    isPrivate: flags.has(MessageFlags.Ephemeral),
  };
}

async function complete(bot: BotContext, interaction: AutocompleteInteraction): Promise<void> {
  const { commandName, user } = interaction;
  const handler = `/${commandName} autocomplete`;
  await withinBoundary(
    bot.log,
    { handler, user: user.id },
    async () => {
      const { name, value } = interaction.options.getFocused(true);
      await interaction.respond(await completeOption(commandName, name, value, bot.services(handler)));
    },
    () => interaction.respond([]),
    { hear: bot.hear, isIgnorable },
  );
}

/** Promises an answer, so that the work may take longer than the 3 s that Discord waits. */
async function acknowledge(interaction: RepliableInteraction, { isPrivate, replaces }: Plan): Promise<void> {
  try {
    if (replaces && interaction.isMessageComponent()) await interaction.deferUpdate();
    else await interaction.deferReply(flagsOf(isPrivate));
  } catch (error) {
    // A call that Discord took but did not confirm is retried and refused, and a broken connection tells nothing:
    // the promise may have been made, and the answer will show.
    if (error instanceof DiscordAPIError && !isAlreadyAcknowledged(error)) throw error;
    interaction.deferred = true;
  }
}

/** Tells only the person who acted or, when a public answer was already promised, in its place. */
async function tellPrivately(interaction: RepliableInteraction, reply: Reply): Promise<void> {
  const message = { ...toMessage(reply), ...flagsOf(true) };
  if (!interaction.deferred && !interaction.replied) return void (await interaction.reply(message));
  // What a button was to replace stays as it is.
  if (interaction.isMessageComponent() && !interaction.ephemeral)
    return void (await interaction.followUp(message));
  await interaction.editReply({ ...toMessage(reply), content: reply.content ?? '' });
}

function flagsOf(isPrivate: boolean) {
  return isPrivate ? { flags: MessageFlags.Ephemeral as const } : {};
}
