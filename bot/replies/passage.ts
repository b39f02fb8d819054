/** Replies with one passage: its citation, its neighbours, its whole question, a block to copy. */
import type { APIEmbed } from 'discord.js';
import { permalinkOf, textFragmentLink } from '../../retrieval/citation.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { button, inRows, linkButton, pageButtons, publishButton, type View } from './buttons.ts';
import { blockQuote, escapeMarkdown, foldSpace, paginate } from './markdown.ts';
import { COLOURS, LIMITS, longDate, type Reply, shorten } from './reply.ts';

/** Escaped characters of a quote on one page: comfortable on a phone, and far below the limit with its citation. */
const PAGE = 3000;
/** How much of a question stands beside a quote; a button shows the whole. */
const QUESTION_SHOWN = 280;

/** The pages of a passage's text. */
export function passagePages(text: string): string[] {
  return paginate(text, PAGE);
}

/** A page of a passage as a quote, with who said it, when, where, in answer to what, and its id. */
export function passageEmbed(
  cited: CitedPassage,
  page: number,
  color: number,
  footnotes: readonly string[],
): APIEmbed {
  const { passage, turn } = cited;
  const pages = passagePages(passage.text);
  const shown = Math.min(page, pages.length - 1);
  return {
    color,
    ...citation(cited),
    description: blockQuote(pages[shown] ?? ''),
    fields: [
      ...supersededFields(cited),
      ...(turn.question === undefined ? [] : [questionField(turn.asker, turn.question)]),
    ],
    footer: {
      text: [
        ...footnotes,
        ...(pages.length > 1 ? [`page ${shown + 1} of ${pages.length} of this passage`] : []),
        `passage ${passage.id}`,
      ].join(' · '),
    },
  };
}

/** The parts of an embed that say where its words come from. */
export interface Citation {
  author: { name: string };
  title: string;
  url?: string;
}

/** Speaker and date, title and publisher, and the link to the words themselves where the source has an address. */
export function citation(cited: CitedPassage): Citation {
  const { turn, document } = cited;
  const { url: page = '' } = document;
  // Discord takes no longer addresses; the page without the fragment still is the source.
  const url = [sourceLink(cited) ?? '', page].find((link) => link.length <= LIMITS.url);
  return {
    author: {
      name: shorten(
        `${turn.speaker} · ${longDate(document.date)} · ${document.publisher}`,
        LIMITS.embedAuthor,
      ),
    },
    title: shorten(escapeMarkdown(document.title), LIMITS.embedTitle),
    ...(page !== '' && url !== undefined && { url }),
  };
}

/** The question that a passage answers, in a line. */
export function questionField(asker: string | undefined, question: string) {
  return {
    name: asker === undefined ? 'In answer to' : shorten(`${escapeMarkdown(asker)} asked`, LIMITS.fieldName),
    value: escapeMarkdown(shorten(foldSpace(question), QUESTION_SHOWN)),
  };
}

/** The address of the words themselves; of the page alone where the page no longer holds them. */
export function sourceLink({ passage, document, superseded }: CitedPassage): string | undefined {
  if (document.url === undefined || superseded !== undefined) return document.url;
  return textFragmentLink(document.url, passage.text);
}

/** What has to be known of words that their source no longer holds. */
export function supersededNote({ superseded }: CitedPassage): string | undefined {
  if (superseded === undefined) return undefined;
  return `The source was changed since, as seen on ${longDate(superseded.slice(0, 10))}. These are its words before that.`;
}

/** The note as a field of an embed, first of all. */
export function supersededFields(cited: CitedPassage) {
  const value = supersededNote(cited);
  return value === undefined ? [] : [{ name: '⚠️ Superseded', value }];
}

const CONTEXT_PAGE = 3200;
/** How much of the question goes into a block to copy. */
const QUESTION_COPIED = 200;

/** The passage as a quote between the paragraphs of its answer, which stand as plain text. */
export function contextReply(
  view: Extract<View, { kind: 'context' }>,
  turn: readonly CitedPassage[],
  isPrivate: boolean,
): Reply {
  const cited = turn.find(({ passage }) => passage.id === view.id);
  if (!cited) throw new RangeError(`passage ${view.id} is not in its turn`);
  const paragraphs = turn.flatMap(({ passage }) =>
    paginate(passage.text, CONTEXT_PAGE).map((text) =>
      passage.id === view.id ? blockQuote(text) : escapeMarkdown(text),
    ),
  );
  const pages = packPages(paragraphs, CONTEXT_PAGE);
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
  const pages = paginate(turn.question ?? '', CONTEXT_PAGE);
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
      : [`In answer to: ${shorten(foldSpace(turn.question), QUESTION_COPIED)}`]),
    ...(note === undefined ? [] : [`Superseded: ${note}`]),
    ...(link === undefined ? [] : [link]),
    `On Record, passage ${passage.id}${permalink === undefined ? '' : `: ${permalink}`}`,
  ].join('\n');
}
