/** Interviews without labels, in which bold or slanted letters, or headings, set the questions apart. */
import { ENDS_A_SENTENCE, isProse } from '../boilerplate.ts';
import { type Emphasis, type Face, type Span, trimSpan } from '../paragraphs.ts';
import { asksSomething, partByWords } from '../vocabulary.ts';
import { facesOf, joinMarked, NUMBER, setApart } from './faces.ts';
import type { Label, LabelledLine } from './forms.ts';

/** So many of the paragraphs that are set apart must ask. */
const SHARE = 0.6;
/** `### [0:15] `: when it was said. */
const TIME = String.raw`[[(]{0,2}\d{1,2}:\d{2}(?::\d{2})?[\])]{0,2}\s+`;
const TIMED = new RegExp(String.raw`^(?:#{2,6}\s+)?${TIME}(?=\S)`, 'u');
/** What stands before the words of a question. */
const LEAD_IN = new RegExp(String.raw`^(?:#{2,6}\s+)?(?:${TIME})?(?:${NUMBER}(?=[*_]))?[*_]{0,3}`, 'u');
const ENDS_ASKED = /[.!…][”"’»*_]*$/u;
/** Words by which somebody who asks speaks to whoever answers. */
const ADDRESSES = /\b(?:you|your|we|us|I|let['’]s)\b/u;

/** How the letters of a document tell its questions. */
interface Letters {
  /** What sets each line apart, whether it then asks, and what sets most of those that ask apart. */
  faces: readonly (Face | undefined)[];
  asks: readonly boolean[];
  usual: Face | undefined;
  first: number;
  last: number;
  /** Whether each line that is set apart carries the time when it was said. */
  timed: boolean;
}

/**
 * The lines with marks of questions and answers; undefined where the document has labels, or its letters tell nothing.
 * Labels may stand before some of the answers: whoever else answers than the one who does without (`Vice-President Field: …`).
 */
export function readTypography(
  text: string,
  wrapped: readonly LabelledLine[],
  emphasis: readonly Emphasis[],
): LabelledLine[] | undefined {
  const lines = joinMarked(text, wrapped);
  const faces = facesOf(text, lines, emphasis);
  const apart = faces.map((face) => face !== undefined);
  const labelled = lines.some(({ label }) => label !== undefined);
  const goesOn = labelled ? goOn(text, lines, apart) : undefined;
  if (goesOn !== undefined) return goesOn;
  const asks = lines.map(
    ({ start, end }, i) => apart[i] === true && asksSomething(text.slice(start, end).slice(-12)),
  );
  const timed = areTimed(text, lines, apart);
  const said = timed ? apart : asks;
  const letters: Letters = {
    faces,
    asks,
    usual: usualFace(faces.filter((_, i) => asks[i])),
    first: firstAsked(text, lines, faces, said),
    last: said.lastIndexOf(true),
    timed,
  };
  return isInterview(text, lines, letters) ? unquote(text, markTurns(text, lines, letters)) : undefined;
}

/** Whether most of what is set apart asks and is answered, and nobody but others who answer has a label. */
function isInterview(text: string, lines: readonly LabelledLine[], letters: Letters): boolean {
  const { faces, asks, first, last, timed } = letters;
  const set = lines.flatMap((_, i) => (i >= first && i <= last && isOfQuestions(i, letters) ? [i] : []));
  const asking = set.filter((i) => asks[i]);
  if (first < 0 || asking.length < 2 || (!timed && asking.length < set.length * SHARE)) return false;
  const answered = asking.filter((i) => {
    let end = i + 1;
    while (lines[end + 1]?.gap === false && faces[end + 1] === undefined) end += 1;
    const line = lines[end];
    const ends = line !== undefined && ENDS_A_SENTENCE.test(text.slice(line.start, line.end));
    return asks[i + 1] === true || (faces[i + 1] === undefined && ends);
  });
  const heads = lines.flatMap(({ label }, i) => (label === undefined ? [] : [i]));
  const answers = (label: Label | undefined) =>
    label?.kind === 'name' && ['official', undefined].includes(partByWords(label.name ?? ''));
  const others = heads.every((i) => i > first && faces[i] === undefined && answers(lines[i]?.label));
  // Where each question has a label below it, and little is asked under labels, several answer each.
  const asked = (i: number) => asksSomething(text.slice(lines[i]?.start, lines[i]?.end).slice(-4));
  const several =
    asking.every((i) => lines[i + 1]?.label !== undefined && !asked(i + 1)) &&
    heads.filter(asked).length * 3 < heads.length;
  return answered.length >= asking.length * 0.8 && others && (several || heads.length <= asking.length);
}

/** Whether a line stands in letters by which questions are told: not a caption, a credit, a stressed sentence among them. */
function isOfQuestions(i: number, { faces, asks, usual }: Letters): boolean {
  const face = faces[i];
  return face !== undefined && (asks[i] === true || face === usual || face === 'heading');
}

function markTurns(text: string, lines: readonly LabelledLine[], letters: Letters): LabelledLine[] {
  const { faces, asks, usual, first } = letters;
  let role: Label['kind'] | undefined;
  return lines.flatMap((line, i): LabelledLine[] => {
    if (line.label !== undefined) {
      role = 'name';
      return [{ ...line, gap: true }];
    }
    const ours = isOfQuestions(i, letters);
    // Captions and credits are slanted where questions are not.
    if (i > first && !ours && faces[i] === 'slanted' && usual !== 'slanted') return [];
    const asked =
      i >= first && ours && (asks[i] === true || ENDS_ASKED.test(text.slice(line.start, line.end)));
    const kind = asked ? 'question' : i > first && !ours ? 'answer' : undefined;
    const goesOn = kind === role && (kind === 'answer' || !line.gap);
    if (kind === undefined || goesOn || (kind === 'answer' && role === 'name')) return [line];
    role = kind;
    return [asked ? markQuestion(text, line) : { ...line, gap: true, label: mark('answer', 0) }];
  });
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

function usualFace(faces: readonly (Face | undefined)[]): Face | undefined {
  const counts = new Map<Face | undefined, number>();
  for (const face of faces) counts.set(face, (counts.get(face) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
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
