/** Replies with one passage: its citation, its neighbours, its whole question, a block to copy. */
import type { APIButtonComponent, APIEmbed } from 'discord.js';
import { foldSpace } from '../../corpus/passage-id.ts';
import { permalinkOf, textFragmentLink } from '../../retrieval/citation.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { ENGLISH, type Texts } from '../i18n/i18n.ts';
import { button, inRows, lastButtons, linkButtons, pageButtons, type Span, type ViewOf } from './buttons.ts';
import { blockQuote, escapeMarkdown, excerpt, paginate } from './markdown.ts';
import { COLOURS, LIMITS, type Reply, type ReplyContext, shorten } from './reply.ts';

/** Escaped characters of a quote on one page: comfortable on a phone, and far below the limit with its citation. */
const PAGE = 3000;
/** How much of a question stands beside a quote; a button shows the whole. */
const QUESTION_SHOWN = 280;
const CONTEXT_PAGE = 3200;
/** How much of the question goes into a block to copy. */
const QUESTION_COPIED = 200;

/** The pages of a passage's text. */
export function passagePages(text: string): string[] {
  return paginate(text, PAGE);
}

/** A page of a passage as a quote, with who said it, when, where, in answer to what, and its id; `mark` is in bold. */
export function passageEmbed(
  cited: CitedPassage,
  page: number,
  color: number,
  footnotes: readonly string[],
  texts: Texts,
  mark?: Span | null,
): APIEmbed {
  const { t } = texts;
  const { passage } = cited;
  const pages = passagePages(passage.text);
  const shown = Math.min(page, pages.length - 1);
  const bold = mark ? markOnPage(passage.text, mark, pages, shown) : undefined;
  return {
    color,
    ...citation(cited, texts),
    description: blockQuote(pages[shown] ?? '', bold),
    fields: fieldsOf(cited, texts),
    footer: {
      text: [
        ...footnotes,
        ...(bold ? [t('answer.emphasis')] : []),
        ...(pages.length > 1 ? [t('passage.page', { page: shown + 1, pages: pages.length })] : []),
        t('passage.id', { id: passage.id }),
      ].join(' · '),
    },
  };
}

/** Where a part of a passage stands on a page of its folded text; nothing where it stands on another page. */
function markOnPage(text: string, { start, end }: Span, pages: readonly string[], page: number) {
  const words = foldSpace(text.slice(start, end));
  const from = foldSpace(text).indexOf(words, Math.max(0, foldSpace(text.slice(0, start)).length - 1));
  if (words === '' || from < 0) return undefined;
  const pageStart = pages.slice(0, page).join('').length;
  const at = (offset: number) => Math.min(Math.max(0, offset - pageStart), pages[page]?.length ?? 0);
  const onPage = { start: at(from), end: at(from + words.length) };
  return onPage.start < onPage.end ? onPage : undefined;
}

/** The parts of an embed that say where its words come from. */
export interface Citation {
  author: { name: string };
  title: string;
  url?: string;
}

/** Speaker and date, title and publisher, and the link to the words themselves where the source has an address. */
export function citation(cited: CitedPassage, { date }: Texts): Citation {
  const { turn, document } = cited;
  const url = linkWithin(cited, LIMITS.url);
  return {
    author: {
      name: shorten(`${turn.speaker} · ${date(document.date)} · ${document.publisher}`, LIMITS.embedAuthor),
    },
    title: shorten(escapeMarkdown(document.title), LIMITS.embedTitle),
    ...(url !== undefined && { url }),
  };
}

/** The source's address in at most so many characters: the page without the fragment still is the source. */
function linkWithin(cited: CitedPassage, limit: number): string | undefined {
  return [sourceLink(cited), cited.document.url].find((link) => link !== undefined && link.length <= limit);
}

/** What has to be known of words that their source no longer holds, then the question that they answer, in a line. */
function fieldsOf(cited: CitedPassage, texts: Texts) {
  const { t } = texts;
  const { asker, question } = cited.turn;
  const superseded = supersededNote(cited, texts);
  const asked =
    asker === undefined ? t('passage.inAnswerTo') : t('passage.asked', { asker: escapeMarkdown(asker) });
  return [
    ...(superseded === undefined ? [] : [{ name: `⚠️ ${t('passage.superseded.title')}`, value: superseded }]),
    ...(question === undefined
      ? []
      : [{ name: shorten(asked, LIMITS.fieldName), value: excerpt(question, QUESTION_SHOWN) }]),
  ];
}

/** The address of the words themselves; of the page alone where the page no longer holds them. */
export function sourceLink({ passage, document, superseded }: CitedPassage): string | undefined {
  if (document.url === undefined || superseded !== undefined) return document.url;
  return textFragmentLink(document.url, passage.text);
}

/** What has to be known of words that their source no longer holds. */
export function supersededNote(
  { superseded }: CitedPassage,
  { t, date }: Texts = ENGLISH,
): string | undefined {
  if (superseded === undefined) return undefined;
  return t('passage.superseded', { date: date(superseded.slice(0, 10)) });
}

/** What can be done with a passage: open its source and its page, and look closer. */
export function passageButtons(
  cited: CitedPassage,
  { texts: { t }, publicUrl }: ReplyContext,
  { withContext = true } = {},
): APIButtonComponent[] {
  const { id } = cited.passage;
  const aside = (kind: 'context' | 'question', slot: string, emoji: string) =>
    button({ target: 'private', view: { kind, id, page: 0 } }, slot, { label: t(`button.${kind}`), emoji });
  return [
    ...linkButtons(t('button.source'), linkWithin(cited, LIMITS.buttonUrl)),
    ...linkButtons(t('button.permalink'), publicUrl === undefined ? undefined : permalinkOf(publicUrl, id)),
    ...(withContext ? [aside('context', 'c', '📄')] : []),
    ...(cited.turn.question === undefined ? [] : [aside('question', 'q', '❓')]),
    button({ target: 'private', view: { kind: 'copy', id } }, 'y', { label: t('button.copy'), emoji: '📋' }),
  ];
}

/** The passage as a quote between the paragraphs of its answer, which stand as plain text. */
export function contextReply(
  view: ViewOf<'context'>,
  turn: readonly CitedPassage[],
  context: ReplyContext,
): Reply {
  const { texts } = context;
  const { t } = texts;
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
  const at = (to: number) => ({ ...view, page: to + 1 });
  return {
    embeds: [
      {
        color: cited.superseded === undefined ? COLOURS.topic : COLOURS.altered,
        ...citation(cited, texts),
        description: pages[page] ?? '',
        fields: fieldsOf(cited, texts),
        footer: {
          text: [
            t('passage.paragraph', { n: cited.passage.ordinal + 1, count: turn.length }),
            ...(pages.length > 1 ? [t('page', { page: page + 1, pages: pages.length })] : []),
            t('passage.id', { id: view.id }),
          ].join(' · '),
        },
      },
    ],
    components: [
      ...inRows(passageButtons(cited, context, { withContext: false })),
      ...inRows([...pageButtons(page, pages.length, at, texts), ...lastButtons({ view }, context)]),
    ],
  };
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
export function questionReply(view: ViewOf<'question'>, cited: CitedPassage, { texts }: ReplyContext): Reply {
  const { t, date } = texts;
  const { turn, document } = cited;
  const pages = paginate(turn.question ?? '', CONTEXT_PAGE);
  const page = Math.min(view.page, Math.max(0, pages.length - 1));
  const asker = turn.asker ?? t('passage.question');
  return {
    embeds: [
      {
        color: COLOURS.topic,
        author: { name: shorten(`${asker} · ${date(document.date)}`, LIMITS.embedAuthor) },
        title: citation(cited, texts).title,
        description: pages[page] === undefined ? t('passage.openingStatement') : escapeMarkdown(pages[page]),
        footer: {
          text: [
            ...(pages.length > 1 ? [t('page', { page: page + 1, pages: pages.length })] : []),
            t('passage.answeredBy', { speaker: shorten(turn.speaker, 200) }),
          ].join(' · '),
        },
      },
    ],
    components: inRows(pageButtons(page, pages.length, (to) => ({ ...view, page: to }), texts)),
  };
}

/**
 * The quote and its source as plain text: in a block to copy, or in a file when it is too long for one. With a public
 * address the text ends with the passage's permalink, which a button opens.
 */
export function copyReply(cited: CitedPassage, { texts, publicUrl }: ReplyContext): Reply {
  const permalink = publicUrl === undefined ? undefined : permalinkOf(publicUrl, cited.passage.id);
  const text = citableText(cited, permalink, texts);
  const components = inRows(linkButtons(texts.t('button.permalink'), permalink));
  const block = `\`\`\`\n${text}\n\`\`\``;
  if (!text.includes('```') && block.length <= LIMITS.content)
    return { content: block, embeds: [], components };
  const name = `${cited.document.date}-${cited.passage.id}.txt`;
  return { content: texts.t('copy.file'), embeds: [], components, files: [{ name, text }] };
}

/** `“…” — speaker, title, date. Source address. Passage id: permalink`, where it has one. */
export function citableText(cited: CitedPassage, permalink?: string, texts: Texts = ENGLISH): string {
  const { t, date } = texts;
  const { passage, turn, document } = cited;
  const link = sourceLink(cited);
  const note = supersededNote(cited, texts);
  return [
    `“${foldSpace(passage.text)}”`,
    `— ${turn.speaker}, ${foldSpace(document.title)}, ${date(document.date)}. ${document.publisher}.`,
    ...(turn.question === undefined
      ? []
      : [t('copy.inAnswerTo', { question: shorten(foldSpace(turn.question), QUESTION_COPIED) })]),
    ...(note === undefined ? [] : [t('copy.superseded', { note })]),
    ...(link === undefined ? [] : [link]),
    `On Record, ${t('passage.id', { id: passage.id })}${permalink === undefined ? '' : `: ${permalink}`}`,
  ].join('\n');
}
