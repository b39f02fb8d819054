/** What stands above the first speech: the title, and the lines where days, places and full names are found. */
import type { Page } from '../sources/page.ts';
import { isProse } from './boilerplate.ts';
import { findLabels } from './labels/find-labels.ts';
import { findTitle, looksLikeTitle } from './metadata.ts';
import { detectStyle, type Line, type Span, splitLines } from './paragraphs.ts';

/** How many paragraphs above the text (and below it) may carry its title and its stamps. */
const HEAD = 12;
const MOST_HEAD = 300;
const TAIL = 6;

export interface Head {
  title?: string;
  titleSpans: readonly Span[];
  lines: readonly string[];
  below: readonly string[];
}

/** What stands above the first speech, and its title. */
export function readHead(page: Page, lines: readonly Line[], names: readonly string[]): Head {
  const { text, style } = page;
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const labelled = findLabels(text, lines, style, { names, ...(page.bold && { bold: page.bold }) }).lines;
  const speech = labelled.find(({ label }) => label !== undefined)?.start;
  const paragraphs: Span[] = [];
  for (const line of lines) {
    const above = paragraphs.at(-1);
    if (above !== undefined && style === 'blocks' && !line.gap) above.end = line.end;
    else paragraphs.push({ start: line.start, end: line.end });
  }
  const first = speech === undefined ? HEAD : paragraphs.findIndex(({ end }) => end > speech);
  const above = paragraphs.slice(0, Math.min(first, MOST_HEAD));
  const { title, spans: titleSpans } = findTitle(text, above.slice(-MOST_HEAD), page);
  const below = paragraphs.slice(Math.max(first, paragraphs.length - TAIL)).map(wordsOf);
  return { ...(title !== undefined && { title }), titleSpans, lines: above.map(wordsOf), below };
}

export function readHeadOf(text: string): Head {
  const page: Page = { text, bodyStart: 0, style: detectStyle(text) };
  return readHead(page, splitLines(text, 0, text.length), []);
}

/** The title in the text, or the one around it where that reads more like a transcript's. */
export function chooseTitle(page: Page, head: Head, around: Head | undefined): string | undefined {
  if (page.title !== undefined) return head.title;
  const titles = [head.title, around?.title].filter((title) => title !== undefined);
  const best = titles.find((title) => looksLikeTitle(title) && !isProse(title));
  return best ?? page.fallbackTitle ?? titles.find(looksLikeTitle) ?? titles[0];
}
