/** Lines to paragraphs that open with labels, and these to what each voice says in one go. */
import type { Page } from '../sources/page.ts';
import { stampLength } from './dates.ts';
import type { Label, LabelledLine } from './labels/forms.ts';
import { continuesParagraph, type Span, trimSpan } from './paragraphs.ts';
import type { Voice } from './roles.ts';
import { partByWords } from './vocabulary.ts';

/** A paragraph of the text: lines that belong together, with the label that they open with. */
export interface Piece extends Span {
  label?: Label;
  /** Where the words begin, after the label. */
  from: number;
  gap: boolean;
}

export function toPieces(text: string, lines: readonly LabelledLine[], style: Page['style']): Piece[] {
  const pieces: Piece[] = [];
  for (const line of lines) {
    const above = pieces.at(-1);
    if (line.label === undefined && above !== undefined && continuesParagraph(text, above, line, style)) {
      above.end = line.end;
      continue;
    }
    const { start, end, label } = line;
    if (label === undefined) pieces.push({ start, end, from: start, gap: line.gap });
    else {
      // `PM: -We are yet to…` takes over from a question that broke off.
      const from = start + label.length;
      pieces.push({
        start,
        end,
        gap: line.gap,
        label,
        from: Math.min(end, /^-\p{Lu}/u.test(text.slice(from, from + 2)) ? from + 1 : from),
      });
    }
  }
  return pieces.map((piece) => (piece.label === undefined ? piece : withoutLooseMarks(text, piece)));
}

/** `**Q: And then?**`: marks that open before the label and close after the words belong to neither. */
function withoutLooseMarks(text: string, piece: Piece): Piece {
  const marks = /^[*_]{1,3}/.exec(text.slice(piece.start, piece.from))?.[0];
  if (marks === undefined) return piece;
  const closedByLabel = text.slice(piece.start + marks.length, piece.from).includes(marks);
  if (closedByLabel || !text.slice(piece.from, piece.end).endsWith(marks)) return piece;
  return { ...piece, ...trimSpan(text, piece.start, piece.end - marks.length) };
}

/** Where all labels stand in quotations, what was said is quoted, and the rest is by whoever quotes it. */
export function onlyQuoted(text: string, pieces: readonly Piece[]): readonly Piece[] {
  const quoted = pieces.filter(({ start }) => text.startsWith('>', start));
  const labels = pieces.filter(({ label }) => label !== undefined).length;
  if (labels === 0 || quoted.filter(({ label }) => label !== undefined).length < labels) return pieces;
  return quoted.map((piece) => (piece.label === undefined ? withoutMark(text, piece) : piece));
}

/** Without the mark of a quotation. */
export function withoutMark(text: string, piece: Piece): Piece {
  const mark = /^(?:>\s?)+/.exec(text.slice(piece.start, piece.end))?.[0].length ?? 0;
  return mark === 0 ? piece : { ...piece, start: piece.start + mark, from: piece.start + mark };
}

const OUTLET_INSIDE =
  /(?<=[.?!”"’]\s{1,3})(\p{Lu}[\p{L}'’.&-]*(?:\s[\p{L}'’.&-]+){0,4}):\s(?=[^?]{0,1500}\?)/gu;

/** Pages that lost their line breaks run a statement and the first question together: splits them again. */
export function partAtOutlets(text: string, pieces: readonly Piece[]): Piece[] {
  const marked = pieces.some(({ label }) => label?.kind === 'question' || label?.kind === 'answer');
  if (marked) return [...pieces];
  return pieces.flatMap((piece) => {
    const words = text.slice(piece.start, piece.end);
    if (stampLength(words) === 0) return [piece];
    for (const match of words.matchAll(OUTLET_INSIDE)) {
      const name = match[1] ?? '';
      if (partByWords(name) !== 'asker') continue;
      const at = piece.start + match.index;
      const label: Label = { kind: 'name', name, length: match[0].length, shape: 'colon', face: 'mixed' };
      return [
        { ...piece, ...trimSpan(text, piece.start, at) },
        { start: at, end: piece.end, from: at + match[0].length, gap: false, label },
      ];
    }
    return [piece];
  });
}

export function toVoices(
  text: string,
  pieces: readonly Piece[],
  personOf: (label: Label) => string,
): Voice[] {
  const starts = pieces.flatMap((piece, i) => (piece.label === undefined ? [] : [i]));
  return starts.flatMap((i, at): Voice[] => {
    const piece = pieces[i];
    const last = pieces[(starts[at + 1] ?? pieces.length) - 1];
    if (piece?.label === undefined || last === undefined) return [];
    const { label, from, start } = piece;
    const said = text.slice(from, Math.max(from, last.end));
    if (label.kind !== 'name') return [{ role: label.kind, text: said, start }];
    const { name = '', detail } = label;
    return [
      { label: name, ...(detail !== undefined && { detail }), person: personOf(label), text: said, start },
    ];
  });
}
