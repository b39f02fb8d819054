/** What a server wants, as messages: its settings, and the topics that it follows. */
import { LOCALES, type Texts } from '../i18n/i18n.ts';
import { type Follow, PUBLISHERS, type ServerSettings } from '../server-settings.ts';
import { button, encodePress, inRows, menu, type Setting } from './buttons.ts';
import { escapeMarkdown, excerpt } from './markdown.ts';
import { COLOURS, LIMITS, note, type Reply, type ReplyContext, type Row, shorten } from './reply.ts';

/** The settings, each with what changes it. */
export function settingsReply(
  settings: ServerSettings,
  onRecord: readonly string[],
  { texts }: ReplyContext,
): Reply {
  const { t } = texts;
  const { mentions, privateByDefault, language, publishers } = settings;
  const of = (setting: Setting) => ({ target: 'setting', setting }) as const;
  const mentionsButton = (value: 'everywhere' | 'nowhere', holds: boolean) =>
    button({ ...of('mentions'), value }, '', {
      label: t(value === 'everywhere' ? 'settings.makeEverywhere' : 'settings.makeNowhere'),
      disabled: holds,
    });
  const choice = (value: string, label: string, chosen: boolean) => ({ value, label, default: chosen });
  return {
    embeds: [
      {
        color: COLOURS.topic,
        title: t('settings.title'),
        description: settingLines(settings, texts).join('\n'),
      },
    ],
    components: [
      {
        type: 1,
        components: [
          {
            type: 8,
            custom_id: encodePress(of('channels'), ''),
            placeholder: shorten(`${t('settings.mentions')}: ${t('settings.channels')}`, LIMITS.optionText),
            // Text, announcements and forums.
            channel_types: [0, 5, 15],
            min_values: 0,
            max_values: 25,
            default_values:
              mentions === 'everywhere' ? [] : mentions.slice(0, 25).map((id) => ({ id, type: 'channel' })),
          },
        ],
      } as Row,
      menu(of('language'), t('settings.language'), [
        choice('auto', `${t('settings.language')}: ${t('settings.language.auto')}`, language === undefined),
        ...LOCALES.map((locale) => choice(locale, languageName(locale), locale === language)),
      ]),
      menu(
        of('publishers'),
        t('settings.publishers'),
        PUBLISHERS.map((one) =>
          choice(one, `${t('settings.publishers')}: ${t(`settings.publishers.${one}`)}`, one === publishers),
        ),
      ),
      ...collectionsMenu(settings, onRecord, texts),
      ...inRows([
        mentionsButton('everywhere', mentions === 'everywhere'),
        mentionsButton('nowhere', mentions.length === 0),
        button(of('private'), '', {
          label: t(privateByDefault ? 'settings.makePublic' : 'settings.makePrivate'),
        }),
      ]),
    ],
  };
}

/** A menu of publishers: those that are chosen first, then those of the most documents. None where there is no choice. */
function collectionsMenu(
  { collections = [] }: ServerSettings,
  onRecord: readonly string[],
  { t }: Texts,
): Row[] {
  if (onRecord.length < 2) return [];
  const names = new Set([...collections.filter((name) => onRecord.includes(name)), ...onRecord]);
  const options = [...names].map((name) => {
    const option = optionOf(name);
    return { value: option, label: option, default: collections.includes(name) };
  });
  const placeholder = `${t('settings.collections')}: ${t('settings.collections.all')}`;
  const bounds = { least: 0, most: LIMITS.selectOptions };
  return [menu({ target: 'setting', setting: 'collections' }, placeholder, options, bounds)];
}

/** A publisher as an option of a menu, which takes 100 characters. */
export const optionOf = (publisher: string): string => shorten(publisher, LIMITS.optionText);

const PUBLISHERS_NAMED = 5;

/** Names of publishers in a line. */
export function listed(publishers: readonly string[]): string {
  const names = publishers.slice(0, PUBLISHERS_NAMED).map((name) => shorten(name, LIMITS.optionText));
  return [...names, ...(publishers.length > names.length ? ['…'] : [])].join(', ');
}

/** What holds in a server, a line each. */
export function settingLines(
  { mentions, privateByDefault, language, publishers, collections }: ServerSettings,
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
    [
      t('settings.collections'),
      collections ? escapeMarkdown(listed(collections)) : t('settings.collections.all'),
    ],
  ];
  return lines.map(([name, value]) => `**${name}**: ${value}`);
}

/** A language in its own words. */
function languageName(locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(locale) ?? locale;
}

/** The topics that a server follows, with a menu that ends one. */
export function followingReply(
  follows: readonly Follow[],
  { texts: { t }, mention }: ReplyContext,
  ended?: Follow,
): Reply {
  const content = ended && t('follow.ended', { topic: escapeMarkdown(ended.topic) });
  if (follows.length === 0) {
    const none = t('follow.none', { command: mention('follow') });
    return note(content === undefined ? none : `${content}\n${none}`);
  }
  const lines = follows.map(({ topic, channelId, userId }) =>
    t('follow.entry', {
      topic: excerpt(topic, 60),
      channel: `<#${channelId}>`,
      user: `<@${userId}>`,
    }),
  );
  return {
    content: content ?? '',
    embeds: [
      {
        color: COLOURS.topic,
        title: t('follow.title'),
        description: shorten(lines.join('\n'), LIMITS.embedDescription),
      },
    ],
    components: [
      menu(
        { target: 'unfollow' },
        t('follow.end'),
        follows.map(({ id, topic }) => ({ value: id, label: topic })),
      ),
    ],
  };
}
