/** Commands, menus, autocomplete and buttons: acknowledged at once, then answered. */
import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  CommandInteraction,
  Interaction,
  Message,
  MessageContextMenuCommandInteraction,
  RepliableInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import { DiscordAPIError, MessageFlags } from 'discord.js';
import type { CommandInput } from '../commands/command.ts';
import { findCommand } from '../commands/registry.ts';
import { RequestError } from '../errors.ts';
import type { Reply } from '../replies/reply.ts';
import { decodePress, viewSchema } from '../replies/view.ts';
import { drawView } from '../views.ts';
import { withinBoundary } from './boundary.ts';
import { type BotContext, RESTARTING, tooSoon } from './context.ts';
import { isAlreadyAcknowledged } from './faults.ts';
import { flagsOf, toMessage } from './output.ts';

/** Answers an interaction; never rejects. */
export async function handleInteraction(bot: BotContext, interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) return complete(bot, interaction);
  if (!interaction.isRepliable()) return;
  const context = { handler: nameOf(interaction), user: interaction.user.id, guild: interaction.guildId };
  await withinBoundary(
    bot.log,
    context,
    async () => {
      if (bot.inFlight.isStopping) return tellPrivately(interaction, RESTARTING);
      const wait = interaction.isCommand() ? tooSoon(bot, interaction.user.id) : undefined;
      if (wait) return tellPrivately(interaction, wait);
      if (interaction.isChatInputCommand()) return runSlash(bot, interaction);
      if (interaction.isMessageContextMenuCommand()) return runMenu(bot, interaction);
      if (interaction.isButton() || interaction.isStringSelectMenu()) return press(bot, interaction);
      throw new RequestError('I do not offer this.', 'See `/about` for what I do.');
    },
    (reply) => tellPrivately(interaction, reply),
    bot.hear,
  );
}

function nameOf(interaction: RepliableInteraction): string {
  if (interaction.isChatInputCommand()) return `/${interaction.commandName}`;
  if (interaction.isCommand()) return interaction.commandName;
  return interaction.isMessageComponent() ? 'button' : 'unknown';
}

async function runSlash(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const command = findCommand('slash', interaction.commandName);
  if (!command) throw notOffered();
  const strings = Object.fromEntries(
    command.options
      .filter(({ type }) => type === 'string')
      .map(({ name }) => [name, interaction.options.getString(name)])
      .filter((entry): entry is [string, string] => entry[1] !== null),
  );
  const input: CommandInput = { strings, isPrivate: interaction.options.getBoolean('hide') ?? false };
  command.check?.(input);
  await defer(interaction, input.isPrivate);
  await interaction.editReply(toMessage(await command.run(input, bot.services(nameOf(interaction)))));
}

async function runMenu(bot: BotContext, interaction: MessageContextMenuCommandInteraction): Promise<void> {
  const command = findCommand('message-menu', interaction.commandName);
  if (!command) throw notOffered();
  const text = wordsOf(interaction.targetMessage);
  if (text === '')
    throw new RequestError('That message holds no text.', 'Choose a message with words in it.');
  command.check?.(text);
  await defer(interaction, true);
  await interaction.editReply(toMessage(await command.run(text, bot.services(nameOf(interaction)))));
}

/**
 * What a message says. One that only embeds or forwards says it there, and of the bot's own replies the quote counts,
 * not the line above it.
 */
function wordsOf({ content, embeds, author, client, messageSnapshots }: Message): string {
  const embedded = embeds
    .map(({ description }) => description ?? '')
    .join('\n')
    .trim();
  if (author.id === client.user.id && embedded !== '') return embedded;
  if (content !== '') return content;
  return (
    embedded ||
    [...messageSnapshots.values()]
      .map((forwarded) => forwarded.content)
      .join('\n')
      .trim()
  );
}

async function press(
  bot: BotContext,
  interaction: ButtonInteraction | StringSelectMenuInteraction,
): Promise<void> {
  const pressed = decodePress(interaction.customId);
  if (!pressed) throw new RequestError('This button is of an older version of me.', 'Please ask again.');
  const isPrivate = interaction.message.flags.has(MessageFlags.Ephemeral);
  if (pressed.target === 'select') {
    const id = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
    const { data: view } = viewSchema.safeParse({ kind: 'context', id, page: 0 });
    if (!view) throw new RequestError('This menu is of an older version of me.', 'Please ask again.');
    return reply(interaction, await drawView(view, bot.services(nameOf(interaction)), true), true);
  }
  const { view, target } = pressed;
  const wait = target === 'publish' ? tooSoon(bot, interaction.user.id) : undefined;
  if (wait) return tellPrivately(interaction, wait);
  if (target === 'publish' && !view) return publishAsItIs(interaction);
  if (!view) throw new RequestError('This button leads nowhere.', 'Please ask again.');
  const drawn = await drawView(
    view,
    bot.services(nameOf(interaction)),
    target === 'publish' ? false : target === 'private' || isPrivate,
  );
  if (target === 'update') return void (await interaction.update(toMessage(drawn)));
  if (target === 'private') return reply(interaction, drawn, true);
  // What is published keeps the line that the private reply opened with: the question and the verdict.
  const { content } = interaction.message;
  await reply(interaction, content === '' ? drawn : { content, ...drawn }, false);
}

/** Shows to everyone what a private message holds, less its buttons. */
async function publishAsItIs(interaction: ButtonInteraction | StringSelectMenuInteraction): Promise<void> {
  const { content, embeds } = interaction.message;
  const shown = embeds.map(({ data: { title, description, url, color, author, fields, footer } }) => ({
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(url !== undefined && { url }),
    ...(color !== undefined && { color }),
    ...(author !== undefined && { author: { name: author.name } }),
    ...(fields !== undefined && { fields }),
    ...(footer !== undefined && { footer: { text: footer.text } }),
  }));
  await reply(interaction, { ...(content !== '' && { content }), embeds: shown, components: [] }, false);
}

async function complete(bot: BotContext, interaction: AutocompleteInteraction): Promise<void> {
  const context = { handler: `/${interaction.commandName} autocomplete`, user: interaction.user.id };
  await withinBoundary(
    bot.log,
    context,
    async () => {
      const command = findCommand('slash', interaction.commandName);
      const { name, value } = interaction.options.getFocused(true);
      await interaction.respond(
        (await command?.complete?.(name, value, bot.services(context.handler))) ?? [],
      );
    },
    () => interaction.respond([]),
    bot.hear,
  );
}

/** Promises an answer. A call that Discord took but did not confirm is retried and refused: the promise stands. */
async function defer(interaction: CommandInteraction, isPrivate: boolean): Promise<void> {
  try {
    await interaction.deferReply(flagsOf(isPrivate));
  } catch (error) {
    // A connection that broke tells nothing: the promise may stand, and the answer will show.
    if (error instanceof DiscordAPIError && !isAlreadyAcknowledged(error)) throw error;
    interaction.deferred = true;
  }
}

/** A new reply to an interaction that nobody has answered yet. */
async function reply(interaction: RepliableInteraction, message: Reply, isPrivate: boolean): Promise<void> {
  await interaction.reply({ ...toMessage(message), ...flagsOf(isPrivate) });
}

/** Tells only the person who acted, or, when a public answer was already promised, in its place. */
async function tellPrivately(interaction: RepliableInteraction, message: Reply): Promise<void> {
  if (interaction.deferred || interaction.replied) {
    await interaction.editReply({ ...toMessage(message), content: message.content ?? '' });
  } else await reply(interaction, message, true);
}

function notOffered(): RequestError {
  return new RequestError('I no longer offer this command.', 'See `/about` for what I do.');
}
