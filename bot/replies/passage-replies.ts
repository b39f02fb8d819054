/** Views of one passage: among its neighbours, with its whole question, as a block to copy. */
import { permalinkOf } from '../../retrieval/citation.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { button, inRows, linkButton } from './buttons.ts';
import { pageButtons, publishButton } from './hits-reply.ts';
import { LIMITS, shorten } from './limits.ts';
import { blockQuote, escapeMarkdown, foldSpace, paginate } from './markdown.ts';
import { citation, questionField, sourceLink, supersededFields, supersededNote } from './passage-embed.ts';
import { COLOURS, longDate, type Reply } from './reply.ts';
import type { View } from './view.ts';

const PAGE = 3200;
/** How much of the question goes into a block to copy. */
const QUESTION_SHOWN = 200;

/** The passage as a quote between the paragraphs of its answer, which stand as plain text. */
export function contextReply(
  view: Extract<View, { kind: 'context' }>,
  turn: readonly CitedPassage[],
  isPrivate: boolean,
): Reply {
  const cited = turn.find(({ passage }) => passage.id === view.id);
  if (!cited) throw new RangeError(`passage ${view.id} is not in its turn`);
  const paragraphs = turn.flatMap(({ passage }) =>
    paginate(passage.text, PAGE).map((text) =>
      passage.id === view.id ? blockQuote(text) : escapeMarkdown(text),
    ),
  );
  const pages = packPages(paragraphs, PAGE);
  // The first look falls on the page that the passage begins on.
  const home = Math.max(
    0,
    pages.findIndex((text) => /^> /m.test(text)),
  );
  const page = Math.min(view.page === 0 ? home : view.page - 1, pages.length - 1);
  const at = (to: number): View => ({ ...view, page: to + 1 });
  const question = cited.turn.question;
  return {
    embeds: [
      {
        color: cited.superseded === undefined ? COLOURS.topic : COLOURS.altered,
        ...citation(cited),
        description: pages[page] ?? '',
        fields: [
          ...supersededFields(cited),
          ...(question === undefined ? [] : [questionField(cited.turn.asker, question)]),
        ],
        footer: {
          text: [
            `paragraph ${cited.passage.ordinal + 1} of ${turn.length} of the answer`,
            ...(pages.length > 1 ? [`page ${page + 1} of ${pages.length}`] : []),
            `passage ${view.id}`,
          ].join(' · '),
        },
      },
    ],
    components: inRows([
      ...pageButtons(page, pages.length, at),
      ...(question === undefined ? [] : [questionButton(view.id)]),
      button({ target: 'private', view: { kind: 'copy', id: view.id } }, 'y', { label: 'Copy', emoji: '📋' }),
      ...(isPrivate ? [publishButton(view)] : []),
    ]),
  };
}

function questionButton(id: string) {
  return button({ target: 'private', view: { kind: 'question', id, page: 0 } }, 'q', {
    label: 'Question',
    emoji: '❓',
  });
}

/** Paragraphs on as few pages as keep each below the limit. */
function packPages(paragraphs: readonly string[], limit: number): string[] {
  const pages: string[] = [];
  for (const paragraph of paragraphs) {
    const last = pages.at(-1);
    if (last !== undefined && last.length + paragraph.length + 2 <= limit)
      pages[pages.length - 1] = `${last}\n\n${paragraph}`;
    else pages.push(paragraph);
  }
  return pages;
}

/** The reporter's whole question. */
export function questionReply(view: Extract<View, { kind: 'question' }>, cited: CitedPassage): Reply {
  const { turn, document } = cited;
  const pages = paginate(turn.question ?? '', PAGE);
  const page = Math.min(view.page, Math.max(0, pages.length - 1));
  return {
    embeds: [
      {
        color: COLOURS.topic,
        author: {
          name: shorten(`${turn.asker ?? 'Question'} · ${longDate(document.date)}`, LIMITS.embedAuthor),
        },
        title: citation(cited).title ?? '',
        description:
          pages[page] === undefined
            ? 'Nobody asked: this is from an opening statement.'
            : escapeMarkdown(pages[page]),
        footer: {
          text: [
            ...(pages.length > 1 ? [`page ${page + 1} of ${pages.length}`] : []),
            `answered by ${shorten(turn.speaker, 200)}`,
          ].join(' · '),
        },
      },
    ],
    components: inRows(pageButtons(page, pages.length, (to) => ({ ...view, page: to }))),
  };
}

/**
 * The quote and its source as plain text: in a block to copy, or in a file when it is too long for one. With a public
 * address the text ends with the passage's permalink, which a button opens.
 */
export function copyReply(cited: CitedPassage, publicUrl?: string): Reply {
  const permalink = publicUrl === undefined ? undefined : permalinkOf(publicUrl, cited.passage.id);
  const text = citableText(cited, permalink);
  const components = permalink === undefined ? [] : inRows([linkButton('Permanent link', permalink)]);
  const block = `\`\`\`\n${text}\n\`\`\``;
  if (!text.includes('```') && block.length <= LIMITS.content)
    return { content: block, embeds: [], components };
  const name = `${cited.document.date}-${cited.passage.id}.txt`;
  return {
    content: 'The quote with its source, as a file:',
    embeds: [],
    components,
    files: [{ name, text }],
  };
}

/** `“…” — speaker, title, date. Source address. Passage id: permalink`, where it has one. */
export function citableText(cited: CitedPassage, permalink?: string): string {
  const { passage, turn, document } = cited;
  const link = sourceLink(cited);
  const note = supersededNote(cited);
  const source = [
    `${turn.speaker}, ${foldSpace(document.title)}, ${longDate(document.date)}`,
    document.publisher,
  ];
  return [
    `“${foldSpace(passage.text)}”`,
    `— ${source.join('. ')}.`,
    ...(turn.question === undefined
      ? []
      : [`In answer to: ${shorten(foldSpace(turn.question), QUESTION_SHOWN)}`]),
    ...(note === undefined ? [] : [`Superseded: ${note}`]),
    ...(link === undefined ? [] : [link]),
    `On Record, passage ${passage.id}${permalink === undefined ? '' : `: ${permalink}`}`,
  ].join('\n');
}
