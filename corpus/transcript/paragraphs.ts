/** Text to lines, and lines to paragraphs: by line or by block, whichever way the file was written. */

/** A trimmed part of the document's text. */
export interface Span {
  start: number;
  end: number;
}

/** What sets words apart from others. */
export type Face = 'heading' | 'bold' | 'slanted';

/** A part of the text in letters of its own; bold, if nothing else is said. */
export interface Emphasis extends Span {
  face?: Face;
}

/** `lines`: each line is a paragraph. `blocks`: lines are wrapped, and blank lines separate paragraphs. */
export type ParagraphStyle = 'lines' | 'blocks';

export interface Line extends Span {
  /** Whether it is the first line, or a blank line stands above it. */
  gap: boolean;
  /** Whether the line above was ended on purpose: with a hard break of Markdown, or far from its full width. */
  hardBreak: boolean;
  /** How long its first word is. */
  opening: number;
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
  const width = usualWidth(widths);
  if (width > WIDEST || width < NARROWEST) return 'lines';
  const sample = linesOf(text.slice(0, SAMPLE), 0, SAMPLE);
  if (partIndented(text, sample) !== sample) return 'blocks';
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
  if (neighbours < 3) return isDoubleSpaced(text, sample) ? 'blocks' : 'lines';
  return full / neighbours > 0.6 || isCut(text, sample) ? 'blocks' : 'lines';
}

/** Whether so many lines go on in mid-sentence that they must have been wrapped, to whatever width. */
function isCut(text: string, lines: readonly Line[]): boolean {
  const cut = lines.filter(
    (line, i) =>
      /[\p{L},]/u.test(text.charAt(line.end - 1)) &&
      /^\p{Ll}/u.test(text.slice(lines[i + 1]?.start ?? text.length)),
  );
  return lines.length >= ENOUGH_LINES && cut.length > lines.length * 0.35;
}

/** Wrapped lines are no wider and no narrower. */
const WIDEST = 140;
const NARROWEST = 30;

/** The width that lines were wrapped to: nearly all are shorter. */
function usualWidth(widths: number[]): number {
  widths.sort((a, b) => a - b);
  return widths[Math.floor(widths.length * 0.95)] ?? 0;
}

/** The lines between two offsets that hold anything, trimmed, in order. */
export function splitLines(text: string, from: number, to: number): Line[] {
  const lines = partIndented(text, linesOf(text, from, to));
  if (isDoubleSpaced(text, lines)) {
    const fits = fitsAbove(lines);
    return lines.map((line, i) => ({ ...line, gap: fits(line, i) }));
  }
  // Wrapped, and not a blank line: a line that could have held the next word ends a paragraph.
  const dense = lines.filter(({ gap }) => gap).length <= 1 + lines.length / 20;
  if (!dense || !isCut(text, lines)) return lines;
  const widths = lines.map(({ start, end }) => end - start).sort((a, b) => a - b);
  const usual = widths[Math.floor(widths.length / 2)] ?? 0;
  const fits = fitsAbove(lines);
  return lines.map((line, i) => {
    const above = lines[i - 1];
    if (line.gap || above === undefined || /^\p{Ll}/u.test(text.slice(line.start, line.end))) return line;
    const width = above.end - above.start + 1 + line.opening;
    const ended = /[.?!:…”"’)\]\p{Lu}\p{N}]/u.test(text.charAt(above.end - 1));
    // `Venue: Garden House` below a line that could have held its first word was not wrapped.
    const broken = fits(line, i) && /^\p{Lu}[^:：]{1,60}[:：]/u.test(text.slice(line.start, line.end));
    return { ...line, gap: width <= (ended ? usual : usual / 2), hardBreak: line.hardBreak || broken };
  });
}

/** `[[country:Norway]]`: what a notebook keeps of a page for itself. */
const PROPERTY = /^\[\[[\p{L}_-]+:[^\]]*\]\]$/u;

/** Without lines that are properties of the page, wherever they stand. */
export function withoutProperties(text: string, lines: readonly Line[]): Line[] {
  let gap = false;
  return lines.flatMap((line) => {
    const dropped = text.startsWith('[[', line.start) && PROPERTY.test(text.slice(line.start, line.end));
    const kept = { ...line, gap: line.gap || gap };
    gap = dropped && kept.gap;
    return dropped ? [] : [kept];
  });
}

/** Paragraphs of a typescript may be set apart by the indentation of their first line alone: the gaps are put back. */
function partIndented(text: string, lines: Line[]): Line[] {
  const indent = ({ start }: Span) =>
    /[ \t]*$/.exec(text.slice(Math.max(0, start - 20), start))?.[0].length ?? 0;
  const indents = lines.map(indent);
  const opens = lines.filter(({ gap }, i) => {
    const [own = 0, next = 0] = indents.slice(i, i + 2);
    return !gap && own >= 2 && own <= 12 && next <= 1;
  });
  const gaps = lines.filter(({ gap }) => gap).length;
  const cut = opens.filter(({ end }) => /[\p{L}\p{N},-]/u.test(text.charAt(end - 1)));
  if (opens.length < 3 || opens.length * 2 < gaps || cut.length < opens.length * 0.6) return lines;
  const usual = opens.map(indent).sort((a, b) => a - b)[opens.length >> 1];
  return lines.map((line, i) => (indents[i] === usual ? { ...line, gap: true } : line));
}

function linesOf(text: string, from: number, to: number): Line[] {
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
    lines.push({
      ...span,
      gap: breaks > 1,
      hardBreak: HARD_BREAK.test(above.slice(-3)),
      opening: /^\S*/u.exec(text.slice(span.start, Math.min(span.end, span.start + WIDEST)))?.[0].length ?? 0,
    });
    breaks = 0;
    above = piece;
  }
  return lines;
}

/** Typescripts in double spacing have a blank line between any two; fewer lines than this do not tell. */
const ENOUGH_LINES = 8;

/** Whether nearly every line has a blank line above it, and most were wrapped all the same. */
function isDoubleSpaced(text: string, lines: readonly Line[]): boolean {
  if (lines.length < ENOUGH_LINES || lines.filter(({ gap }) => gap).length < lines.length * 0.9) return false;
  const width = usualWidth(lines.map(({ start, end }) => end - start));
  if (width > WIDEST || width < NARROWEST) return false;
  const fits = fitsAbove(lines);
  const wrapped = lines.filter((line, i) => i > 0 && !fits(line, i));
  const cut = lines.filter(({ end }) => /[\p{L}\p{N},-]/u.test(text.charAt(end - 1)));
  return wrapped.length > lines.length * 0.6 && cut.length > lines.length * 0.6;
}

/** Whether the first word of a line would have fitted on the line above: then a paragraph begins with it. */
function fitsAbove(lines: readonly Line[]): (line: Line, i: number) => boolean {
  const width = usualWidth(lines.map(({ start, end }) => end - start));
  return ({ opening }, i) => {
    const above = lines[i - 1];
    return above === undefined || above.end - above.start + 1 + opening <= width - 3;
  };
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
