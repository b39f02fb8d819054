import { describe, expect, it } from 'vitest';
import { pingsOf } from './mention-rules.ts';
import { blank, type Content, composeMessage, Flag } from './message-rules.ts';
import {
  button,
  container,
  field,
  link,
  long,
  many,
  modern,
  refusals,
  row,
  text,
  withEmbed,
  withRow,
} from './refusals-fixture.ts';

describe('a message is refused for', () => {
  it.each<[string, unknown, string[]]>([
    ['nothing in it', {}, ['50006']],
    ['white space alone', { content: ' \n\t ' }, ['50006']],
    ['2,001 characters', { content: long(2001) }, ['content: BASE_TYPE_MAX_LENGTH']],
    ['content that is no text', { content: {} }, ['content: STRING_TYPE_CONVERT']],
    ['a body that is no object', 'text', [': MODEL_TYPE_CONVERT']],
    ['eleven embeds', { embeds: many(11, () => ({ title: 't' })) }, ['embeds: BASE_TYPE_MAX_LENGTH']],
    ['an empty embed', withEmbed({ color: 1 }), ['embeds.0.description: BASE_TYPE_REQUIRED']],
    ['an embed title of 257', withEmbed({ title: long(257) }), ['embeds.0.title: BASE_TYPE_MAX_LENGTH']],
    [
      'a description of 4,097',
      withEmbed({ description: long(4097) }),
      ['embeds.0.description: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      '26 fields',
      withEmbed({ fields: many(26, (n) => field(`${n}`)) }),
      ['embeds.0.fields: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a field name of 257',
      withEmbed({ fields: [field(long(257))] }),
      ['embeds.0.fields.0.name: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a blank field name',
      withEmbed({ fields: [field(' ')] }),
      ['embeds.0.fields.0.name: BASE_TYPE_REQUIRED'],
    ],
    [
      'a field value of 1,025',
      withEmbed({ fields: [field('n', long(1025))] }),
      ['embeds.0.fields.0.value: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a footer of 2,049',
      withEmbed({ footer: { text: long(2049) } }),
      ['embeds.0.footer.text: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'an author of 257',
      withEmbed({ author: { name: long(257) } }),
      ['embeds.0.author.name: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a javascript link',
      withEmbed({ title: 't', url: 'javascript:alert(1)' }),
      ['embeds.0.url: URL_TYPE_INVALID_SCHEME'],
    ],
    ['a broken link', withEmbed({ title: 't', url: 'not a link' }), ['embeds.0.url: URL_TYPE_INVALID_URL']],
    ['a colour too large', withEmbed({ title: 't', color: 0x1000000 }), ['embeds.0.color: NUMBER_TYPE_MAX']],
    [
      'an unparsable time',
      withEmbed({ title: 't', timestamp: 'soon' }),
      ['embeds.0.timestamp: DATE_TIME_TYPE_PARSE'],
    ],
    [
      '6,001 characters over all embeds',
      { embeds: [{ description: long(4000) }, { description: long(2000), footer: { text: 'x' } }] },
      ['embeds: MAX_EMBED_SIZE_EXCEEDED'],
    ],
    [
      'parse and a list of one kind',
      { content: 'c', allowed_mentions: { parse: ['users'], users: ['1'] } },
      ['allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE'],
    ],
    [
      'an unknown kind of mention',
      { content: 'c', allowed_mentions: { parse: ['user'] } },
      ['allowed_mentions.parse.0: BASE_TYPE_CHOICES'],
    ],
    [
      'an ephemeral flag in a channel',
      { content: 'c', flags: Flag.ephemeral },
      ['flags: MESSAGE_FLAGS_INVALID'],
    ],
    ['a flag of its own', { content: 'c', flags: Flag.loading }, ['flags: MESSAGE_FLAGS_INVALID']],
  ])('%s', (_, body, expected) => {
    expect(refusals(body).sort()).toEqual([...expected].sort());
  });
});

describe('a message is taken with', () => {
  it.each<[string, unknown]>([
    ['2,000 characters between white space', { content: `  ${long(2000)}\n` }],
    ['6,000 characters of embeds', { embeds: [{ description: long(4000) }, { description: long(2000) }] }],
    [
      'five rows of five buttons',
      { components: many(5, (r) => row(...many(5, (n) => button({ custom_id: `${r}${n}` })))) },
    ],
    ['an emoji for a label', withRow(button({ label: undefined, emoji: { name: '📋' } }))],
    ['a discord link', withRow(link({ url: 'discord://-/channels/1/2' }))],
    ['40 components', modern(container(...many(39, () => text())))],
    [
      'every block of Components V2',
      modern(
        container(
          { type: 9, components: [text()], accessory: button() },
          { type: 14, divider: true, spacing: 2 },
          row(link()),
        ),
        { type: 12, items: [{ media: { url: 'https://a.org/a.png' } }] },
      ),
    ],
  ])('%s', (_, body) => {
    expect(refusals(body)).toEqual([]);
  });

  it('fields that Discord does not know, which it notes', () => {
    const { ignored } = composeMessage(
      { content: 'c', ephemeral: true, embeds: [{ title: 't', colour: 1 }] },
      { call: 'reply' },
    );
    expect(ignored).toEqual(['embeds.0.colour', 'ephemeral']);
  });
});

describe('an edit', () => {
  const before: Content = { ...blank, content: 'before', embeds: [{ title: 't' }] };

  it('keeps what it does not name, and empties what is null', () => {
    const { message } = composeMessage({ content: null }, { call: 'edit', current: before });
    expect(message).toMatchObject({ content: '', embeds: [{ title: 't' }] });
    expect(refusals({ content: null, embeds: [] }, 'edit', before)).toEqual(['50006']);
  });

  it('cannot become ephemeral, but may send back the flags that it has', () => {
    expect(refusals({ content: 'c', flags: Flag.ephemeral }, 'edit', before)).toEqual([
      'flags: MESSAGE_FLAGS_INVALID',
    ]);
    const hidden = { ...before, flags: Flag.ephemeral };
    expect(refusals({ content: 'c', flags: Flag.ephemeral }, 'edit', hidden)).toEqual([]);
  });

  it('turns to Components V2 only when the old fields go', () => {
    expect(refusals(modern(text()), 'edit', before)).toHaveLength(2);
    expect(refusals({ ...modern(text()), content: null, embeds: [] }, 'edit', before)).toEqual([]);
    const now: Content = { ...blank, flags: Flag.componentsV2, components: [text()] };
    expect(refusals({ content: 'back' }, 'edit', now)).toHaveLength(1);
    expect(refusals({ components: [text('new')] }, 'edit', now)).toEqual([]);
  });

  it('says where in an interaction callback the problem is', () => {
    expect(refusals({ content: long(2001) }, 'reply', undefined, ['data'])).toEqual([
      'data.content: BASE_TYPE_MAX_LENGTH',
    ]);
  });
});

describe('pings', () => {
  const said = '@everyone <@1> <@!2> <@&3> `<@4>`';
  it.each<[string, unknown, object]>([
    [
      'without allowed_mentions, all of them',
      undefined,
      { everyone: true, users: ['1', '2', '9'], roles: ['3'] },
    ],
    ['with parse empty, none', { parse: [] }, { everyone: false, users: [], roles: [] }],
    ['with users alone', { parse: ['users'] }, { everyone: false, users: ['1', '2'], roles: [] }],
    ['with named ones', { users: ['2'], roles: ['3'] }, { everyone: false, users: ['2'], roles: ['3'] }],
    [
      'of the author replied to',
      { parse: [], replied_user: true },
      { everyone: false, users: ['9'], roles: [] },
    ],
  ])('%s', (_, allowed, expected) => {
    expect(pingsOf(said, allowed, '9')).toEqual(expected);
  });
});
