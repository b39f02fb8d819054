/** Labels at the head of a paragraph: `Q:`, `MS. PSAKI:`, `AFP:`, `法新社记者：`. */
import type { Format } from './format.ts';

export type Label =
  | { kind: 'question' | 'answer'; name?: string; length: number }
  | { kind: 'name'; name: string; length: number };

/** Marks of Markdown that a label may stand behind: of a list, a quotation, a heading. */
const MARKER = /^(?:(?:[-+*•]|>|#{1,6})\s{1,3}){0,2}/u;

/** The label that a paragraph opens with, if any; `length` runs up to the first word said. */
export function readLabel(paragraph: string, format: Format): Label | undefined {
  const marker = MARKER.exec(paragraph)?.[0].length ?? 0;
  const emphasis = marker + (/^[*_]{0,3}/.exec(paragraph.slice(marker))?.[0].length ?? 0);
  const text = paragraph.slice(emphasis, emphasis + 200);
  for (const kind of ['question', 'answer'] as const) {
    for (const pattern of format[kind]) {
      const match = pattern.exec(text);
      if (match === null) continue;
      const name = match.slice(1).find((group) => group !== undefined);
      const length = contentStart(paragraph, emphasis, match[0].length);
      return name === undefined ? { kind, length } : { kind, name: tidyName(name), length };
    }
  }
  if (!/[:：]/.test(text.slice(0, 80))) return undefined;
  for (const pattern of format.speaker) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const name = tidyName(match[1] ?? '');
    if (!looksLikeName(name)) continue;
    // A clock (`At 10:30`) and an address (`https://…`) are no labels.
    if (/^(?:\d|\/\/)/.test(text.slice(match[0].length))) continue;
    return { kind: 'name', name, length: contentStart(paragraph, emphasis, match[0].length) };
  }
  return undefined;
}

/** Steps over what closes the label: the marks that opened it, and white space. */
function contentStart(paragraph: string, emphasis: number, label: number): number {
  const rest = paragraph.slice(emphasis + label);
  const closing = emphasis > 0 ? (/^[*_]{1,3}/.exec(rest)?.[0].length ?? 0) : 0;
  const blank = /^[\s\u200b]+/u.exec(rest.slice(closing))?.[0].length ?? 0;
  return emphasis + label + closing + blank;
}

/** One blank between words; a capital that a page cut off (`R euters`) back on its word. */
export function tidyName(name: string): string {
  return name
    .replace(/[*_]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^([B-HJ-Z]) (?=\p{Ll})/u, '$1');
}

const SMALL_WORDS = new Set(
  'of the de da do du di la le el al and for in at on from van von to with &'.split(' '),
);
const SENTENCE_MARKS = /[?!;“”"…—]|[,.]\s?$|\.\s\p{Lu}\p{Ll}+\s\p{Ll}/u;

/** Whether words before a colon may name someone: few words, all but the smallest with a capital. */
function looksLikeName(name: string): boolean {
  if (/^\p{Script=Han}/u.test(name)) return name.length <= 24;
  if (SENTENCE_MARKS.test(name)) return false;
  const words = name.split(' ');
  if (words.length > 8) return false;
  return words.every((word, i) => {
    if (i > 0 && SMALL_WORDS.has(word.toLowerCase())) return true;
    // `Kyodo reporter`, `Reuters correspondent`: the one plain word that labels hold.
    if (/^(?:reporters?|journalists?|correspondents?|spokes(?:person|man|woman)|news|agency)$/.test(word))
      return true;
    return /^\(?[\p{Lu}\p{N}]/u.test(word) && !/^\d+$/.test(words.length === 1 ? word : '');
  });
}
