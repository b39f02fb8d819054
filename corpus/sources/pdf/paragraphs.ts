/** Fragments of text with their places on pages, to lines, to paragraphs of one text. */
import { opensSpeech } from '../../transcript/labels/forms.ts';

/** What a PDF says of a stretch of text. `transform` ends with its place: x from the left, y from the bottom. */
export interface Fragment {
  str: string;
  transform: readonly number[];
  width: number;
  height: number;
}

export interface Line {
  text: string;
  left: number;
  right: number;
  /** Of the base line, from the bottom of the page. */
  y: number;
  height: number;
}

/** Fragments in the order of the file, grouped while they stay on one base line. */
export function toLines(fragments: readonly Fragment[]): Line[] {
  const lines: Line[] = [];
  for (const { str, transform, width, height } of fragments) {
    const [x = 0, y = 0] = transform.slice(4);
    const line = lines.at(-1);
    if (line === undefined || Math.abs(line.y - y) > Math.max(line.height, height, 1) / 2) {
      if (str.trim() !== '') lines.push({ text: str, left: x, right: x + width, y, height });
      continue;
    }
    const gap = x - line.right > line.height * 0.2 && !/\s$/.test(line.text) && !/^\s/.test(str);
    line.text += (gap ? ' ' : '') + str;
    if (str.trim() === '') continue;
    line.right = Math.max(line.right, x + width);
    line.height = Math.max(line.height, height);
  }
  return lines.map((line) => ({ ...line, text: line.text.trim() })).filter(({ text }) => text !== '');
}

/** How many lines at the top and at the bottom of a page may be its running head or foot. */
const MARGIN_LINES = 3;
const PAGE_NUMBER = /^(?:[-–—]\s?)?(?:page\s)?\d{1,4}(?:\s?(?:\/|of)\s?\d{1,4})?(?:\s?[-–—])?$/iu;

/** Pages without the lines that stand at the edge of most of them, numbers aside, and without page numbers. */
export function withoutRunningHeads(pages: readonly Line[][]): Line[][] {
  const seen = new Map<string, number>();
  for (const page of pages) {
    const edges = new Set(
      page.filter((_, i) => isEdge(i, page.length)).map(({ text }) => withoutDigits(text)),
    );
    for (const edge of edges) seen.set(edge, (seen.get(edge) ?? 0) + 1);
  }
  const often = Math.max(2, pages.length / 2);
  return pages.map((page) =>
    page.filter(({ text }, i) => {
      if (!isEdge(i, page.length)) return true;
      // The head of the first page may be the title: it says more than a running head does.
      return !PAGE_NUMBER.test(text) && (seen.get(withoutDigits(text)) ?? 0) < often;
    }),
  );
}

function isEdge(index: number, length: number): boolean {
  return index < MARGIN_LINES || index >= length - MARGIN_LINES;
}

function withoutDigits(text: string): string {
  return text.replace(/\d+/g, '#');
}

/** One text: lines of a paragraph joined by blanks, paragraphs separated by blank lines. */
export function joinParagraphs(pages: readonly Line[][]): string {
  const lines = pages.flat();
  const rights = lines.map((line) => line.right);
  const lefts = lines.map((line) => line.left);
  const right = quantile(rights, 0.9);
  const left = quantile(lefts, 0.1);
  const usualLeft = quantile(lefts, 0.5);
  // Hanging indents: a paragraph's first line stands out to the left of the others.
  const hanging = usualLeft > left + (lines[0]?.height ?? 0);
  const gaps = lines.map((line, i) => (lines[i - 1]?.y ?? line.y) - line.y).filter((gap) => gap > 0);
  // Most lines follow on one within a paragraph, and stand closer than paragraphs do.
  const usual = quantile(gaps, 0.25);
  let text = '';
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    if (before === undefined) text = line.text;
    else if (parts(before, line)) text += `\n\n${line.text}`;
    // A hyphen at a line's end stays: taking it away would be a guess.
    else
      text += /\p{L}-$/u.test(before.text) || hanMeets(before.text, line.text) ? line.text : ` ${line.text}`;
  });
  return text;

  function parts(before: Line, line: Line): boolean {
    const gap = before.y - line.y;
    // A new page or column: the paragraph goes on unless it has come to an end.
    if (gap <= 0) return /[.?!:)”"。？！：]$/u.test(before.text) || isShort(before);
    if (usual > 0 && gap > usual * 1.35) return true;
    if (isShort(before) || opensSpeech(line.text, before.text)) return true;
    if (hanging) return line.left < usualLeft - line.height / 2;
    return line.left > left + line.height && before.left <= left + line.height / 2;
  }

  function isShort(line: Line): boolean {
    return line.right < right - (right - left) * 0.2;
  }
}

function hanMeets(before: string, after: string): boolean {
  return /[\p{Script=Han}，。、：；？！]$/u.test(before) && /^[\p{Script=Han}“（]/u.test(after);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}
