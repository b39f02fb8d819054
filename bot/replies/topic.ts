/** The statements on a topic: newest first, grouped by document, a page at a time. */
import { foldSpace } from '../../corpus/passage-id.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { TopicStatements } from '../../retrieval/store/record-store.ts';
import type { Texts } from '../i18n/i18n.ts';
import { inRows, lastButtons, pageButtons, passageMenu, type ViewOf } from './buttons.ts';
import { blockQuote, escapeMarkdown, excerpt } from './markdown.ts';
import { COLOURS, LIMITS, type Reply, type ReplyContext, shorten } from './reply.ts';

/** Statements on a page. */
export const TOPIC_PAGE = 5;
/** A longer statement is shown by its beginning, marked as such; the menu opens it whole. */
const STATEMENT_SHOWN = [420, 260, 120, 60];
const QUESTION_SHOWN = 140;
const YEARS_SHOWN = 12;

export function topicReply(view: ViewOf<'topic'>, topic: TopicStatements, context: ReplyContext): Reply {
  const { texts } = context;
  const pages = Math.max(1, Math.ceil(topic.dates.length / TOPIC_PAGE));
  const span = spanOf(topic, texts);
  const groups = groupByDocument(topic);
  return {
    embeds: [
      {
        color: COLOURS.topic,
        title: shorten(escapeMarkdown(topic.name), LIMITS.embedTitle),
        description:
          longest((shown) =>
            [span, ...groups.map((group) => describeGroup(topic.name, group, shown, texts))].join('\n\n'),
          ) ?? shorten(span, LIMITS.embedDescription),
        footer: {
          text: [
            ...(pages > 1 ? [texts.t('page', { page: view.page + 1, pages })] : []),
            texts.t('topic.newestFirst'),
          ].join(' · '),
        },
      },
    ],
    components: [
      passageMenu(texts.t('topic.open'), topic.statements),
      ...inRows([
        ...pageButtons(view.page, pages, (page) => ({ ...view, page }), texts),
        ...lastButtons({ view }, context),
      ]),
    ],
  };
}

/** New statements on a topic that is followed, all of one document. */
export function newsReply(topic: string, statements: readonly CitedPassage[], texts: Texts): Reply {
  const { t } = texts;
  const [first] = statements;
  return {
    embeds: [
      {
        color: COLOURS.topic,
        title: shorten(escapeMarkdown(t('follow.news', { topic })), LIMITS.embedTitle),
        ...(first?.document.url !== undefined &&
          first.document.url.length <= LIMITS.url && { url: first.document.url }),
        description:
          longest((shown) => describeGroup(topic, statements.slice(0, TOPIC_PAGE), shown, texts)) ?? '',
        footer: { text: t('topic.suggestion', { count: statements.length }) },
      },
    ],
    components: [passageMenu(t('topic.open'), statements)],
  };
}

/** The longest description that fits: statements are shown shorter where their markup takes the room. */
function longest(describe: (shown: number) => string): string | undefined {
  return STATEMENT_SHOWN.map(describe).find((text) => text.length <= LIMITS.embedDescription);
}

/** `7 statements from 18 February 2019 to 3 July 2019 · 2019: 7` */
function spanOf({ dates }: TopicStatements, { t, date }: Texts): string {
  const years = new Map<string, number>();
  for (const day of dates) years.set(day.slice(0, 4), (years.get(day.slice(0, 4)) ?? 0) + 1);
  const newest = [...years].slice(-YEARS_SHOWN).map(([year, count]) => `${year}: ${count}`);
  const earlier = dates.length - [...years].slice(-YEARS_SHOWN).reduce((sum, [, count]) => sum + count, 0);
  const counts = [...(earlier > 0 ? [t('topic.earlier', { count: earlier })] : []), ...newest].join(', ');
  const [first, last] = [date(dates[0] ?? ''), date(dates.at(-1) ?? '')];
  return `${t('topic.span', { count: dates.length, first, last })} · ${counts}`;
}

/** By document, newest first; within one, the paragraphs that name the topic lead. */
function groupByDocument({ name, statements }: TopicStatements): CitedPassage[][] {
  const groups = new Map<string, CitedPassage[]>();
  for (const cited of statements)
    groups.set(cited.document.id, [...(groups.get(cited.document.id) ?? []), cited]);
  const names = ({ passage }: CitedPassage) => (namesTopic(name, passage.text) ? 0 : 1);
  return [...groups.values()].map((group) => group.toSorted((a, b) => names(a) - names(b)));
}

function namesTopic(topic: string, text: string): boolean {
  return foldSpace(text).toLowerCase().includes(topic.toLowerCase());
}

function describeGroup(topic: string, group: readonly CitedPassage[], shown: number, texts: Texts): string {
  const [first] = group;
  if (!first) return '';
  const { date, title } = first.document;
  const heading = `**${texts.date(date)}** · ${excerpt(title, 120)}`;
  return [heading, ...group.map((cited) => describeStatement(topic, cited, shown, texts))].join('\n');
}

function describeStatement(
  topic: string,
  { passage, turn }: CitedPassage,
  shown: number,
  { t }: Texts,
): string {
  const text = foldSpace(passage.text);
  const byline = `-# ${excerpt(turn.speaker, 100)} · ${passage.id}`;
  const quoted = blockQuote(shorten(text, shown));
  // Where the question alone names the topic, the quote would be a riddle without it.
  if (turn.question === undefined || namesTopic(topic, text)) return `${quoted}\n${byline}`;
  const question = excerpt(turn.question, Math.min(shown, QUESTION_SHOWN));
  return `${quoted}\n${byline}\n-# ${t('topic.asked', { question })}`;
}
