/** A text with some of its words lit up. */
import { type Child, h } from '../dom.ts';
import type { Span } from './matched-words.ts';

export interface LitSpan extends Span {
  /** 0 to 1; full where nothing is known but that the words are the same. */
  strength?: number;
  title?: string;
}

/** The text in pieces; of spans that overlap the first counts. */
export function litText(text: string, spans: readonly LitSpan[]): Child[] {
  const pieces: Child[] = [];
  let from = 0;
  for (const { start, end, strength = 1, title } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start < from) continue;
    const mark = h('mark', { class: 'lit', 'data-start': start, title }, text.slice(start, end));
    mark.style.setProperty('--strength', String(strength));
    pieces.push(text.slice(from, start), mark);
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces;
}
