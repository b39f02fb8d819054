/** Interviews without labels, in which bold or slanted letters, or headings, set the questions apart. */
import { ENDS_A_SENTENCE, isProse } from '../boilerplate.ts';
import { type Emphasis, type Face, type Span, trimSpan } from '../paragraphs.ts';
import { asksSomething, partByWords } from '../vocabulary.ts';
import type { Label, LabelledLine } from './forms.ts';

/** So many of the paragraphs that are set apart must ask. */
const SHARE = 0.6;
/** The number of a question, perhaps in letters of its own: `**1.** `. */
const NUMBER = String.raw`[*_]{0,3}\d{1,2}[.)][*_]{0,3}\s+`;
const MARKED = new RegExp(String.raw`^(?:#{2,6}\s+|${NUMBER})?([*_]{1,3})\S[\s\S]*?\1$`, 'u');
const HEADING = /^#{2,6}\s/;
/** `### [0:15] `: when it was said. */
const TIMED = /^(?:#{2,6}\s+)?(?:[[(]{0,2}\d{1,2}:)\d{2}(?::\d{2})?[\])]{0,2}\s+(?=\S)/u;
/** What stands before the words of a question. */
const LEAD_IN = new RegExp(
  String.raw`^(?:#{2,6}\s+)?(?:[[(]{0,2}\d{1,2}:\d{2}(?::\d{2})?[\])]{0,2}\s+)?(?:${NUMBER}(?=[*_]))?[*_]{0,3}`,
  'u',
);
const ENDS_ASKED = /[.!…][”"’»*_]*$/u;
/** Words by which somebody who asks speaks to whoever answers. */
const ADDRESSES = /\b(?:you|your|we|us|I|let['’]s)\b/u;

/**
 * The lines with marks of questions and answers; undefined where the document has labels, or its letters tell nothing.
 * Labels may stand before some of the answers: whoever else answers than the one who does without (`Vice-President Field: …`).
 */
export function readTypography(
  text: string,
  wrapped: readonly LabelledLine[],
  emphasis: readonly Emphasis[],
): LabelledLine[] | undefined {
  const joined = joinMarked(text, wrapped);
  const faces = facesOf(text, joined, emphasis);
  const heads = joined.flatMap(({ label }, i) => (label === undefined ? [] : [i]));
  const apart = faces.map((face) => face !== undefined);
  const goesOn = heads.length > 0 ? goOn(text, joined, apart) : undefined;
  if (goesOn !== undefined) return goesOn;
  const wordsOf = (line: Span | undefined) => (line === undefined ? '' : text.slice(line.start, line.end));
  const asks = joined.map((line, i) => apart[i] === true && asksSomething(wordsOf(line).slice(-12)));
  const timed = areTimed(text, joined, apart);
  const first = firstAsked(text, joined, faces, timed ? apart : asks);
  const last = (timed ? apart : asks).lastIndexOf(true);
  const face = usualFace(faces.filter((_, i) => asks[i]));
  const set = faces.flatMap((one, i) =>
    i >= first && i <= last && one !== undefined && (asks[i] === true || !isAside(one, face)) ? [i] : [],
  );
  const asking = set.filter((i) => asks[i]);
  if (first < 0 || asking.length < 2 || (!timed && asking.length < set.length * SHARE)) return undefined;
  const answered = asking.filter((i) => {
    let last = i + 1;
    while (joined[last + 1]?.gap === false && apart[last + 1] !== true) last += 1;
    return asks[i + 1] === true || (apart[i + 1] === false && ENDS_A_SENTENCE.test(wordsOf(joined[last])));
  });
  if (answered.length < asking.length * 0.8) return undefined;
  const answers = (label: Label | undefined) =>
    label?.kind === 'name' && ['official', undefined].includes(partByWords(label.name ?? ''));
  const others = heads.every((i) => i > first && !apart[i] && answers(joined[i]?.label));
  if (!others || heads.length > asking.length) return undefined;
  let role: Label['kind'] | undefined;
  const marked = joined.flatMap((line, i): LabelledLine[] => {
    if (line.label !== undefined) {
      role = 'name';
      return [{ ...line, gap: true }];
    }
    const one = faces[i];
    if (one !== undefined && i > first && asks[i] !== true && one === 'slanted' && face !== 'slanted')
      return [];
    const ours = one !== undefined && (asks[i] === true || !isAside(one, face));
    const asked = i >= first && ours && (asks[i] === true || ENDS_ASKED.test(wordsOf(line)));
    const kind = asked ? 'question' : i > first && !ours ? 'answer' : undefined;
    const goesOn = kind === role && (kind === 'answer' || !line.gap);
    if (kind === undefined || goesOn || (kind === 'answer' && role === 'name')) return [line];
    role = kind;
    return [asked ? markQuestion(text, line) : { ...line, gap: true, label: mark('answer', 0) }];
  });
  return unquote(text, marked);
}

function mark(kind: 'question' | 'answer', length: number): Label {
  return { kind, shape: 'key', face: 'mixed', length };
}

/** A question without its number, its time and the marks around it. */
function markQuestion(text: string, line: LabelledLine): LabelledLine {
  const words = text.slice(line.start, line.end);
  const leadIn = LEAD_IN.exec(words)?.[0] ?? '';
  const closing = /\d/.test(leadIn) ? (/[*_]{1,3}$/.exec(leadIn)?.[0] ?? '') : '';
  const end = closing !== '' && words.endsWith(closing) ? line.end - closing.length : line.end;
  return { ...line, end, gap: true, label: mark('question', leadIn.length) };
}

/** `**Will it open**` / `**before winter?**`: lines that one pair of marks encloses are one. */
function joinMarked(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
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
function facesOf(text: string, lines: readonly Span[], emphasis: readonly Emphasis[]): (Face | undefined)[] {
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
    return marks === undefined ? undefined : marks.length === 1 ? 'slanted' : 'bold';
  });
}

/** Whether each line stands wholly in bold or slanted letters, or is a heading. */
export function setApart(text: string, lines: readonly Span[], emphasis: readonly Emphasis[]): boolean[] {
  return facesOf(text, lines, emphasis).map((face) => face !== undefined);
}

function usualFace(faces: readonly (Face | undefined)[]): Face | undefined {
  const counts = new Map<Face | undefined, number>();
  for (const face of faces) counts.set(face, (counts.get(face) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Whether what stands in such letters is no question where those stand in others: a caption, a credit, a stressed sentence. */
function isAside(face: Face, questions: Face | undefined): boolean {
  return face !== questions && face !== 'heading';
}

/** Headings that all carry a time and end as sentences do are what was said then, whether it asks or not. */
function areTimed(text: string, lines: readonly Span[], apart: readonly boolean[]): boolean {
  const said = lines.filter(({ start, end }, i) => apart[i] && !/^#\s/.test(text.slice(start, end)));
  return (
    said.length > 2 &&
    said.every(({ start, end }) => {
      const words = text.slice(start, end);
      return TIMED.test(words) && ENDS_A_SENTENCE.test(words.slice(-6));
    })
  );
}

/**
 * Where the first question stands. What opens the talk without asking (`I thought we could start with the harbour.`) stands in the
 * letters of the questions below a lead that does not, speaks to somebody, and is answered.
 */
function firstAsked(
  text: string,
  lines: readonly Span[],
  faces: readonly (Face | undefined)[],
  asks: readonly boolean[],
): number {
  const first = asks.indexOf(true);
  const prose = (i: number) => {
    const { start, end } = lines[i] ?? { start: 0, end: 0 };
    return faces[i] === undefined && isProse(text.slice(start, end));
  };
  const lead = lines.findIndex((_, i) => prose(i));
  const opens = faces.findIndex((face, i) => {
    const { start, end } = lines[i] ?? { start: 0, end: 0 };
    const words = text.slice(start, end);
    return i > lead && i < first && face === faces[first] && ENDS_ASKED.test(words) && ADDRESSES.test(words);
  });
  return lead >= 0 && opens >= 0 && prose(opens + 1) ? opens : first;
}

/** `> We are.` where every answer is a block quote: these are paragraphs without their marks. */
function unquote(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const quoted = ({ start }: Span) => text.startsWith('>', start);
  const answers = lines.filter(({ label }) => label?.kind === 'answer');
  if (!answers.every(quoted) || lines.some((line) => line.label?.kind === 'question' && quoted(line)))
    return [...lines];
  let gap = false;
  return lines.flatMap((line): LabelledLine[] => {
    if (!quoted(line)) return [line];
    const span = trimSpan(text, line.start + 1, line.end);
    const blank = span.start === span.end;
    const unquoted = { ...line, ...span, gap: line.gap || gap };
    gap = blank;
    return blank ? [] : [unquoted];
  });
}

/**
 * `Q. **Did he respond?**` and, without a label, the answer below it: what is asked is one paragraph that ends with its mark,
 * or all that is set apart by its letters. Undefined where anybody else has a label, or this does not hold for all questions.
 */
export function readAnswersBelow(
  text: string,
  lines: readonly LabelledLine[],
  emphasis: readonly Emphasis[],
): LabelledLine[] | undefined {
  const heads = lines.flatMap(({ label }, i) => (label === undefined ? [] : [i]));
  if (heads.length < 2 || lines.some(({ label }) => label !== undefined && !marksQuestion(label)))
    return undefined;
  const apart = setApart(text, lines, emphasis);
  const bold = heads.every((i) => apart[i]);
  const answers = heads.flatMap((head, at) => {
    let i = head + 1;
    while (bold && apart[i] === true && lines[i]?.label === undefined) i += 1;
    const [line, end] = [lines[i], heads[at + 1] ?? lines.length];
    const asked = lines[i - 1];
    if (line === undefined || asked === undefined || i >= end || apart[i] === true) return [];
    const asks = asksSomething(text.slice(asked.start, asked.end).slice(-4));
    const said = text.slice(line.start, line.end);
    return line.gap && (bold || asks) && ENDS_A_SENTENCE.test(said) && !asksSomething(said.slice(-4))
      ? [i]
      : [];
  });
  if (answers.length < heads.length) return undefined;
  const marked = new Set(answers);
  return lines.map((line, i) =>
    marked.has(i) ? { ...line, label: { kind: 'answer', shape: 'key', face: 'mixed', length: 0 } } : line,
  );
}

/** `Q.`, and `Reporter:` without a name. */
function marksQuestion({ kind, name }: Label): boolean {
  return kind === 'question' || (name !== undefined && partByWords(name) === 'asker');
}

/** `<b>Gazette: Is it so?</b>` and `<b>Jane Doe:</b> It is.`, and then the letters alone: who asks and answers stays the same. */
function goOn(
  text: string,
  lines: readonly LabelledLine[],
  apart: readonly boolean[],
): LabelledLine[] | undefined {
  const heads = lines.flatMap(({ label }, i) => (label === undefined ? [] : [i]));
  const [asker = 0, answerer = 0, ...more] = heads;
  if (
    heads.length < 2 ||
    apart[asker] !== true ||
    apart[answerer] === true ||
    more.some((i) => i < answerer + 2)
  )
    return undefined;
  const bare = lines.flatMap(({ label }, i) =>
    i > answerer && label === undefined && apart[i] === true ? [i] : [],
  );
  const answered = bare.filter((i) => lines[i + 1] !== undefined && apart[i + 1] !== true);
  if (bare.length < 2 || heads.length > bare.length + 2 || answered.length < bare.length) return undefined;
  return lines.map((line, i): LabelledLine => {
    const kind =
      i === asker || bare.includes(i)
        ? 'question'
        : i === answerer || bare.includes(i - 1)
          ? 'answer'
          : undefined;
    if (kind === undefined || (line.label !== undefined && i !== asker && i !== answerer)) return line;
    const { name } = (kind === 'question' ? lines[asker] : lines[answerer])?.label ?? {};
    const dash = /^[*_]{0,3}(?:[-–—]\s)?/u.exec(text.slice(line.start, line.end))?.[0].length ?? 0;
    const length = line.label?.length ?? dash;
    return {
      ...line,
      gap: true,
      label: { kind, shape: 'key', face: 'mixed', length, ...(name !== undefined && { name }) },
    };
  });
}
