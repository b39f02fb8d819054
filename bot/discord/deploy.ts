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
  /** Whether Discord has other commands than the registry. */
  isNeeded: boolean;
  /** Makes the changes, all at once. */
  apply(): Promise<void>;
  /**
   * Where else commands are registered: people would be offered those twice. `globally`, or the ids of servers; of
   * many servers only the first are looked at.
   */
  doubles(): Promise<string[]>;
}

/** Asking each server takes a call: a bot that is being tried out is in few. */
const SERVERS_LOOKED_AT = 25;

/**
 * Compares the registry (or, to clear, nothing) with what Discord has, globally or in one server.
 * @throws DiscordLoginError when Discord does not accept the token
 */
export async function planDeployment(
  token: string,
  apiUrl: string,
  guildId: string | undefined,
  commands: readonly Command[] = COMMANDS,
): Promise<Deployment> {
  const rest = new REST({ api: apiUrl, version: '10' }).setToken(token);
  const definitions = commands.map(guildId === undefined ? toDefinition : toGuildDefinition);
  try {
    const { id } = (await rest.get(Routes.currentApplication())) as { id: string };
    const routeOf = (server: string | undefined) =>
      server === undefined ? Routes.applicationCommands(id) : Routes.applicationGuildCommands(id, server);
    const registeredIn = async (server: string | undefined) =>
      (await rest.get(routeOf(server), {
        query: new URLSearchParams({ with_localizations: 'true' }),
      })) as RESTGetAPIApplicationCommandsResult;
    const changes = compare(definitions, await registeredIn(guildId));
    return {
      changes,
      isNeeded: changes.added.length + changes.changed.length + changes.removed.length > 0,
      apply: async () => void (await rest.put(routeOf(guildId), { body: definitions })),
      async doubles() {
        if (guildId !== undefined) return (await registeredIn(undefined)).length > 0 ? ['globally'] : [];
        const query = new URLSearchParams({ limit: String(SERVERS_LOOKED_AT) });
        const servers = (await rest.get(Routes.userGuilds(), { query })) as { id: string }[];
        const found: string[] = [];
        for (const { id: server } of servers) if ((await registeredIn(server)).length > 0) found.push(server);
        return found;
      },
    };
  } catch (error) {
    throw loginProblem(error) ?? missingServer(error, guildId) ?? error;
  }
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

/** The same for one server: where a command is offered can only be said of global ones, and Discord documents no more. */
function toGuildDefinition(command: Command): RESTPostAPIApplicationCommandsJSONBody {
  const { contexts: _, integration_types: __, ...definition } = toDefinition(command);
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
