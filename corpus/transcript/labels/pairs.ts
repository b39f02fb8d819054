/** Marks of a letter or two that open lines by turns (`P.` and `R.`, `F:` and `A:`): the one that asks marks the questions. */
import { asksSomething } from '../vocabulary.ts';
import type { LabelledLine } from './forms.ts';

const MARK =
  /^[*_]{0,3}((?:\p{Lu}|\p{Lo}){1,3})\d{0,2}[*_]{0,3}\s?(?:[.:)）：]{1,2}|\s?[-–—])[-–—]?[*_]{0,3}\s+(?=[^\p{Ll}\s])/u;
/** Most of what the one says asks, and little of what the other says. */
const ASKS = 0.6;
const ANSWERS = 0.3;

/** The lines with their marks, where two letters are found that take turns. */
export function readPairs(text: string, lines: readonly LabelledLine[]): LabelledLine[] {
  const kinds = new Set(lines.map(({ label }) => (label?.shape === 'key' ? 'key' : label?.kind)));
  if (kinds.has('key') || (kinds.has('answer') && kinds.has('question'))) return [...lines];
  const opened = lines.flatMap(({ start, end }, line) => {
    const match = MARK.exec(text.slice(start, Math.min(end, start + 16)));
    return match === null ? [] : [{ line, start, letters: match[1] ?? '', length: match[0].length }];
  });
  if (opened.length < 4) return [...lines];
  const counts = new Map<string, number>();
  for (const { letters } of opened) counts.set(letters, (counts.get(letters) ?? 0) + 1);
  const [first, second] = [...counts].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1]);
  if (first === undefined || second === undefined) return [...lines];
  const pair = opened.filter(({ letters }) => letters === first[0] || letters === second[0]);
  const alternates = pair.filter(({ letters }, i) => i > 0 && letters !== pair[i - 1]?.letters).length;
  if (pair.length < 4 || alternates < (pair.length - 1) * 0.8) return [...lines];
  const named = lines.filter(({ label }) => label?.shape === 'colon' && (label.name?.length ?? 0) > 3).length;
  if (named > pair.length) return [...lines];
  const share = (letters: string) => {
    const said = pair.flatMap((mark, i) =>
      mark.letters === letters
        ? [
            text
              .slice(mark.start, pair[i + 1]?.start ?? text.length)
              .trimEnd()
              .slice(-80),
          ]
        : [],
    );
    return said.filter(asksSomething).length / said.length;
  };
  const [asker, answerer] =
    share(first[0]) > share(second[0]) ? [first[0], second[0]] : [second[0], first[0]];
  // `PM:` and `NV:` say who speaks; a single letter does not.
  if (answerer.length > 1) return [...lines];
  if (share(asker) < ASKS || share(answerer) > ANSWERS) return [...lines];
  const marks = new Map(pair.map((mark) => [mark.line, mark]));
  return lines.map((line, i) => {
    const mark = marks.get(i);
    if (mark === undefined) return line;
    const kind = mark.letters === asker ? 'question' : 'answer';
    return { ...line, label: { kind, shape: 'key', face: 'upper', length: mark.length } };
  });
}
