/** What an application command may be. https://discord.com/developers/docs/interactions/application-commands */
import { Locale } from 'discord.js';
import {
  absent,
  boolean,
  duplicates,
  type Fields,
  type Form,
  integer,
  isFields,
  list,
  listOf,
  number,
  object,
  oneOf,
  type Path,
  type Rule,
  required,
  text,
  whole,
} from './form.ts';

export const CommandKind = { slash: 1, userMenu: 2, messageMenu: 3 } as const;
export const OptionKind = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

const wordPattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]+$/u;
const locales = new Set<string>(Object.values(Locale));

/** A slash command's or option's name: one word, in lower case where the script has cases. */
const slashName: Rule = (value, path, form) => {
  text({ min: 1, max: 32, pattern: wordPattern })(value, path, form);
  if (typeof value === 'string' && value !== value.toLowerCase())
    form.problem(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
};
const menuName = text({ min: 1, max: 32 });
const description = text({ min: 1, max: 100 });

const localized =
  (rule: Rule): Rule =>
  (value, path, form) => {
    if (absent(value)) return;
    if (!isFields(value)) {
      form.problem(path, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
      return;
    }
    for (const [locale, translation] of Object.entries(value)) {
      const at = [...path, locale];
      if (locales.has(locale)) rule(translation, at, form);
      else form.problem(at, 'ENUM_TYPE_COERCE', `Value "${locale}" is not a valid enum value.`);
    }
  };

const choiceOf = (value: Rule) =>
  object({
    name: required(text({ min: 1, max: 100 })),
    name_localizations: localized(text({ min: 1, max: 100 })),
    value: required(value),
  });
const choiceValue: Readonly<Record<number, Rule>> = {
  [OptionKind.string]: text({ min: 1, max: 100 }),
  [OptionKind.integer]: integer(),
  [OptionKind.number]: number,
};

const option: Rule = (value, path, form) => {
  const kind = isFields(value) && typeof value.type === 'number' ? value.type : 0;
  const nested = kind === OptionKind.subcommand || kind === OptionKind.group;
  object(
    {
      type: required(oneOf(...Object.values(OptionKind))),
      name: required(slashName),
      name_localizations: localized(slashName),
      description: required(description),
      description_localizations: localized(description),
      required: boolean,
      choices: list(choiceOf(choiceValue[kind] ?? text()), { max: 25 }),
      options: nested ? options : list(object({}), { max: 0 }),
      channel_types: list(integer()),
      min_value: number,
      max_value: number,
      min_length: integer({ min: 0, max: 6000 }),
      max_length: integer({ min: 1, max: 6000 }),
      autocomplete: boolean,
    },
    optionWhole,
  )(value, path, form);
};

const optionWhole = whole((option, problem) => {
  const choices = listOf(option.choices).filter(isFields);
  const takesChoices = typeof option.type === 'number' && option.type in choiceValue;
  const refuse = (name: string, why: string) => problem([name], 'APPLICATION_COMMAND_OPTION_INVALID', why);
  if (option.autocomplete === true && !takesChoices)
    refuse('autocomplete', 'Autocomplete needs an option of type string, integer or number');
  if (option.autocomplete === true && choices.length > 0)
    refuse('autocomplete', 'Autocomplete and choices cannot both be set');
  if (choices.length > 0 && !takesChoices)
    refuse('choices', 'Choices need an option of type string, integer or number');
  duplicates(
    choices.map(({ name }, index) => ({ at: ['choices', index, 'name'], value: name })),
    (at) => problem(at, 'APPLICATION_COMMAND_OPTION_CHOICES_NAME_DUPLICATED', 'Choice names must be unique'),
  );
});

const options: Rule = (value, path, form) => {
  list(option, { max: 25 })(value, path, form);
  const entries = listOf(value).filter(isFields);
  let optionalSeen = false;
  for (const [index, { required: needed }] of entries.entries()) {
    if (needed === true && optionalSeen)
      form.problem(
        [...path, index],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    if (needed !== true) optionalSeen = true;
  }
  duplicates(
    entries.map(({ name }, index) => ({ at: [...path, index, 'name'], value: name })),
    (at) =>
      form.problem(at, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option names must be unique'),
  );
};

const distinct =
  (rule: Rule): Rule =>
  (value, path, form) => {
    rule(value, path, form);
    duplicates(
      listOf(value).map((entry, index) => ({ at: [...path, index], value: entry })),
      (at) => form.problem(at, 'SET_TYPE_ALREADY_CONTAINS_VALUE', 'The set already contains this value'),
    );
  };

export const command: Rule = (value, path, form) => {
  const kind = isFields(value) ? (value.type ?? CommandKind.slash) : CommandKind.slash;
  const slash = kind === CommandKind.slash;
  object({
    id: text(),
    type: oneOf(...Object.values(CommandKind)),
    name: required(slash ? slashName : menuName),
    name_localizations: localized(slash ? slashName : menuName),
    description: slash ? required(description) : noDescription,
    description_localizations: slash ? localized(description) : noDescription,
    options: slash ? options : noOptions,
    default_member_permissions: text({ pattern: /^\d+$/ }),
    default_permission: boolean,
    dm_permission: boolean,
    nsfw: boolean,
    contexts: distinct(list(oneOf(0, 1, 2), { min: 1, max: 3 })),
    integration_types: distinct(list(oneOf(0, 1), { min: 1, max: 2 })),
  })(value, path, form);
  if (isFields(value) && sizeOf(value) > 8000)
    form.problem(path, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
};

const noDescription: Rule = (value, path, form) => {
  if (!absent(value) && value !== '')
    form.problem(
      path,
      'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID',
      'Context menu commands cannot have description',
    );
};

const noOptions: Rule = (value, path, form) => {
  if (listOf(value).length > 0)
    form.problem(
      path,
      'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID',
      'Context menu commands cannot have options',
    );
};

/** Names, descriptions and choice values count, each in its longest translation. */
function sizeOf(entry: Fields): number {
  const longest = (plain: unknown, translations: unknown) => {
    const texts = [plain, ...(isFields(translations) ? Object.values(translations) : [])];
    return Math.max(0, ...texts.map((one) => (typeof one === 'string' ? one.length : 0)));
  };
  const nested = [...listOf(entry.options), ...listOf(entry.choices)].filter(isFields);
  return (
    longest(entry.name, entry.name_localizations) +
    longest(entry.description, entry.description_localizations) +
    (absent(entry.value) ? 0 : String(entry.value).length) +
    nested.reduce((sum, one) => sum + sizeOf(one), 0)
  );
}

/** A bulk overwrite: each command by itself, and no two of one type with one name. */
export function checkCommands(commands: readonly unknown[], form: Form, at: Path = []): void {
  for (const [index, entry] of commands.entries()) required(command)(entry, [...at, index], form);
  duplicates(
    commands
      .filter(isFields)
      .map(({ type, name }, index) => ({ at: [...at, index, 'name'], value: `${type ?? 1} ${name}` })),
    (path) =>
      form.problem(path, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique'),
  );
}
