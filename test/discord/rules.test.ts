import { describe, expect, it } from 'vitest';
import { checkCommands } from './commands.ts';
import { ApiError, Form } from './form.ts';
import { checkCallback } from './interactions.ts';
import { blank, type Content, composeMessage, Flag, pingsOf } from './message-rules.ts';

const long = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));

/** What a message body is refused for: each problem as `path: CODE`, or the plain error code. */
function refusals(body: unknown, call: 'create' | 'edit' | 'reply' = 'create', current?: Content) {
  try {
    composeMessage(body, { call, ...(current && { current }) });
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.errors ? leaves(error.errors) : [String(error.code)];
  }
}

function leaves(tree: object, path: string[] = []): string[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    name === '_errors' && Array.isArray(value)
      ? value.map(({ code }) => `${path.join('.')}: ${code}`)
      : leaves(Object(value), [...path, name]),
  );
}

describe('a message is refused for', () => {
  const embed = (more: object) => ({ embeds: [more] });
  const field = (name: string, value = 'v') => ({ name, value });
  it.each<[string, unknown, string]>([
    ['nothing in it', {}, '50006'],
    ['white space alone', { content: ' \n\t ' }, '50006'],
    ['2,001 characters', { content: long(2001) }, 'content: BASE_TYPE_MAX_LENGTH'],
    ['content that is no text', { content: {} }, 'content: STRING_TYPE_CONVERT'],
    ['a body that is no object', 'text', ': MODEL_TYPE_CONVERT'],
    ['eleven embeds', { embeds: many(11, () => ({ title: 't' })) }, 'embeds: BASE_TYPE_MAX_LENGTH'],
    ['an empty embed', embed({ color: 1 }), 'embeds.0.description: BASE_TYPE_REQUIRED'],
    ['an embed title of 257', embed({ title: long(257) }), 'embeds.0.title: BASE_TYPE_MAX_LENGTH'],
    [
      'a description of 4,097',
      embed({ description: long(4097) }),
      'embeds.0.description: BASE_TYPE_MAX_LENGTH',
    ],
    ['26 fields', embed({ fields: many(26, (n) => field(`${n}`)) }), 'embeds.0.fields: BASE_TYPE_MAX_LENGTH'],
    ['a blank field name', embed({ fields: [field(' ')] }), 'embeds.0.fields.0.name: BASE_TYPE_REQUIRED'],
    [
      'a field value of 1,025',
      embed({ fields: [field('n', long(1025))] }),
      'embeds.0.fields.0.value: BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a footer of 2,049',
      embed({ footer: { text: long(2049) } }),
      'embeds.0.footer.text: BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a javascript link',
      embed({ title: 't', url: 'javascript:alert(1)' }),
      'embeds.0.url: URL_TYPE_INVALID_SCHEME',
    ],
    ['a broken link', embed({ title: 't', url: 'not a link' }), 'embeds.0.url: URL_TYPE_INVALID_URL'],
    ['a colour too large', embed({ title: 't', color: 0x1000000 }), 'embeds.0.color: NUMBER_TYPE_MAX'],
    [
      '6,001 characters over all embeds',
      { embeds: [{ description: long(4000) }, { description: long(2000), footer: { text: 'x' } }] },
      'embeds: MAX_EMBED_SIZE_EXCEEDED',
    ],
    [
      'a picture that was not sent',
      embed({ image: { url: 'attachment://a.png' } }),
      'embeds.0.image.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
    ],
    [
      'parse and a list of one kind',
      { content: 'c', allowed_mentions: { parse: ['users'], users: ['1'] } },
      'allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    ],
    [
      'an ephemeral flag in a channel',
      { content: 'c', flags: Flag.ephemeral },
      'flags: MESSAGE_FLAGS_INVALID',
    ],
  ])('%s', (_, body, expected) => {
    expect(refusals(body)).toEqual([expected]);
  });
});

const row = (...components: unknown[]) => ({ type: 1, components });
const button = (more: object = {}) => ({ type: 2, style: 1, label: 'B', custom_id: 'b', ...more });
const link = (more: object = {}) => ({ type: 2, style: 5, label: 'L', url: 'https://a.org', ...more });
const select = (options: unknown[] = [{ label: 'A', value: 'a' }]) => ({ type: 3, custom_id: 's', options });
const buttons = (count: number, mark = '') => many(count, (n) => button({ custom_id: `${mark}${n}` }));

describe('components are refused for', () => {
  const at = 'components.0.components.0';
  it.each<[string, unknown[], string]>([
    ['six rows', many(6, (n) => row(...buttons(1, `${n}`))), 'components: BASE_TYPE_MAX_LENGTH'],
    ['an empty row', [row()], 'components.0.components: BASE_TYPE_BAD_LENGTH'],
    ['six buttons', [row(...buttons(6))], 'components.0.components: BASE_TYPE_BAD_LENGTH'],
    [
      'a select beside a button',
      [row(button(), select())],
      'components.0.components.1: COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ],
    ['a button outside a row', [button()], 'components.0: UNION_TYPE_CHOICES'],
    [
      'one custom_id twice',
      [row(button()), row(button())],
      'components.1.components.0.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    ['a custom_id of 101', [row(button({ custom_id: long(101) }))], `${at}.custom_id: BASE_TYPE_BAD_LENGTH`],
    ['no custom_id', [row(button({ custom_id: undefined }))], `${at}.custom_id: BASE_TYPE_REQUIRED`],
    ['neither label nor emoji', [row(button({ label: ' ' }))], `${at}.label: BASE_TYPE_REQUIRED`],
    ['a label of 81', [row(button({ label: long(81) }))], `${at}.label: BASE_TYPE_MAX_LENGTH`],
    ['a style of its own', [row(button({ style: 7 }))], `${at}.style: BASE_TYPE_CHOICES`],
    [
      'a link with a custom_id',
      [row(link({ custom_id: 'x' }))],
      `${at}.custom_id: BUTTON_COMPONENT_FIELD_NOT_ALLOWED`,
    ],
    ['a link without url', [row(link({ url: undefined }))], `${at}.url: BASE_TYPE_REQUIRED`],
    ['a link of 513', [row(link({ url: `https://a.org/${long(499)}` }))], `${at}.url: BASE_TYPE_MAX_LENGTH`],
    ['an ftp link', [row(link({ url: 'ftp://a.org' }))], `${at}.url: URL_TYPE_INVALID_SCHEME`],
    ['no options', [row(select([]))], `${at}.options: BASE_TYPE_BAD_LENGTH`],
    [
      'an option label of 101',
      [row(select([{ label: long(101), value: 'a' }]))],
      `${at}.options.0.label: BASE_TYPE_BAD_LENGTH`,
    ],
    [
      'one option value twice',
      [row(select(many(2, () => ({ label: 'l', value: 'a' }))))],
      `${at}.options.1.value: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED`,
    ],
  ])('%s', (_, components, expected) => {
    expect(refusals({ components })).toContain(expected);
  });
});

describe('a message is taken with', () => {
  it.each<[string, unknown]>([
    ['2,000 characters between white space', { content: `  ${long(2000)}\n` }],
    ['6,000 characters of embeds', { embeds: [{ description: long(4000) }, { description: long(2000) }] }],
    ['five rows of five buttons', { components: many(5, (n) => row(...buttons(5, `${n}.`))) }],
    ['an emoji for a label', { components: [row(button({ label: undefined, emoji: { name: '📋' } }))] }],
    ['a select of channels', { components: [row({ type: 8, custom_id: 'c', channel_types: [0] })] }],
  ])('%s', (_, body) => {
    expect(refusals(body)).toEqual([]);
  });

  it('fields that Discord does not know, which are noted', () => {
    const body = { content: 'c', ephemeral: true, embeds: [{ title: 't', colour: 1 }] };
    expect(composeMessage(body, { call: 'reply' }).ignored).toEqual(['embeds.0.colour', 'ephemeral']);
  });
});

it('an edit keeps what it does not name, empties what is null, and stays as private as it was', () => {
  const before: Content = { ...blank, content: 'before', embeds: [{ title: 't' }] };
  const { message } = composeMessage({ content: null }, { call: 'edit', current: before });
  expect(message).toMatchObject({ content: '', embeds: [{ title: 't' }] });
  expect(refusals({ content: null, embeds: [] }, 'edit', before)).toEqual(['50006']);
  const hide = { content: 'c', flags: Flag.ephemeral };
  expect(refusals(hide, 'edit', before)).toEqual(['flags: MESSAGE_FLAGS_INVALID']);
  expect(refusals(hide, 'edit', { ...before, flags: Flag.ephemeral })).toEqual([]);
});

it.each<[string, unknown, [boolean, string[], string[]]]>([
  ['everyone that it names', undefined, [true, ['1', '2', '9'], ['3']]],
  ['nobody with parse empty', { parse: [] }, [false, [], []]],
  ['users alone', { parse: ['users'] }, [false, ['1', '2'], []]],
  ['those that are listed', { users: ['2'], roles: ['3'] }, [false, ['2'], ['3']]],
  ['the author replied to', { parse: [], replied_user: true }, [false, ['9'], []]],
])('a message pings %s', (_, allowed, [everyone, users, roles]) => {
  expect(pingsOf('@everyone <@1> <@!2> <@&3> `<@4>`', allowed, '9')).toEqual({ everyone, users, roles });
});

const slash = (more: object = {}) => ({ name: 'ask', description: 'Asks', ...more });
const option = (more: object = {}) => ({ type: 3, name: 'question', description: 'What', ...more });

function problems(commands: unknown[]): string[] {
  const form = new Form();
  checkCommands(commands, form);
  return form.problems.map(({ path, code }) => `${path.join('.')}: ${code}`);
}

describe('a command is refused for', () => {
  const withOption = (more: object) => slash({ options: [option(more)] });
  const INVALID_NAME = 'APPLICATION_COMMAND_INVALID_NAME';
  it.each<[string, object, string]>([
    ['a capital in its name', slash({ name: 'Ask' }), `name: ${INVALID_NAME}`],
    ['a space in its name', slash({ name: 'ask me' }), 'name: STRING_TYPE_REGEX'],
    ['a name of 33', slash({ name: long(33) }), 'name: BASE_TYPE_BAD_LENGTH'],
    ['no description', { name: 'ask' }, 'description: BASE_TYPE_REQUIRED'],
    ['a description of 101', slash({ description: long(101) }), 'description: BASE_TYPE_BAD_LENGTH'],
    [
      'a capital in a translation',
      slash({ name_localizations: { de: 'Frage' } }),
      `name_localizations.de: ${INVALID_NAME}`,
    ],
    [
      'a locale that Discord lacks',
      slash({ name_localizations: { zh: 'wen' } }),
      'name_localizations.zh: ENUM_TYPE_COERCE',
    ],
    [
      '26 options',
      slash({ options: many(26, (n) => option({ name: `o${n}` })) }),
      'options: BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a required option after another',
      slash({ options: [option({ name: 'a' }), option({ required: true })] }),
      'options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    ],
    [
      'two options of one name',
      slash({ options: [option(), option()] }),
      'options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    ],
    ['an unknown type of option', withOption({ type: 12 }), 'options.0.type: BASE_TYPE_CHOICES'],
    [
      'autocomplete of a switch',
      withOption({ type: 5, autocomplete: true }),
      'options.0.autocomplete: APPLICATION_COMMAND_OPTION_INVALID',
    ],
    ['context 3', slash({ contexts: [0, 3] }), 'contexts.1: BASE_TYPE_CHOICES'],
    ['context 0 twice', slash({ contexts: [0, 0] }), 'contexts.1: SET_TYPE_ALREADY_CONTAINS_VALUE'],
    [
      'a menu with a description',
      { type: 3, name: 'Verify quote', description: 'x' },
      'description: APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID',
    ],
  ])('%s', (_, command, expected) => {
    expect(problems([command])).toEqual([`0.${expected}`]);
  });

  it('8,001 characters in all, or a name that another of its type has', () => {
    const choices = many(4, (n) => ({ name: `${n}`, value: `${n}${long(90)}` }));
    const large = slash({ options: many(25, (n) => option({ name: `o${n}`, choices })) });
    expect(problems([large])).toEqual(['0: APPLICATION_COMMAND_TOO_LARGE']);
    expect(problems([slash(), slash()])).toEqual(['1.name: APPLICATION_COMMANDS_DUPLICATE_NAME']);
    expect(problems([slash(), { type: 3, name: 'ask' }])).toEqual([]);
  });

  it('nothing, when it is right in every script', () => {
    const names = { 'zh-CN': '提问', ja: '質問', ru: 'спросить', hi: 'पूछें', th: 'ถาม', 'es-ES': 'pregunta' };
    const options = [option({ name_localizations: names })];
    expect(problems([slash({ name_localizations: names, options })])).toEqual([]);
  });
});

it('an interaction takes answers of its kind, and autocomplete at most 25 choices', () => {
  const [command, component, autocomplete] = [2, 3, 4];
  const taken = (type: number, kind: number, choices: unknown[] = []) =>
    checkCallback({ type, data: { choices } }, kind).problems.map(({ path }) => path.join('.'));
  expect([4, 5].flatMap((type) => [...taken(type, command), ...taken(type, component)])).toEqual([]);
  expect([6, 7].flatMap((type) => taken(type, component))).toEqual([]);
  for (const type of [1, 6, 7, 8, 9]) expect(taken(type, command)).toEqual(['type']);
  expect(taken(4, autocomplete)).toEqual(['type']);
  const choices = many(26, (n) => ({ name: `${n}`, value: `${n}` }));
  expect(taken(8, autocomplete, choices)).toEqual(['data.choices']);
  expect(taken(8, autocomplete, [{ name: long(101), value: '' }])).toEqual([
    'data.choices.0.name',
    'data.choices.0.value',
  ]);
});
