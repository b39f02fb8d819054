/** Interviews without labels, in which bold or slanted letters, or headings, set the questions apart. */
import { ENDS_A_SENTENCE } from '../boilerplate.ts';
import type { Span } from '../paragraphs.ts';
import { asksSomething, partByWords } from '../vocabulary.ts';
import type { Label, LabelledLine } from './forms.ts';

/** So many of the paragraphs that are set apart must ask. */
const SHARE = 0.6;
const MARKED = /^(?:#{2,6}\s+|\d{1,2}[.)]\s+)?([*_]{1,3})\S[\s\S]*?\1$/u;
const HEADING = /^#{2,6}\s/;

/**
 * The lines with marks of questions and answers; undefined where the document has labels, or its letters tell nothing.
 * Labels may stand before some of the answers: whoever else answers than the one who does without (`Vice-President Field: …`).
 */
export function readTypography(
  text: string,
  lines: readonly LabelledLine[],
  emphasis: readonly Span[],
): LabelledLine[] | undefined {
  const apart = setApart(text, lines, emphasis);
  const heads = lines.flatMap(({ label }, i) => (label === undefined ? [] : [i]));
  const goesOn = heads.length > 0 ? goOn(text, lines, apart) : undefined;
  if (goesOn !== undefined) return goesOn;
  const asks = lines.map(
    ({ start, end }, i) => apart[i] === true && asksSomething(text.slice(start, end).slice(-12)),
  );
  const [first, last] = [asks.indexOf(true), asks.lastIndexOf(true)];
  const set = apart.flatMap((is, i) => (is && i >= first && i <= last ? [i] : []));
  const asking = set.filter((i) => asks[i]);
  if (first < 0 || asking.length < 2 || asking.length < set.length * SHARE) return undefined;
  const answered = asking.filter((i) => {
    const next = lines[i + 1];
    return (
      next !== undefined &&
      (asks[i + 1] === true ||
        (apart[i + 1] !== true && ENDS_A_SENTENCE.test(text.slice(next.start, next.end))))
    );
  });
  if (answered.length < asking.length * 0.8) return undefined;
  const answers = (label: Label | undefined) =>
    label?.kind === 'name' && ['official', undefined].includes(partByWords(label.name ?? ''));
  const others = heads.every((i) => i > first && apart[i] !== true && answers(lines[i]?.label));
  if (!others || heads.length > asking.length) return undefined;
  let role: Label['kind'] | undefined;
  return lines.map((line, i): LabelledLine => {
    if (line.label !== undefined) {
      role = 'name';
      return { ...line, gap: true };
    }
    const asked =
      i >= first &&
      apart[i] === true &&
      (asks[i] === true || /[.!…][”"’»*_]*$/u.test(text.slice(line.start, line.end)));
    const kind = asked ? 'question' : i > first && apart[i] !== true ? 'answer' : undefined;
    if (kind === undefined || kind === role || (kind === 'answer' && role === 'name')) return line;
    role = kind;
    const length = asked
      ? (/^(?:#{2,6}\s+)?[*_]{0,3}/u.exec(text.slice(line.start, line.end))?.[0].length ?? 0)
      : 0;
    return { ...line, gap: true, label: { kind, shape: 'key', face: 'mixed', length } };
  });
}

/** Whether each line stands wholly in bold or slanted letters, or is a heading. */
export function setApart(text: string, lines: readonly Span[], emphasis: readonly Span[]): boolean[] {
  const covered = new Map(emphasis.map(({ start, end }) => [start, end]));
  return lines.map(({ start, end }) => {
    const words = text.slice(start, end);
    return (covered.get(start) ?? 0) >= end - 2 || MARKED.test(words) || HEADING.test(words);
  });
}

/**
 * `Q. **Did he respond?**` and, without a label, the answer below it: what is asked is one paragraph that ends with its mark,
 * or all that is set apart by its letters. Undefined where anybody else has a label, or this does not hold for all questions.
 */
export function readAnswersBelow(
  text: string,
  lines: readonly LabelledLine[],
  emphasis: readonly Span[],
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
