/** Text to paragraphs: by line or by block, whichever way the file was written. */

/** A trimmed stretch of the document's text. */
export interface Span {
  start: number;
  end: number;
}

/** `lines`: each line is a paragraph. `blocks`: lines are wrapped, and blank lines part paragraphs. */
export type ParagraphStyle = 'lines' | 'blocks';

/** White space as a reader sees it: JavaScript's, and the zero-width marks that pages leave behind. */
const LEADING = /^[\s\u200b\u2060]+/u;
const TRAILING = /[\s\u200b\u2060]$/u;

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
  const lines = text.split(/\r\n|\n|\r/);
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

/**
 * Paragraphs from `from` on, in order. In blocks, `startsSpeech(line, before)` says whether a line opens a
 * new paragraph although no blank line parts it from the line before.
 */
export function splitParagraphs(
  text: string,
  from: number,
  style: ParagraphStyle,
  startsSpeech: (line: string, before: string) => boolean,
): Span[] {
  const spans: Span[] = [];
  let open: Span | undefined;
  let before = '';
  for (const match of text.slice(from).matchAll(/[^\r\n]+/g)) {
    const line = trimSpan(text, from + match.index, from + match.index + match[0].length);
    const gap = text.slice(open?.end ?? line.start, line.start);
    if (line.start === line.end) continue;
    const parted = style === 'lines' || (gap.match(/\r\n|\n|\r/g)?.length ?? 0) > 1;
    if (open === undefined || parted || startsSpeech(text.slice(line.start, line.end), before)) {
      open = { ...line };
      spans.push(open);
    } else {
      open.end = line.end;
    }
    before = match[0];
  }
  return spans;
}
