/** The commands in the form that Discord registers. */
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Command, CommandOption } from './command.ts';
import { LOCALES, type Localized, OPTION_WORDS } from './translations.ts';

/** Installed to a server or to a user; used in servers, in direct messages with the bot and in any other. */
const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};

/** A command as `PUT /applications/{id}/commands` takes it. */
export function toDefinition(command: Command): RESTPostAPIApplicationCommandsJSONBody {
  const names = { name: command.name, name_localizations: localNames(command.localizations) };
  if (command.kind === 'message-menu')
    return { type: ApplicationCommandType.Message, ...names, ...EVERYWHERE };
  return {
    type: ApplicationCommandType.ChatInput,
    ...names,
    description: command.description,
    description_localizations: localDescriptions(command.localizations),
    options: command.options.map(toOption),
    ...EVERYWHERE,
  };
}

function toOption(option: CommandOption): APIApplicationCommandBasicOption {
  const words = OPTION_WORDS[option.name];
  const base = {
    name: option.name,
    description: option.description,
    ...(words && {
      name_localizations: localNames(words),
      description_localizations: localDescriptions(words),
    }),
    required: option.required ?? false,
  };
  if (option.type === 'boolean') return { ...base, type: ApplicationCommandOptionType.Boolean };
  return {
    ...base,
    type: ApplicationCommandOptionType.String,
    ...(option.autocomplete && { autocomplete: true }),
    ...(option.maxLength !== undefined && { max_length: option.maxLength }),
  };
}

function localNames(words: Localized): Record<string, string> {
  return Object.fromEntries(LOCALES.map((locale) => [locale, words[locale].name]));
}

function localDescriptions(words: Localized): Record<string, string> {
  return Object.fromEntries(LOCALES.map((locale) => [locale, words[locale].description ?? '']));
}
