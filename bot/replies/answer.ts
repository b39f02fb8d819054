/** An answer as a message: the verdict, the quote, where it comes from, and where to go from here. */
import type { Answer, Verdict } from '../../retrieval/answer.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import {
  button,
  fitsButton,
  inRows,
  lastButtons,
  MAX_HITS_IN_VIEW,
  pageButtons,
  type ViewOf,
} from './buttons.ts';
import { escapeMarkdown } from './markdown.ts';
import { passageButtons, passageEmbed, passagePages } from './passage.ts';
import { COLOURS, type Reply, type ReplyContext, type Row } from './reply.ts';

const TOPICS_SHOWN = 4;
/** Told by words as well: a colour alone tells nothing to some. */
const MARKS: Record<Verdict, string> = { answer: '🟢', related: '🟡', none: '⚪' };

/**
 * An answer as it first appears. It never repeats the question: Discord shows it with the command or above the reply.
 * `scope` says what was searched, for a question without an answer; `limits` what it was narrowed to.
 */
export function answerReply(
  answer: Answer,
  first: CitedPassage | undefined,
  { scope, limits }: { scope: string; limits: readonly string[] },
  context: ReplyContext,
): Reply {
  const { t } = context.texts;
  const { verdict, confidence } = answer;
  const told = t(`answer.verdict.${verdict}`, { percent: Math.round(confidence * 100) });
  const content = [`${MARKS[verdict]} ${told}`, ...limits.map(escapeMarkdown)]
    .map((line) => `-# ${line}`)
    .join('\n');
  const view = hitsView(answer);
  if (verdict !== 'none' && view && first) return { content, ...hitsReply(view, first, context) };
  const topics = answer.nearestTopics.filter(fitsButton).slice(0, TOPICS_SHOWN);
  const description = [escapeMarkdown(scope), ...(topics.length > 0 ? [t('answer.topics')] : [])].join('\n');
  return {
    content,
    embeds: [{ color: COLOURS.none, description }],
    components: inRows([
      ...topics.map((name, i) =>
        button({ target: 'private', view: { kind: 'topic', name, page: 0 } }, String(i), { label: name }),
      ),
      ...(view ? [button({ target: 'update', view }, 'n', { label: t('button.nearest'), emoji: '🔎' })] : []),
      ...(context.isPrivate ? [] : lastButtons({}, context)),
    ]),
  };
}

function hitsView({ hits, verdict }: Answer): ViewOf<'hits'> | undefined {
  const shown = hits.slice(0, MAX_HITS_IN_VIEW);
  if (shown.length === 0) return undefined;
  const marks = shown.map(({ highlight }) => highlight ?? null);
  return {
    kind: 'hits',
    verdict,
    ids: shown.map(({ passage }) => passage.id),
    ...(marks.some((mark) => mark !== null) && { marks }),
    at: 0,
    page: 0,
  };
}

/** The hit that a view points at. */
export function hitsReply(view: ViewOf<'hits'>, cited: CitedPassage, context: ReplyContext): Reply {
  const { t } = context.texts;
  const place = view.ids.length > 1 ? [t('answer.place', { at: view.at + 1, count: view.ids.length })] : [];
  const footnotes = [t(`answer.footnote.${view.verdict}`), ...place];
  const mark = view.marks?.[view.at];
  return {
    embeds: [passageEmbed(cited, view.page, COLOURS[view.verdict], footnotes, context.texts, mark)],
    components: hitsButtons(view, cited, context),
  };
}

/** The passage's own buttons, then those between hits, then the pages of a long passage, each in a row. */
function hitsButtons(view: ViewOf<'hits'>, cited: CitedPassage, context: ReplyContext): Row[] {
  const { texts } = context;
  const turnBy = (step: number, slot: string, label: string, emoji: string) => {
    const at = Math.min(Math.max(0, view.at + step), view.ids.length - 1);
    const press = { target: 'update', view: { ...view, at, page: 0 } } as const;
    return button(press, slot, { label, emoji, disabled: at === view.at });
  };
  const between = [
    turnBy(-1, 'p', texts.t('button.previous'), '◀️'),
    turnBy(1, 'n', texts.t('button.next'), '▶️'),
  ];
  const pages = passagePages(cited.passage.text).length;
  return [
    ...inRows(passageButtons(cited, context)),
    ...inRows([...(view.ids.length > 1 ? between : []), ...lastButtons({ view }, context)]),
    ...inRows(pageButtons(Math.min(view.page, pages - 1), pages, (page) => ({ ...view, page }), texts)),
  ];
}
