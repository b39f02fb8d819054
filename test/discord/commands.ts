/** The registered application commands: global ones, and those of one guild. */
import { apiError, invalidForm } from './api-error.ts';
import { CommandKind, checkCommands, command as commandRule } from './command-rules.ts';
import { absent, type Fields, Form, isFields, listOf } from './form.ts';
import { snowflakeAt } from './snowflake.ts';
import { applicationId } from './world.ts';

/** Chat input commands, user menus and message menus in one scope. */
const CAPACITY: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };

export interface Command extends Fields {
  readonly id: string;
  readonly type: number;
  readonly name: string;
  readonly contexts: readonly number[] | null;
  readonly integration_types: readonly number[];
}

export class Commands {
  readonly #scopes = new Map<string | undefined, Command[]>();

  in(guildId?: string): readonly Command[] {
    return this.#scopes.get(guildId) ?? [];
  }

  /** What a person in this guild (or none) sees under a name: the guild's own command first. */
  named(name: string, type: number, guildId?: string): Command | undefined {
    return [...(guildId ? this.in(guildId) : []), ...this.in()].find(
      (command) => command.name === name && command.type === type,
    );
  }

  get(id: string, guildId?: string): Command {
    const found = this.in(guildId).find((command) => command.id === id);
    if (!found) throw apiError('unknownCommand');
    return found;
  }

  /** PUT: these and no others. A command keeps its id. */
  replace(body: unknown, guildId?: string): { commands: readonly Command[]; ignored: readonly string[] } {
    const form = new Form();
    checkCommands(listOf(body), form);
    if (form.problems.length > 0) throw invalidForm(form);
    const given = listOf(body).filter(isFields);
    for (const [type, most] of Object.entries(CAPACITY))
      if (given.filter((one) => String(one.type ?? 1) === type).length > most)
        throw apiError('tooManyCommands');
    const commands = given.map((one) => this.#stored(one, guildId));
    this.#scopes.set(guildId, commands);
    return { commands, ignored: form.ignored };
  }

  /** POST: adds one, or replaces the one of its type and name. */
  upsert(
    body: unknown,
    guildId?: string,
  ): { command: Command; created: boolean; ignored: readonly string[] } {
    const form = new Form();
    commandRule(body ?? {}, [], form);
    if (form.problems.length > 0 || !isFields(body)) throw invalidForm(form);
    const command = this.#stored(body, guildId);
    const others = this.in(guildId).filter(({ id }) => id !== command.id);
    const created = others.length === this.in(guildId).length;
    const same = others.filter(({ type }) => type === command.type);
    if (same.length >= (CAPACITY[command.type] ?? 0)) throw apiError('tooManyCommands');
    this.#scopes.set(guildId, [...others, command]);
    return { command, created, ignored: form.ignored };
  }

  patch(id: string, body: unknown, guildId?: string) {
    const { id: _, version, application_id, guild_id, ...current } = this.get(id, guildId);
    return this.upsert({ ...current, ...(isFields(body) ? body : {}), type: current.type }, guildId);
  }

  delete(id: string, guildId?: string): void {
    const { id: found } = this.get(id, guildId);
    this.#scopes.set(
      guildId,
      this.in(guildId).filter((command) => command.id !== found),
    );
  }

  #stored(given: Fields, guildId?: string): Command {
    const type = typeof given.type === 'number' ? given.type : CommandKind.slash;
    const name = String(given.name);
    const before = this.in(guildId).find((command) => command.type === type && command.name === name);
    const options = listOf(given.options).filter(isFields).map(storedOption);
    return {
      id: before?.id ?? snowflakeAt(Date.now()),
      application_id: applicationId,
      ...(guildId !== undefined && { guild_id: guildId }),
      version: snowflakeAt(Date.now()),
      type,
      name,
      name_localizations: given.name_localizations ?? null,
      description: given.description ?? '',
      description_localizations: given.description_localizations ?? null,
      ...(options.length > 0 && { options }),
      default_member_permissions: given.default_member_permissions ?? null,
      dm_permission: given.dm_permission ?? true,
      nsfw: given.nsfw ?? false,
      contexts: Array.isArray(given.contexts) ? given.contexts : null,
      integration_types: Array.isArray(given.integration_types) ? given.integration_types : [0],
    };
  }
}

/** Discord gives options back without what is false, null or empty. */
const storedOption = (option: Fields): Fields => ({
  ...Object.fromEntries(Object.entries(option).filter(([, value]) => !absent(value) && value !== false)),
  ...(Array.isArray(option.options) && { options: option.options.filter(isFields).map(storedOption) }),
});
