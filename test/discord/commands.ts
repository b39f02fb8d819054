/** Application commands: what may be registered, and how a person fills one in. https://discord.com/developers/docs/interactions/application-commands */
import { Locale } from 'discord.js';
import {
  absent,
  apiError,
  boolean,
  duplicates,
  type Fields,
  Form,
  integer,
  isFields,
  list,
  listOf,
  object,
  oneOf,
  type Path,
  type Rule,
  required,
  text,
} from './form.ts';
import { applicationId, type Channel, snowflakeAt } from './world.ts';

export const CommandKind = { slash: 1, userMenu: 2, messageMenu: 3 } as const;

/** The option types that this bot uses, each with the type of its values in JavaScript. */
const OptionKind = { subcommand: 1, string: 3, integer: 4, boolean: 5, channel: 7, role: 8 } as const;
const valueTypes: Readonly<Record<number, string>> = {
  [OptionKind.string]: 'string',
  [OptionKind.integer]: 'number',
  [OptionKind.boolean]: 'boolean',
  [OptionKind.channel]: 'object',
  [OptionKind.role]: 'string',
};

const locales = new Set<string>(Object.values(Locale));

/** A slash command's or option's name: one word, in lower case where the script has cases. */
const slashName: Rule = (value, path, form) => {
  text({ min: 1, max: 32, pattern: /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]+$/u })(value, path, form);
  if (typeof value === 'string' && value !== value.toLowerCase())
    form.problem(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
};
const description = text({ min: 1, max: 100 });

const localized =
  (rule: Rule): Rule =>
  (value, path, form) => {
    for (const [locale, translation] of Object.entries(isFields(value) ? value : {})) {
      const at = [...path, locale];
      if (locales.has(locale)) rule(translation, at, form);
      else form.problem(at, 'ENUM_TYPE_COERCE', `Value "${locale}" is not a valid enum value.`);
    }
  };

const choices = (value: Rule) =>
  list(
    object({
      name: required(text({ min: 1, max: 100 })),
      name_localizations: localized(text({ min: 1, max: 100 })),
      value: required(value),
    }),
    { max: 25 },
  );
const choiceValues: Readonly<Record<number, Rule>> = {
  [OptionKind.string]: text({ min: 1, max: 100 }),
  [OptionKind.integer]: integer(),
};

const option: Rule = (value, path, form) => {
  const kind = isFields(value) ? Number(value.type) : 0;
  object(
    {
      type: required(oneOf(...Object.values(OptionKind))),
      name: required(slashName),
      name_localizations: localized(slashName),
      description: required(description),
      description_localizations: localized(description),
      required: boolean,
      choices: choices(choiceValues[kind] ?? text()),
      options: kind === OptionKind.subcommand ? options : list(object({}), { max: 0 }),
      channel_types: list(integer()),
      min_value: integer(),
      max_value: integer(),
      min_length: integer({ min: 0, max: 6000 }),
      max_length: integer({ min: 1, max: 6000 }),
      autocomplete: boolean,
    },
    ({ autocomplete, choices }, problem) => {
      if (autocomplete === true && (!(kind in choiceValues) || listOf(choices).length > 0))
        problem(
          ['autocomplete'],
          'APPLICATION_COMMAND_OPTION_INVALID',
          'Autocomplete needs an option of type string or integer, without choices',
        );
    },
  )(value, path, form);
};

const options: Rule = (value, path, form) => {
  list(option, { max: 25 })(value, path, form);
  const entries = listOf(value).filter(isFields);
  for (const [index, { required: needed }] of entries.entries())
    if (needed === true && entries.slice(0, index).some((before) => before.required !== true))
      form.problem(
        [...path, index],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
  duplicates(
    entries.map(({ name }) => name),
    (index) =>
      form.problem(
        [...path, index, 'name'],
        'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
        'Option names must be unique',
      ),
  );
};

const distinct =
  (rule: Rule): Rule =>
  (value, path, form) => {
    rule(value, path, form);
    duplicates(listOf(value), (index) =>
      form.problem(
        [...path, index],
        'SET_TYPE_ALREADY_CONTAINS_VALUE',
        'The set already contains this value',
      ),
    );
  };

/** A menu command has neither description nor options. */
const empty =
  (what: string): Rule =>
  (value, path, form) => {
    if (!absent(value) && value !== '' && !(Array.isArray(value) && value.length === 0))
      form.problem(
        path,
        `APPLICATION_COMMAND_CONTEXT_MENU_${what.toUpperCase()}_INVALID`,
        `Context menu commands cannot have ${what}`,
      );
  };

/**
 * A global command may say where it is offered; one of a guild is offered there. The documentation calls these fields
 * "only for globally-scoped commands": a bot that sends them for a guild relies on what is not promised, so they are
 * refused here. https://discord.com/developers/docs/interactions/application-commands#application-command-object
 */
const globalOnly =
  (isGlobal: boolean, rule: Rule): Rule =>
  (value, path, form) => {
    if (isGlobal) rule(value, path, form);
    else if (!absent(value))
      form.problem(path, 'APPLICATION_COMMAND_GLOBAL_FIELD', 'This field is only for global commands');
  };

const commandRule =
  (isGlobal: boolean): Rule =>
  (value, path, form) => {
    const slash = isFields(value) && (value.type ?? CommandKind.slash) === CommandKind.slash;
    const name = slash ? slashName : text({ min: 1, max: 32 });
    object({
      id: text(),
      type: oneOf(...Object.values(CommandKind)),
      name: required(name),
      name_localizations: localized(name),
      description: slash ? required(description) : empty('description'),
      description_localizations: slash ? localized(description) : empty('description'),
      options: slash ? options : empty('options'),
      default_member_permissions: text({ pattern: /^\d+$/ }),
      nsfw: boolean,
      contexts: globalOnly(isGlobal, distinct(list(oneOf(0, 1, 2), { min: 1, max: 3 }))),
      integration_types: globalOnly(isGlobal, distinct(list(oneOf(0, 1), { min: 1, max: 2 }))),
      dm_permission: globalOnly(isGlobal, boolean),
    })(value, path, form);
    if (isFields(value) && sizeOf(value) > 8000)
      form.problem(path, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
  };

/** Names, descriptions and choice values count, each in its longest translation. */
function sizeOf(entry: Fields): number {
  const longest = (plain: unknown, translations: unknown) =>
    Math.max(
      ...[plain, ...Object.values(isFields(translations) ? translations : {})].map((one) =>
        typeof one === 'string' ? one.length : 0,
      ),
    );
  const nested = [...listOf(entry.options), ...listOf(entry.choices)].filter(isFields);
  return (
    longest(entry.name, entry.name_localizations) +
    longest(entry.description, entry.description_localizations) +
    String(entry.value ?? '').length +
    nested.reduce((sum, one) => sum + sizeOf(one), 0)
  );
}

/** A bulk overwrite: each command by itself, and no two of one type with one name. */
export function checkCommands(
  commands: readonly unknown[],
  form: Form,
  isGlobal = true,
  at: Path = [],
): void {
  const command = commandRule(isGlobal);
  for (const [index, entry] of commands.entries()) required(command)(entry, [...at, index], form);
  duplicates(
    commands.map((one) => (isFields(one) ? `${one.type ?? 1} ${one.name}` : undefined)),
    (index) =>
      form.problem(
        [...at, index, 'name'],
        'APPLICATION_COMMANDS_DUPLICATE_NAME',
        'Application command names must be unique',
      ),
  );
}

/** How many commands of each type one scope takes. */
const CAPACITY: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };

export interface Command extends Fields {
  readonly id: string;
  readonly type: number;
  readonly name: string;
  readonly contexts: readonly number[] | null;
  readonly integration_types: readonly number[];
}

/** The registered commands: global ones, and those of each guild. */
export class Commands {
  readonly #scopes = new Map<string | undefined, readonly Command[]>();

  in(guildId?: string): readonly Command[] {
    return this.#scopes.get(guildId) ?? [];
  }

  /** What a person in this guild (or none) is offered: global commands beside the guild's own, even of the same name. */
  offered(guildId?: string): readonly Command[] {
    return [...(guildId ? this.in(guildId) : []), ...this.in()];
  }

  /** What a person in this guild (or none) sees under a name: the guild's own command first. */
  named(name: string, type: number, guildId?: string): Command | undefined {
    return this.offered(guildId).find((command) => command.name === name && command.type === type);
  }

  /** PUT: these and no others. A command keeps its id. */
  replace(body: unknown, guildId?: string): { commands: readonly Command[]; ignored: readonly string[] } {
    const form = new Form();
    checkCommands(listOf(body), form, guildId === undefined);
    form.done();
    const given = listOf(body).filter(isFields);
    for (const [type, most] of Object.entries(CAPACITY))
      if (given.filter((one) => String(one.type ?? 1) === type).length > most)
        throw apiError('tooManyCommands');
    const commands = given.map((one) => this.#stored(one, guildId));
    this.#scopes.set(guildId, commands);
    return { commands, ignored: form.ignored };
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

export type OptionValue = string | number | boolean | Channel;
export type Given = Readonly<Record<string, OptionValue | undefined>>;

interface Filled {
  readonly options: readonly Fields[];
  /** The channels and roles that were chosen, by id. */
  readonly resolved: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The type of the option that is being typed. */
  readonly focusedType: number;
}

/**
 * Fills in a command (`path`: the subcommand after its name) with what a person typed.
 * @throws what Discord's client would not let be sent
 */
export function fillOptions(
  command: Command,
  [step, ...rest]: readonly string[],
  given: Given,
  payloadOf: (channel: Channel) => unknown,
  focused?: string,
): Filled {
  const defined = listOf(command.options).filter(isFields);
  if (step !== undefined) {
    const nested = defined.find(({ name, type }) => name === step && type === OptionKind.subcommand);
    if (!nested) throw new Error(`/${command.name} has no subcommand "${step}"`);
    const inner = fillOptions({ ...command, options: nested.options }, rest, given, payloadOf, focused);
    return { ...inner, options: [{ name: step, type: nested.type, options: inner.options }] };
  }
  const names = defined.map(({ name }) => String(name));
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`/${command.name} has no option "${unknown}"; it has: ${names.join(', ') || 'none'}`);
  const focusedOption = defined.find(({ name }) => name === focused);
  if (focused !== undefined && focusedOption?.autocomplete !== true)
    throw new Error(`/${command.name} has no autocomplete for "${focused}"`);
  const filled: Fields[] = [];
  const resolvedChannels: Record<string, unknown> = {};
  for (const option of defined) {
    const name = String(option.name);
    const value = given[name];
    if (value === undefined) {
      if (option.required === true && focused === undefined)
        throw new Error(`/${command.name} needs the option "${name}"`);
      continue;
    }
    // What is still being typed may be anything.
    if (name !== focused) checkValue(option, value, `/${command.name} ${name}`);
    if (typeof value === 'object') resolvedChannels[value.id] = payloadOf(value);
    const sent = typeof value === 'object' ? value.id : value;
    filled.push({ name, type: option.type, value: sent, ...(name === focused && { focused: true }) });
  }
  const resolved = Object.keys(resolvedChannels).length > 0 ? { channels: resolvedChannels } : {};
  return { options: filled, resolved, focusedType: Number(focusedOption?.type ?? 0) };
}

function checkValue(option: Fields, value: OptionValue, what: string): void {
  const expected = valueTypes[Number(option.type)];
  if (typeof value !== expected) throw new Error(`${what} takes a ${expected}, not ${JSON.stringify(value)}`);
  const offered = listOf(option.choices).filter(isFields);
  if (offered.length > 0 && !offered.some((choice) => choice.value === value))
    throw new Error(`${what} takes one of ${offered.map((choice) => choice.value)}, not ${value}`);
  if (typeof value === 'boolean' || typeof value === 'object') return;
  const [measured, least, most] =
    typeof value === 'string'
      ? [value.length, option.min_length ?? 0, option.max_length ?? 6000]
      : [value, option.min_value ?? -(2 ** 53), option.max_value ?? 2 ** 53];
  if (measured < Number(least) || measured > Number(most))
    throw new Error(`${what} must be between ${least} and ${most}, not ${measured}`);
}
