/** `/about`: what the record holds, and what one can do with it. */
import type { RecordSummary } from '../../retrieval/interfaces.ts';
import type { TextKey, Texts } from '../i18n/i18n.ts';
import { escapeMarkdown } from '../replies/markdown.ts';
import { COLOURS, LIMITS, type ReplyContext, shorten } from '../replies/reply.ts';
import { settingLines } from '../replies/server.ts';
import type { Command, SlashCommand } from './command.ts';

const SPEAKERS_SHOWN = 20;

/** `/about` describes the other commands, so it is made with them. */
export function aboutCommand(others: readonly Command[]): SlashCommand {
  const about: SlashCommand = {
    kind: 'slash',
    name: 'about',
    key: 'about',
    help: 'Documents, passages, dates and speakers of the record, the index that serves and the model that encoded it.',
    options: [],
    examples: ['/about'],
    async run({ caller }, { search }) {
      const { documents, turns, passages, dates, speakers, index, model, watched } = await search.summary();
      const { server } = caller;
      return {
        draw(context) {
          const { t, date } = context.texts;
          const span = dates
            ? t('about.span', { first: date(dates.first), last: date(dates.last) })
            : t('about.none');
          const shown = speakers.slice(0, SPEAKERS_SHOWN).map(escapeMarkdown).join(', ');
          const left = speakers.length - SPEAKERS_SHOWN;
          const more = left > 0 ? ` ${t('about.more', { count: left })}` : '';
          const field = (name: TextKey, value: string) => ({
            name: t(name),
            value: shorten(value, LIMITS.fieldValue),
          });
          const commands = [...others, about]
            .filter((command) => command.kind !== 'slash' || !command.forManagers || caller.mayManageServer)
            .map((command) => describeCommand(command, context));
          return {
            embeds: [
              {
                color: COLOURS.answer,
                title: 'On Record',
                description: [t('about.intro'), '', `**${t('about.commands')}**`, ...commands].join('\n'),
                fields: [
                  field('about.record', t('about.counts', { documents, turns, passages })),
                  field('about.dates', span),
                  field('about.speakers', `${shown}${more}` || t('about.none')),
                  ...(server
                    ? [field('about.here', settingLines(server.settings, context.texts).join('\n'))]
                    : []),
                  ...(watched ? [field('about.sources', describeSources(watched, context.texts))] : []),
                ],
                footer: { text: t('about.index', { index, model }) },
              },
            ],
            components: [],
          };
        },
      };
    },
  };
  return about;
}

function describeSources(
  { lists, onRecord, refused, checked }: NonNullable<RecordSummary['watched']>,
  { t, date }: Texts,
): string {
  const day = date(checked.slice(0, 10));
  return [t('about.lists', { count: lists }), t('about.watched', { onRecord, refused, day })].join(' · ');
}

function describeCommand({ kind, name, key }: Command, { texts: { t }, mention }: ReplyContext): string {
  const shown =
    kind === 'slash' ? mention(name) : `**${t('about.menu', { name: t(`command.${key}.name`) })}**`;
  return `${shown} ${t(`command.${key}.description`)}`;
}
