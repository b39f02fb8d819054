/** Text to lines, and lines to paragraphs: by line or by block, whichever way the file was written. */

/** A trimmed part of the document's text. */
export interface Span {
  start: number;
  end: number;
}

/** `lines`: each line is a paragraph. `blocks`: lines are wrapped, and blank lines separate paragraphs. */
export type ParagraphStyle = 'lines' | 'blocks';

export interface Line extends Span {
  /** Whether it is the first line, or a blank line stands above it. */
  gap: boolean;
  /** Whether the line above ends with a hard break of Markdown. */
  hardBreak: boolean;
}

/** White space as a reader sees it: JavaScript's, and the zero-width marks that pages leave behind. */
const LEADING = /^[\s\u200b\u2060]+/u;
const TRAILING = /[\s\u200b\u2060]/u;
/** Enough of a text to see how it was written. */
const SAMPLE = 2_000_000;
const HARD_BREAK = /(?: {2}|\u00a0 ?|\\)$/u;

/** The part of `text` between the two offsets without white space around it. */
export function trimSpan(text: string, start: number, end: number): Span {
  const lead = LEADING.exec(text.slice(start, end))?.[0].length ?? 0;
  let last = end;
  while (last > start + lead && TRAILING.test(text.charAt(last - 1))) last -= 1;
  return { start: start + lead, end: last };
}

/**
 * How a plain text file was written. Wrapped text fills its lines greedily: the first word of the next
 * line would not have fitted on the line before. Where that holds for most neighbours, lines are wrapped.
 */
export function detectStyle(text: string): ParagraphStyle {
  const lines = text.slice(0, SAMPLE).split(/\r\n|\n|\r/);
  const widths = lines.map((line) => line.trim().length).filter((width) => width > 0);
  widths.sort((a, b) => a - b);
  const width = widths[Math.floor(widths.length * 0.95)] ?? 0;
  if (width > 140 || width < 30) return 'lines';
  let neighbours = 0;
  let full = 0;
  for (let i = 0; i + 1 < lines.length; i += 1) {
    const line = lines[i]?.trim() ?? '';
    const next = lines[i + 1]?.trim() ?? '';
    if (line === '' || next === '') continue;
    neighbours += 1;
    const word = next.split(/\s/, 1)[0] ?? '';
    if (line.length + 1 + word.length > width - 3) full += 1;
  }
  return neighbours >= 3 && full / neighbours > 0.6 ? 'blocks' : 'lines';
}

/** The lines between two offsets that hold anything, trimmed, in order. */
export function splitLines(text: string, from: number, to: number): Line[] {
  const lines: Line[] = [];
  let breaks = 2;
  let above = '';
  let last = from;
  for (const match of text.slice(from, to).matchAll(/[^\r\n]+/g)) {
    const piece = match[0];
    const start = from + match.index;
    const between = text.slice(last, Math.min(start, last + 3));
    breaks += /^(?:\r\n|\n|\r)?$/.test(between) ? Math.min(1, between.length) : 2;
    last = start + piece.length;
    const span = trimSpan(text, start, last);
    if (span.start === span.end) continue;
    lines.push({ ...span, gap: breaks > 1, hardBreak: HARD_BREAK.test(above.slice(-3)) });
    breaks = 0;
    above = piece;
  }
  return lines;
}

/** Whether more lines than `limit` hold anything, without making them. */
export function hasMoreLines(text: string, limit: number): boolean {
  let count = 0;
  let blank = true;
  for (let i = 0; i < text.length && count <= limit; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) blank = true;
    else if (blank && code > 32) {
      blank = false;
      count += 1;
    }
  }
  return count > limit;
}

/** Whether a line without a label goes on in the paragraph that the line above belongs to. */
export function continuesParagraph(text: string, above: Span, line: Line, style: ParagraphStyle): boolean {
  if (line.gap) return false;
  if (style === 'blocks') return true;
  // Lines that were broken in mid-sentence: `this<br>has always been the great ruse.`
  return (
    /[\p{Ll},]$/u.test(text.slice(Math.max(above.start, above.end - 4), above.end)) &&
    /^\p{Ll}/u.test(text.slice(line.start, line.start + 2))
  );
}
