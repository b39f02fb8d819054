/** What sets lines apart from others: headings, bold or slanted letters, as elements or as the marks of Markdown. */
import type { Emphasis, Face, Span } from '../paragraphs.ts';
import type { LabelledLine } from './forms.ts';

/** The number of a question, perhaps in letters of its own: `**1.** `. */
export const NUMBER = String.raw`[*_]{0,3}\d{1,2}[.)][*_]{0,3}\s+`;
const NUMBERED = new RegExp(`^${NUMBER}`, 'u');
const MARKED = new RegExp(String.raw`^(?:#{2,6}\s+|${NUMBER})?([*_]{1,3})\S[\s\S]*?\1$`, 'u');
const HEADING = /^#{2,6}\s/;

/** `**Will it open**` / `**before winter?**`: lines that one pair of marks encloses are one. */
export function joinMarked(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const joined: LabelledLine[] = [];
  let open: { at: number; marks: string } | undefined;
  for (const line of lines) {
    const words = text.slice(line.start, line.end);
    const first = open === undefined ? undefined : joined[open.at];
    if (open !== undefined && first !== undefined && !line.gap && line.label === undefined) {
      joined.push(line);
      if (words.endsWith(open.marks)) {
        joined.splice(open.at, joined.length, { ...first, end: line.end });
        open = undefined;
      } else if (words.includes(open.marks)) open = undefined;
      continue;
    }
    const marks = line.label === undefined ? /^(?:\*\*|__|[*_])(?=\S)/.exec(words)?.[0] : undefined;
    open =
      marks !== undefined && !words.slice(marks.length).includes(marks)
        ? { at: joined.length, marks }
        : undefined;
    joined.push(line);
  }
  return joined;
}

/** What sets each line apart as a whole, if anything does. */
export function facesOf(
  text: string,
  lines: readonly Span[],
  emphasis: readonly Emphasis[],
): (Face | undefined)[] {
  const covered = new Map<number, Emphasis>();
  for (const span of emphasis) {
    const other = covered.get(span.start);
    // `<em><strong>`: bold letters that are slanted as well are bold.
    const bolder = other !== undefined && other.end >= span.end && span.face === 'slanted';
    if (!bolder) covered.set(span.start, span);
  }
  // Bold letters may go on over the breaks of their lines.
  let span: Emphasis | undefined;
  return lines.map(({ start, end }) => {
    const words = text.slice(start, end);
    span = covered.get(start) ?? span;
    if (HEADING.test(words)) return 'heading';
    if (span !== undefined && span.end >= end - 2) return span.face ?? 'bold';
    const marks = MARKED.exec(words)?.[1];
    if (marks === undefined || closesWithin(words, marks)) return undefined;
    return marks.length === 1 ? 'slanted' : 'bold';
  });
}

/** `*Never.* Not even in *winter*`: marks that are closed before plain words do not enclose the line. */
function closesWithin(words: string, marks: string): boolean {
  const closing = marks.replace(/[*_]/g, '[$&]');
  return new RegExp(String.raw`(?<=[^*_\s])${closing}(?![*_])\s+[^*_\s]`, 'u').test(
    words.replace(NUMBERED, ''),
  );
}

/** Whether each line stands wholly in bold or slanted letters, or is a heading. */
export function setApart(text: string, lines: readonly Span[], emphasis: readonly Emphasis[]): boolean[] {
  return facesOf(text, lines, emphasis).map((face) => face !== undefined);
}
