/** An answer as a message: the quote first, then where it comes from, then where to go from here. */
import type { Answer, Verdict } from '../../retrieval/answer.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import {
  button,
  fitsButton,
  inRows,
  MAX_HITS_IN_VIEW,
  pageButtons,
  publishButton,
  type View,
} from './buttons.ts';
import { escapeMarkdown } from './markdown.ts';
import { passageEmbed, passagePages } from './passage.ts';
import { COLOURS, type Reply, type Row, shorten } from './reply.ts';

type HitsView = Extract<View, { kind: 'hits' }>;

/** How much of the asker's own words is repeated above the answer. */
const QUESTION_SHOWN = 300;
const TOPICS_SHOWN = 4;

const FOOTNOTES: Record<Verdict, string> = {
  answer: 'on record',
  related: 'related, no direct answer',
  none: 'near your question, no answer',
};

/** The line above an answer: the question as it was asked, and what the record says to it. */
export function headline(
  question: string,
  { verdict, confidence }: Pick<Answer, 'verdict' | 'confidence'>,
): string {
  const asked = `**${escapeMarkdown(shorten(question, QUESTION_SHOWN))}**`;
  const verdicts: Record<Verdict, string> = {
    answer: `🟢 On record · ${Math.round(confidence * 100)}% sure that the first passage answers`,
    related: '🟡 No direct statement found. The closest passages on record:',
    none: '⚪ Nothing on record answers this.',
  };
  return `${asked}\n-# ${verdicts[verdict]}`;
}

/** An answer as it first appears. `scope` says what was searched, for a question without an answer. */
export function answerReply(
  answer: Answer,
  first: CitedPassage | undefined,
  scope: string,
  isPrivate: boolean,
): Reply {
  const content = headline(answer.query, answer);
  const view = hitsView(answer);
  if (answer.verdict !== 'none' && view && first) return { content, ...hitsReply(view, first, isPrivate) };
  const topics = answer.nearestTopics.filter(fitsButton).slice(0, TOPICS_SHOWN);
  const invitation = topics.length > 0 ? '\nThe record does speak about:' : '';
  return {
    content,
    embeds: [{ color: COLOURS.none, description: `${escapeMarkdown(scope)}${invitation}` }],
    components: inRows([
      ...topics.map((name, i) =>
        button({ target: 'private', view: { kind: 'topic', name, page: 0 } }, String(i), { label: name }),
      ),
      ...(view ? [button({ target: 'update', view }, 'n', { label: 'Nearest passages', emoji: '🔎' })] : []),
    ]),
  };
}

function hitsView({ hits, verdict }: Answer): HitsView | undefined {
  const ids = hits.slice(0, MAX_HITS_IN_VIEW).map(({ passage }) => passage.id);
  return ids.length > 0 ? { kind: 'hits', verdict, ids, at: 0, page: 0 } : undefined;
}

/** The hit that a view points at. */
export function hitsReply(view: HitsView, cited: CitedPassage, isPrivate: boolean): Reply {
  const place = view.ids.length > 1 ? [`${view.at + 1} of ${view.ids.length}`] : [];
  return {
    embeds: [passageEmbed(cited, view.page, COLOURS[view.verdict], [FOOTNOTES[view.verdict], ...place])],
    components: hitsButtons(view, cited, isPrivate),
  };
}

function hitsButtons(view: HitsView, { passage, turn }: CitedPassage, isPrivate: boolean): Row[] {
  const { id } = passage;
  const turnTo = (at: number) => ({ target: 'update', view: { ...view, at, page: 0 } }) as const;
  const hits = [
    button(turnTo(Math.max(0, view.at - 1)), 'p', { label: 'Previous', emoji: '◀️', disabled: view.at === 0 }),
    button(turnTo(Math.min(view.ids.length - 1, view.at + 1)), 'n', {
      label: 'Next',
      emoji: '▶️',
      disabled: view.at >= view.ids.length - 1,
    }),
  ];
  const aside = [
    button({ target: 'private', view: { kind: 'context', id, page: 0 } }, 'c', {
      label: 'Context',
      emoji: '📄',
    }),
    ...(turn.question === undefined
      ? []
      : [
          button({ target: 'private', view: { kind: 'question', id, page: 0 } }, 'q', {
            label: 'Question',
            emoji: '❓',
          }),
        ]),
    button({ target: 'private', view: { kind: 'copy', id } }, 'y', { label: 'Copy', emoji: '📋' }),
  ];
  return [
    ...inRows([...(view.ids.length > 1 ? hits : []), ...aside]),
    ...inRows([
      ...pageButtons(view.page, passagePages(passage.text).length, (page) => ({ ...view, page })),
      ...(isPrivate ? [publishButton(view)] : []),
    ]),
  ];
}
