/** What a server wants, as messages: its settings, and the topics that it follows. */
import type { APISelectMenuOption } from 'discord.js';
import { LOCALES, type Texts } from '../i18n/i18n.ts';
import { type Follow, PUBLISHERS, type ServerSettings } from '../server-settings.ts';
import { button, encodePress, inRows, type Setting } from './buttons.ts';
import { escapeMarkdown } from './markdown.ts';
import { COLOURS, LIMITS, note, type Reply, type ReplyContext, type Row, shorten } from './reply.ts';

/** The settings, each with what changes it. */
export function settingsReply(settings: ServerSettings, { texts }: ReplyContext): Reply {
  const { t } = texts;
  const { mentions, privateByDefault, language, publishers } = settings;
  const kind = mentions === 'everywhere' ? mentions : mentions.length > 0 ? 'chosen' : 'nowhere';
  const choice = (value: string, label: string, isChosen: boolean): APISelectMenuOption => ({
    value,
    label: shorten(label, LIMITS.optionText),
    default: isChosen,
  });
  return {
    embeds: [
      {
        color: COLOURS.topic,
        title: t('settings.title'),
        description: settingLines(settings, texts).join('\n'),
      },
    ],
    components: [
      stringSelect(
        'mentions',
        t('settings.mentions'),
        (['everywhere', 'chosen', 'nowhere'] as const).map((one) =>
          choice(one, `${t('settings.mentions')}: ${t(`settings.mentions.${one}`)}`, one === kind),
        ),
      ),
      {
        type: 1,
        components: [
          {
            type: 8,
            custom_id: encodePress({ target: 'setting', setting: 'channels' }, ''),
            placeholder: t('settings.channels'),
            // Text, announcements and forums.
            channel_types: [0, 5, 15],
            min_values: 0,
            max_values: 25,
            default_values:
              mentions === 'everywhere' ? [] : mentions.slice(0, 25).map((id) => ({ id, type: 'channel' })),
          },
        ],
      } as Row,
      stringSelect('language', t('settings.language'), [
        choice('auto', `${t('settings.language')}: ${t('settings.language.auto')}`, language === undefined),
        ...LOCALES.map((locale) => choice(locale, languageName(locale), locale === language)),
      ]),
      stringSelect(
        'publishers',
        t('settings.publishers'),
        PUBLISHERS.map((one) =>
          choice(one, `${t('settings.publishers')}: ${t(`settings.publishers.${one}`)}`, one === publishers),
        ),
      ),
      ...inRows([
        button({ target: 'setting', setting: 'private' }, '', {
          label: t(privateByDefault ? 'settings.makePublic' : 'settings.makePrivate'),
        }),
      ]),
    ],
  };
}

/** What holds in a server, a line each. */
export function settingLines(
  { mentions, privateByDefault, language, publishers }: ServerSettings,
  { t }: Texts,
): string[] {
  const where =
    mentions === 'everywhere'
      ? t('settings.mentions.everywhere')
      : mentions.map((id) => `<#${id}>`).join(', ') || t('settings.mentions.nowhere');
  const lines: [string, string][] = [
    [t('settings.mentions'), where],
    [t('settings.private'), t(privateByDefault ? 'settings.private.on' : 'settings.private.off')],
    [t('settings.language'), language === undefined ? t('settings.language.auto') : languageName(language)],
    [t('settings.publishers'), t(`settings.publishers.${publishers}`)],
  ];
  return lines.map(([name, value]) => `**${name}**: ${value}`);
}

/** A language in its own words. */
function languageName(locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(locale) ?? locale;
}

function stringSelect(setting: Setting, placeholder: string, options: APISelectMenuOption[]): Row {
  const custom_id = encodePress({ target: 'setting', setting }, '');
  return {
    type: 1,
    components: [{ type: 3, custom_id, placeholder: shorten(placeholder, LIMITS.optionText), options }],
  };
}

/** The topics that a server follows, with a menu that ends one. */
export function followingReply(
  follows: readonly Follow[],
  { texts: { t }, mention }: ReplyContext,
  ended?: Follow,
): Reply {
  const told = ended && t('follow.end').replace(/…$/, '');
  const content = ended && `${told}: ${escapeMarkdown(ended.topic)}`;
  if (follows.length === 0) {
    const none = note(t('follow.none', { command: mention('follow') }));
    return content === undefined
      ? { ...none, content: none.content ?? '' }
      : { ...none, content: `${content}\n${none.content}` };
  }
  const lines = follows.map(({ topic, channelId, userId }) =>
    t('follow.entry', { topic: escapeMarkdown(topic), channel: `<#${channelId}>`, user: `<@${userId}>` }),
  );
  return {
    content: content ?? '',
    embeds: [{ color: COLOURS.topic, title: t('follow.title'), description: lines.join('\n') }],
    components: [
      {
        type: 1,
        components: [
          {
            type: 3,
            custom_id: encodePress({ target: 'unfollow' }, 'w'),
            placeholder: t('follow.end'),
            options: follows.map(({ id, topic }) => ({
              value: id,
              label: shorten(topic, LIMITS.optionText),
            })),
          },
        ],
      },
    ],
  };
}
