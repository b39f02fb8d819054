/** Pages that lost their line breaks: speeches run on inside a paragraph, each with its label after the end of a sentence. */
import { type Line, trimSpan } from '../paragraphs.ts';
import { isAnonymous, partByWords } from '../vocabulary.ts';

const INSIDE =
  /(?<=[.?!…。？！”"’»」）)\]]\s{0,6})(?<!(?:^|\s)\p{Lu}\p{L}{0,3}\.\s{0,6})(\p{Lo}{2,12}|\p{Lu}[\p{L}\p{M}.’'-]*(?:\s\p{Lu}[\p{L}\p{M}.’'-]*){0,4})\s?[:：](?!\/\/)/gu;
const OPENING = /^(\p{Lo}{2,12}|\p{Lu}[\p{L}\p{M}.’'-]*(?:\s\p{Lu}[\p{L}\p{M}.’'-]*){0,4})\s?[:：]/u;

/** `… of it.    – ENDS –`: the mark of the end has lost its break as well. */
const END = /(?<=[.?!…”"’])\s{2,}\P{L}{0,3}\S{0,2}\s?\bENDS?\b\s?\S{0,2}\s*$/u;
const END_REACH = 40;

/** Lines cut where a speech begins inside them, if most speeches of the document do. */
export function partRunIn(text: string, lines: readonly Line[]): Line[] {
  const found = lines.map(({ start, end }) =>
    end - start < 100 ? [] : [...text.slice(start, end).matchAll(INSIDE)],
  );
  const inside = new Map<string, number>();
  for (const match of found.flat()) {
    const name = match[1] ?? '';
    if (partByWords(name) !== 'nobody') inside.set(name, (inside.get(name) ?? 0) + 1);
  }
  const opening = new Map<string, number>();
  for (const { start, end } of lines) {
    const name = OPENING.exec(text.slice(start, Math.min(end, start + 80)))?.[1];
    if (name !== undefined) opening.set(name, (opening.get(name) ?? 0) + 1);
  }
  const speakers = [...inside.keys()].filter(
    (name) =>
      partByWords(name) !== undefined ||
      isAnonymous(name) ||
      (inside.get(name) ?? 0) + (opening.get(name) ?? 0) > 1,
  );
  const times = (counts: ReadonlyMap<string, number>) =>
    speakers.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);
  const recurs = speakers.some((name) => (inside.get(name) ?? 0) > 1);
  if (speakers.length < 2 || !recurs || times(inside) < 3 || times(inside) <= times(opening))
    return [...lines];
  const names = new Set(speakers);
  return lines.flatMap((line, i) => {
    const cuts = (found[i] ?? [])
      .filter((match) => names.has(match[1] ?? ''))
      .map(({ index }) => line.start + index);
    return [line.start, ...cuts].flatMap((start, at) => {
      const span = trimSpan(text, start, cuts[at] ?? line.end);
      const tail =
        END.exec(text.slice(Math.max(span.start, span.end - END_REACH), span.end))?.[0].length ?? 0;
      if (at === cuts.length) span.end -= tail;
      if (span.start === span.end) return [];
      return [at === 0 ? { ...line, ...span } : { ...span, gap: true, hardBreak: false, opening: 0 }];
    });
  });
}
