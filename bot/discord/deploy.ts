/** Registers the commands with Discord, after telling what that would change. */
import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  REST,
  type RESTGetAPIApplicationCommandsResult,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import type { Command, CommandOption } from '../commands/command.ts';
import { COMMANDS } from '../commands/registry.ts';
import { DiscordLoginError } from '../errors.ts';
import { ENGLISH, localizations } from '../i18n/i18n.ts';
import { loginProblem } from './faults.ts';

export interface CommandChanges {
  added: string[];
  changed: string[];
  removed: string[];
  unchanged: string[];
}

export interface Deployment {
  changes: CommandChanges;
  /** Ids of the slash commands as Discord has them, by name. */
  ids: ReadonlyMap<string, string>;
  /** Names of commands that are also registered elsewhere, where a server would show them twice. */
  twice: readonly string[];
  /** Makes the changes, all at once, and returns the ids that hold then. */
  apply(): Promise<ReadonlyMap<string, string>>;
}

/**
 * Compares the registry with what Discord has, globally or in one server; with `clear` no command is to be left there.
 * @throws DiscordLoginError when Discord does not accept the token
 */
export async function planDeployment(
  token: string,
  apiUrl: string,
  guildId: string | undefined,
  { clear = false } = {},
): Promise<Deployment> {
  const rest = new REST({ api: apiUrl, version: '10' }).setToken(token);
  const definitions = clear ? [] : COMMANDS.map(guildId === undefined ? toDefinition : toServerDefinition);
  const query = new URLSearchParams({ with_localizations: 'true' });
  try {
    const { id } = (await rest.get(Routes.currentApplication())) as { id: string };
    const everywhere = Routes.applicationCommands(id);
    const route = guildId === undefined ? everywhere : Routes.applicationGuildCommands(id, guildId);
    const registered = (await rest.get(route, { query })) as readonly Registered[];
    const global = guildId === undefined ? [] : ((await rest.get(everywhere)) as readonly Registered[]);
    return {
      changes: compare(definitions, registered),
      ids: idsOf(registered),
      twice: clear ? [] : global.map(({ name }) => name),
      apply: async () => idsOf((await rest.put(route, { body: definitions })) as readonly Registered[]),
    };
  } catch (error) {
    throw loginProblem(error) ?? missingServer(error, guildId) ?? error;
  }
}

/** Whether there is anything to change. */
export function isUpToDate({ added, changed, removed }: CommandChanges): boolean {
  return added.length + changed.length + removed.length === 0;
}

function idsOf(commands: readonly Registered[]): Map<string, string> {
  return new Map(
    commands
      .filter(({ type }) => type === ApplicationCommandType.ChatInput)
      .map(({ name, id }) => [name, id]),
  );
}

function missingServer(error: unknown, guildId: string | undefined): DiscordLoginError | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (guildId === undefined || (status !== 403 && status !== 404)) return undefined;
  return new DiscordLoginError(
    `The bot may not register commands in the server ${guildId}.`,
    'Check DISCORD_GUILD_ID, and invite the bot to that server with the scope applications.commands.',
    { cause: error },
  );
}

type Definition = ReturnType<typeof toDefinition>;
type Registered = RESTGetAPIApplicationCommandsResult[number];

function compare(definitions: readonly Definition[], registered: readonly Registered[]): CommandChanges {
  const key = ({ name, type = 1 }: { name: string; type?: number | undefined }) => `${type}:${name}`;
  const now = new Map(registered.map((command) => [key(command), command]));
  const changes: CommandChanges = { added: [], changed: [], removed: [], unchanged: [] };
  for (const definition of definitions) {
    const before = now.get(key(definition));
    now.delete(key(definition));
    if (!before) changes.added.push(definition.name);
    else if (isSame(definition, before)) changes.unchanged.push(definition.name);
    else changes.changed.push(definition.name);
  }
  changes.removed.push(...[...now.values()].map(({ name }) => name));
  return changes;
}

/** Whether Discord holds a definition as it is: Discord adds fields of its own, and leaves out what is empty or false. */
function isSame(definition: unknown, registered: unknown): boolean {
  return isDeepStrictEqual(essence(definition), essence(registered, definition));
}

function essence(value: unknown, like: unknown = value): unknown {
  if (Array.isArray(value)) {
    const items = Array.isArray(like) ? like : [];
    return value.map((item, i) => essence(item, items[i] ?? item));
  }
  if (typeof value !== 'object' || value === null) return value;
  const wanted = typeof like === 'object' && like !== null ? like : {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([name, field]) => name in wanted && field !== false && !(Array.isArray(field) && field.length === 0),
      )
      .map(([name, field]): [string, unknown] => [name, essence(field, Reflect.get(wanted, name))])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Installed to a server or to a user; used in servers, in direct messages with the bot and in any other. */
const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
};
const SERVERS_ONLY = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};

/** A command as `PUT /applications/{id}/commands` takes it. */
export function toDefinition(command: Command): RESTPostAPIApplicationCommandsJSONBody {
  const { kind, name, key } = command;
  const names = { name, name_localizations: localizations(`command.${key}.name`) };
  if (kind === 'message-menu') return { type: ApplicationCommandType.Message, ...names, ...EVERYWHERE };
  return {
    type: ApplicationCommandType.ChatInput,
    ...names,
    description: ENGLISH.t(`command.${key}.description`),
    description_localizations: localizations(`command.${key}.description`),
    options: command.options.map(toOption),
    ...(command.forManagers
      ? { ...SERVERS_ONLY, default_member_permissions: String(PermissionFlagsBits.ManageGuild) }
      : EVERYWHERE),
  };
}

/** The same for one server, whose commands have no installs and contexts: those are fields of global commands. */
function toServerDefinition(command: Command): RESTPostAPIApplicationCommandsJSONBody {
  const { integration_types: _, contexts: __, ...definition } = toDefinition(command);
  return definition;
}

function toOption({
  name,
  key,
  type,
  required,
  autocomplete,
  maxLength,
}: CommandOption): APIApplicationCommandBasicOption {
  const base = {
    name,
    description: ENGLISH.t(`option.${key}.description`),
    name_localizations: localizations(`option.${key}.name`),
    description_localizations: localizations(`option.${key}.description`),
    required: required ?? false,
  };
  if (type === 'boolean') return { ...base, type: ApplicationCommandOptionType.Boolean };
  return {
    ...base,
    type: ApplicationCommandOptionType.String,
    ...(autocomplete && { autocomplete: true }),
    ...(maxLength !== undefined && { max_length: maxLength }),
  };
}
