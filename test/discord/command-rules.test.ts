import { describe, expect, it } from 'vitest';
import { checkCallbackType, checkChoices, checkModal } from './callback-rules.ts';
import { checkCommands } from './command-rules.ts';
import { Form } from './form.ts';

const problems = (check: (form: Form) => void): string[] => {
  const form = new Form();
  check(form);
  return form.problems.map(({ path, code }) => `${path.join('.')}: ${code}`);
};

const long = (length: number) => 'x'.repeat(length);
const many = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));
const slash = (more: object = {}) => ({ name: 'ask', description: 'Asks', ...more });
const option = (more: object = {}) => ({ type: 3, name: 'question', description: 'What', ...more });
const withOption = (more: object) => slash({ options: [option(more)] });

describe('a command is refused for', () => {
  it.each<[string, object, string[]]>([
    ['a capital in its name', slash({ name: 'Ask' }), ['0.name: APPLICATION_COMMAND_INVALID_NAME']],
    ['a space in its name', slash({ name: 'ask me' }), ['0.name: STRING_TYPE_REGEX']],
    ['a name of 33', slash({ name: long(33) }), ['0.name: BASE_TYPE_BAD_LENGTH']],
    ['no description', { name: 'ask' }, ['0.description: BASE_TYPE_REQUIRED']],
    ['a description of 101', slash({ description: long(101) }), ['0.description: BASE_TYPE_BAD_LENGTH']],
    [
      'a capital in a translation',
      slash({ name_localizations: { de: 'Frage' } }),
      ['0.name_localizations.de: APPLICATION_COMMAND_INVALID_NAME'],
    ],
    [
      'a locale that Discord lacks',
      slash({ name_localizations: { zh: 'wen' } }),
      ['0.name_localizations.zh: ENUM_TYPE_COERCE'],
    ],
    [
      'a translated description of 101',
      slash({ description_localizations: { fr: long(101) } }),
      ['0.description_localizations.fr: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      '26 options',
      slash({ options: many(26, (n) => option({ name: `o${n}` })) }),
      ['0.options: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a required option after another',
      slash({ options: [option({ name: 'a' }), option({ required: true })] }),
      ['0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID'],
    ],
    [
      'two options of one name',
      slash({ options: [option(), option()] }),
      ['0.options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS'],
    ],
    ['an unknown type of option', withOption({ type: 12 }), ['0.options.0.type: BASE_TYPE_CHOICES']],
    [
      '26 choices',
      withOption({ choices: many(26, (n) => ({ name: `${n}`, value: `${n}` })) }),
      ['0.options.0.choices: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a choice of 101',
      withOption({ choices: [{ name: 'n', value: long(101) }] }),
      ['0.options.0.choices.0.value: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      'choices and autocomplete',
      withOption({ autocomplete: true, choices: [{ name: 'n', value: 'v' }] }),
      ['0.options.0.autocomplete: APPLICATION_COMMAND_OPTION_INVALID'],
    ],
    [
      'autocomplete of a switch',
      withOption({ type: 5, autocomplete: true }),
      ['0.options.0.autocomplete: APPLICATION_COMMAND_OPTION_INVALID'],
    ],
    ['context 3', slash({ contexts: [0, 3] }), ['0.contexts.1: BASE_TYPE_CHOICES']],
    ['context 0 twice', slash({ contexts: [0, 0] }), ['0.contexts.1: SET_TYPE_ALREADY_CONTAINS_VALUE']],
    ['install 2', slash({ integration_types: [2] }), ['0.integration_types.0: BASE_TYPE_CHOICES']],
    [
      'a menu with a description',
      { type: 3, name: 'Verify quote', description: 'x' },
      ['0.description: APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_INVALID'],
    ],
    [
      'a menu with options',
      { type: 3, name: 'Verify quote', options: [option()] },
      ['0.options: APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS_INVALID'],
    ],
    [
      '8,001 characters',
      slash({
        options: many(25, (n) =>
          option({ name: `o${n}`, choices: many(4, (c) => ({ name: `${c}`, value: `${c}${long(90)}` })) }),
        ),
      }),
      ['0: APPLICATION_COMMAND_TOO_LARGE'],
    ],
  ])('%s', (_, command, expected) => {
    expect(problems((form) => checkCommands([command], form))).toEqual(expected);
  });

  it('a name that another has', () => {
    const code = 'APPLICATION_COMMANDS_DUPLICATE_NAME';
    expect(problems((form) => checkCommands([slash(), slash()], form))).toEqual([`1.name: ${code}`]);
    expect(problems((form) => checkCommands([slash(), { type: 3, name: 'ask' }], form))).toEqual([]);
  });

  it('nothing, when it is right in every script', () => {
    const names = { 'zh-CN': '提问', ja: '質問', ru: 'спросить', hi: 'पूछें', th: 'ถาม', 'es-ES': 'pregunta' };
    const command = slash({ name_localizations: names, options: [option({ name_localizations: names })] });
    expect(problems((form) => checkCommands([command], form))).toEqual([]);
  });
});

describe('an answer to an interaction', () => {
  it.each([
    [6, 'command', false],
    [7, 'command', false],
    [8, 'command', false],
    [9, 'command', true],
    [6, 'component', true],
    [7, 'component', true],
    [4, 'autocomplete', false],
    [8, 'autocomplete', true],
    [9, 'modal', false],
    [7, 'modal', false],
    [7, 'component-modal', true],
    [1, 'command', false],
    [13, 'command', false],
  ] as const)('of type %i to a %s: %s', (type, sort, allowed) => {
    expect(problems((form) => checkCallbackType(type, sort, form))).toHaveLength(allowed ? 0 : 1);
  });

  it('offers at most 25 choices of 1 to 100 characters, of the type of the option', () => {
    const offer = (choices: unknown, type = 3) => problems((form) => checkChoices({ choices }, type, form));
    expect(offer([])).toEqual([]);
    expect(offer(many(26, (n) => ({ name: `${n}`, value: `${n}` })))).toEqual([
      'data.choices: BASE_TYPE_MAX_LENGTH',
    ]);
    expect(offer([{ name: long(101), value: 'v' }])).toEqual(['data.choices.0.name: BASE_TYPE_BAD_LENGTH']);
    expect(offer([{ name: 'n', value: '' }])).toEqual(['data.choices.0.value: BASE_TYPE_REQUIRED']);
    expect(offer([{ name: 'n', value: 'v' }], 4)).toEqual(['data.choices.0.value: NUMBER_TYPE_COERCE']);
  });

  it('opens a modal within its limits', () => {
    const input = { type: 4, custom_id: 'i', style: 1, label: 'L' };
    const modal = (more: object) =>
      problems((form) =>
        checkModal(
          { custom_id: 'm', title: 'T', components: [{ type: 1, components: [input] }], ...more },
          form,
        ),
      );
    expect(modal({})).toEqual([]);
    expect(modal({ title: long(46) })).toEqual(['data.title: BASE_TYPE_BAD_LENGTH']);
    expect(modal({ components: [] })).toEqual(['data.components: BASE_TYPE_BAD_LENGTH']);
    expect(modal({ custom_id: undefined })).toEqual(['data.custom_id: BASE_TYPE_REQUIRED']);
  });
});
