import { describe, expect, it } from 'vitest';
import {
  button,
  container,
  link,
  long,
  many,
  modern,
  refusals,
  row,
  select,
  text,
  withRow,
} from './refusals-fixture.ts';

describe('components are refused for', () => {
  const at = 'components.0.components.0';
  it.each<[string, unknown, string[]]>([
    [
      'six rows',
      { components: many(6, (n) => row(button({ custom_id: `${n}` }))) },
      ['components: BASE_TYPE_MAX_LENGTH'],
    ],
    ['an empty row', withRow(), ['components.0.components: BASE_TYPE_BAD_LENGTH']],
    [
      'six buttons',
      withRow(...many(6, (n) => button({ custom_id: `${n}` }))),
      [
        'components.0.components: BASE_TYPE_BAD_LENGTH',
        'components.0.components.5: COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      ],
    ],
    [
      'a select beside a button',
      withRow(button(), select()),
      ['components.0.components.1: COMPONENT_LAYOUT_WIDTH_EXCEEDED'],
    ],
    ['a button outside a row', { components: [button()] }, ['components.0: UNION_TYPE_CHOICES']],
    ['a text display without the flag', { components: [text()] }, ['components.0: UNION_TYPE_CHOICES']],
    [
      'one custom_id twice',
      withRow(button(), button()),
      [`components.0.components.1.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED`],
    ],
    [
      'a custom_id of 101',
      withRow(button({ custom_id: long(101) })),
      [`${at}.custom_id: BASE_TYPE_BAD_LENGTH`],
    ],
    [
      'a button without custom_id',
      withRow(button({ custom_id: undefined })),
      [`${at}.custom_id: BASE_TYPE_REQUIRED`],
    ],
    [
      'a button without label and emoji',
      withRow(button({ label: ' ' })),
      [`${at}.label: BASE_TYPE_REQUIRED`],
    ],
    ['a label of 81', withRow(button({ label: long(81) })), [`${at}.label: BASE_TYPE_MAX_LENGTH`]],
    ['style 7', withRow(button({ style: 7 })), [`${at}.style: BASE_TYPE_CHOICES`]],
    [
      'a button with a url',
      withRow(button({ url: 'https://a.org' })),
      [`${at}.url: BUTTON_COMPONENT_FIELD_NOT_ALLOWED`],
    ],
    [
      'a link with a custom_id',
      withRow(link({ custom_id: 'x' })),
      [`${at}.custom_id: BUTTON_COMPONENT_FIELD_NOT_ALLOWED`],
    ],
    ['a link without url', withRow(link({ url: undefined })), [`${at}.url: BASE_TYPE_REQUIRED`]],
    [
      'a link of 513',
      withRow(link({ url: `https://a.org/${long(499)}` })),
      [`${at}.url: BASE_TYPE_MAX_LENGTH`],
    ],
    ['an ftp link', withRow(link({ url: 'ftp://a.org' })), [`${at}.url: URL_TYPE_INVALID_SCHEME`]],
    [
      '26 options',
      withRow(select({ options: many(26, (n) => ({ label: 'l', value: `${n}` })) })),
      [`${at}.options: BASE_TYPE_BAD_LENGTH`],
    ],
    ['no options', withRow(select({ options: [] })), [`${at}.options: BASE_TYPE_BAD_LENGTH`]],
    [
      'an option label of 101',
      withRow(select({ options: [{ label: long(101), value: 'a' }] })),
      [`${at}.options.0.label: BASE_TYPE_BAD_LENGTH`],
    ],
    [
      'an option description of 101',
      withRow(select({ options: [{ label: 'l', value: 'a', description: long(101) }] })),
      [`${at}.options.0.description: BASE_TYPE_MAX_LENGTH`],
    ],
    [
      'one option value twice',
      withRow(select({ options: many(2, () => ({ label: 'l', value: 'a' })) })),
      [`${at}.options.1.value: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED`],
    ],
    [
      'a placeholder of 151',
      withRow(select({ placeholder: long(151) })),
      [`${at}.placeholder: BASE_TYPE_MAX_LENGTH`],
    ],
    [
      'content with Components V2',
      { ...modern(text()), content: 'c' },
      ['content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'],
    ],
    [
      'embeds with Components V2',
      { ...modern(text()), embeds: [{ title: 't' }] },
      ['embeds: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'],
    ],
    ['Components V2 without components', modern(), ['50006']],
    [
      '41 components, nested ones too',
      modern(container(...many(40, () => text()))),
      ['components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED'],
    ],
    [
      '4,001 characters of text displays',
      modern(text(long(4000)), container(text())),
      ['components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED'],
    ],
    [
      'a container in a container',
      modern(container(container(text()))),
      ['components.0.components.0: UNION_TYPE_CHOICES'],
    ],
    [
      'a section without accessory',
      modern({ type: 9, components: [text()] }),
      ['components.0.accessory: BASE_TYPE_REQUIRED'],
    ],
    ['a separator spaced 3', modern({ type: 14, spacing: 3 }), ['components.0.spacing: BASE_TYPE_CHOICES']],
    ['an empty gallery', modern({ type: 12, items: [] }), ['components.0.items: BASE_TYPE_BAD_LENGTH']],
    [
      'a file that was not sent',
      modern({ type: 13, file: { url: 'attachment://a.txt' } }),
      ['components.0.file.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND'],
    ],
  ])('%s', (_, body, expected) => {
    expect(refusals(body).sort()).toEqual([...expected].sort());
  });
});
