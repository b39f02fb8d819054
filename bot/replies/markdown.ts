/** Source text as Discord markdown: nothing in a transcript may format, link, ping or unfurl. */
import { foldSpace } from '../../corpus/passage-id.ts';
import { shorten } from './reply.ts';

// A backslash before any of these shows the character itself.
const ACTIVE = /[\\*_~`|<>[\]@]/g;
// Only at the start of a line: headings, lists, subtext.
const LINE_START = /^(\s*)(#{1,3}\s|[-+]\s|-#|\d+(?=\.\s))/;
const SCHEME = /:(?=\/\/)/g;

/** One line of text that Discord shows character for character. */
export function escapeMarkdown(text: string): string {
  return foldSpace(text)
    .replace(ACTIVE, '\\$&')
    .replace(SCHEME, '\\:')
    .replace(LINE_START, (start, indent: string, mark: string) =>
      /^\d/.test(mark) ? `${start}\\` : `${indent}\\${mark}`,
    );
}

/** The beginning of a text that is not a quote, as one line of markdown. */
export function excerpt(text: string, limit: number): string {
  return escapeMarkdown(shorten(foldSpace(text), limit));
}

/** Text (white space folded) set off as a quote, with a part of it in bold. */
export function blockQuote(text: string, bold?: { start: number; end: number }): string {
  const words = bold ? text.slice(bold.start, bold.end) : '';
  if (!bold || words.trim() === '') return `> ${escapeMarkdown(text)}`;
  // Bold must begin and end with a visible character.
  const start = bold.start + (words.length - words.trimStart().length);
  const end = bold.start + words.trimEnd().length;
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const head = `${escapeMarkdown(before)}${/\s$/.test(before) && before.trim() !== '' ? ' ' : ''}`;
  const tail = `${/^\s/.test(after) && after.trim() !== '' ? ' ' : ''}${escapeMarkdown(after)}`;
  return `> ${head}**${escapeMarkdown(text.slice(start, end))}**${tail}`;
}

/**
 * Cuts text (white space folded) into pages of at most `limit` units once escaped. A page ends with a sentence where
 * one ends in its last third, else with a word, else between two characters. The pages joined are the text.
 */
export function paginate(text: string, limit: number): string[] {
  const folded = foldSpace(text);
  const pages: string[] = [];
  let from = 0;
  while (from < folded.length) {
    const end = reach(folded, from, limit);
    const to = end === folded.length ? end : cutBefore(folded, from, end);
    pages.push(folded.slice(from, to));
    from = to;
  }
  return pages;
}

/** How far a page may reach; every character that may be escaped is counted twice. */
function reach(text: string, from: number, limit: number): number {
  // A mark at the start of the line may be escaped as well.
  let length = 2;
  for (let at = from; at < text.length; at++) {
    length += /[\\*_~`|<>[\]@:]/.test(text[at] ?? '') ? 2 : 1;
    if (length > limit) return at;
  }
  return text.length;
}

function cutBefore(text: string, from: number, end: number): number {
  const page = text.slice(from, end);
  const sentences = [...page.matchAll(/[.!?]["”’')\]]*\s|[。！？]["”’」』）]*/gu)];
  const last = sentences.at(-1);
  const sentenceEnd = last ? last.index + last[0].length : 0;
  if (sentenceEnd > (page.length * 2) / 3) return from + sentenceEnd;
  const space = page.lastIndexOf(' ');
  if (space > page.length / 2) return from + space + 1;
  const splitsPair = /[\ud800-\udbff]$/.test(page) && page.length > 1;
  return splitsPair ? end - 1 : end;
}
