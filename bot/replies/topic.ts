/** The statements on a topic: newest first, grouped by document, a page at a time. */
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { TopicStatements } from '../../retrieval/topics/topic-service.ts';
import { inRows, pageButtons, passageMenu, publishButton, type View } from './buttons.ts';
import { blockQuote, escapeMarkdown, foldSpace } from './markdown.ts';
import { COLOURS, LIMITS, longDate, type Reply, shorten } from './reply.ts';

/** Statements on a page. */
export const TOPIC_PAGE = 5;
/** A longer statement is shown by its beginning, marked as such; the menu opens it whole. */
const STATEMENT_SHOWN = [420, 260, 120, 60];
const QUESTION_SHOWN = 140;
const YEARS_SHOWN = 12;

export function topicReply(
  view: Extract<View, { kind: 'topic' }>,
  topic: TopicStatements,
  isPrivate: boolean,
): Reply {
  const pages = Math.max(1, Math.ceil(topic.total / TOPIC_PAGE));
  const groups = groupByDocument(topic.statements);
  return {
    embeds: [
      {
        color: COLOURS.topic,
        title: shorten(escapeMarkdown(topic.name), LIMITS.embedTitle),
        description: describe(topic, groups),
        footer: {
          text: [...(pages > 1 ? [`page ${view.page + 1} of ${pages}`] : []), 'newest first'].join(' · '),
        },
      },
    ],
    components: [
      passageMenu(
        'Read a statement whole…',
        topic.statements.map(({ passage, document, turn }) => ({
          id: passage.id,
          label: `${document.date} · ${turn.speaker}`,
          description: foldSpace(passage.text),
        })),
      ),
      ...inRows([
        ...pageButtons(view.page, pages, (page) => ({ ...view, page })),
        ...(isPrivate ? [publishButton(view)] : []),
      ]),
    ],
  };
}

/** The longest description that fits: statements are shown shorter where their markup takes the room. */
function describe(topic: TopicStatements, groups: readonly CitedPassage[][]): string {
  const texts = STATEMENT_SHOWN.map((shown) =>
    [span(topic), ...groups.map((group) => describeGroup(topic.name, group, shown))].join('\n\n'),
  );
  return (
    texts.find((text) => text.length <= LIMITS.embedDescription) ??
    shorten(span(topic), LIMITS.embedDescription)
  );
}

/** `7 statements from 18 February 2019 to 3 July 2019 · 2019: 7` */
function span({ total, dates }: TopicStatements): string {
  const [first, last] = [dates[0] ?? '', dates.at(-1) ?? ''];
  const years = new Map<string, number>();
  for (const date of dates) years.set(date.slice(0, 4), (years.get(date.slice(0, 4)) ?? 0) + 1);
  const newest = [...years].slice(-YEARS_SHOWN).map(([year, count]) => `${year}: ${count}`);
  const earlier = total - [...years].slice(-YEARS_SHOWN).reduce((sum, [, count]) => sum + count, 0);
  const counts = [...(earlier > 0 ? [`earlier: ${earlier}`] : []), ...newest].join(', ');
  const when = first === last ? `on ${longDate(first)}` : `from ${longDate(first)} to ${longDate(last)}`;
  return `**${total === 1 ? '1 statement' : `${total} statements`}** ${when} · ${counts}`;
}

function groupByDocument(statements: readonly CitedPassage[]): CitedPassage[][] {
  const groups = new Map<string, CitedPassage[]>();
  for (const cited of statements)
    groups.set(cited.document.id, [...(groups.get(cited.document.id) ?? []), cited]);
  return [...groups.values()];
}

function describeGroup(topic: string, group: readonly CitedPassage[], shown: number): string {
  const [first] = group;
  if (!first) return '';
  const { date, title } = first.document;
  const heading = `**${longDate(date)}** · ${escapeMarkdown(shorten(foldSpace(title), 120))}`;
  return [heading, ...group.map((cited) => describeStatement(topic, cited, shown))].join('\n');
}

function describeStatement(topic: string, { passage, turn }: CitedPassage, shown: number): string {
  const text = foldSpace(passage.text);
  const byline = `-# ${escapeMarkdown(shorten(turn.speaker, 100))} · ${passage.id}`;
  const quoted = blockQuote(shorten(text, shown));
  // Where the question alone names the topic, the quote would be a riddle without it.
  if (turn.question === undefined || text.toLowerCase().includes(topic.toLowerCase()))
    return `${quoted}\n${byline}`;
  const asked = escapeMarkdown(shorten(foldSpace(turn.question), Math.min(shown, QUESTION_SHOWN)));
  return `${quoted}\n${byline}\n-# asked: ${asked}`;
}
