/** One passage with its citation: the embed that every reply with a quote is made of. */
import type { APIEmbed } from 'discord.js';
import { textFragmentLink } from '../../retrieval/citation.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { LIMITS, shorten } from './limits.ts';
import { blockQuote, escapeMarkdown, foldSpace, paginate } from './markdown.ts';
import { longDate } from './reply.ts';

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
