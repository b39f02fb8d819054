/** What the views of “why” are built of: sections, tables, shares that CSS draws, and texts with words lit up. */
import type { CitedPassage, Span } from '../../playground/wire.ts';
import { type Child, h } from '../dom.ts';

export function section(title: string, ...children: Child[]): HTMLElement {
  return h('section', { class: 'why-section' }, h('h3', {}, title), ...children);
}

interface Table {
  label: string;
  class?: string;
  headings: readonly string[];
  rows: readonly HTMLElement[];
}

/** A table that scrolls where the panel is too narrow for it. */
export function table({ label, headings, rows, ...attributes }: Table): HTMLElement {
  return h(
    'div',
    { class: 'scrolling', tabindex: 0, role: 'region', 'aria-label': label },
    h(
      'table',
      attributes,
      h('thead', {}, h('tr', {}, ...headings.map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ...rows),
    ),
  );
}

/** An empty element whose CSS reads its share, 0 to 1. */
export function part(name: string, share: number): HTMLElement {
  const element = h('span', { class: name });
  element.style.setProperty('--share', String(Math.max(0, Math.min(1, share))));
  return element;
}

export function meter(share: number): HTMLElement {
  const attributes = { class: 'meter', role: 'img', 'aria-label': share.toFixed(2) };
  return h('span', attributes, part('meter-fill', share));
}

export function whole(share: number): string {
  return `${Math.round(share * 100)}%`;
}

export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

/** Where a passage stands, in a line. */
export function placeOf({ passage, turn, document, superseded }: CitedPassage): HTMLElement {
  const from = `${turn.speaker} · ${document.date} · ${document.publisher}`;
  const fate = superseded === undefined ? '' : ' · no longer in its source';
  return h('p', { class: 'small' }, `${from} · passage ${passage.id}${fate}`);
}

interface LitSpan extends Span {
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
    const mark = h('mark', { class: 'lit', title }, text.slice(start, end));
    mark.style.setProperty('--strength', String(strength));
    pieces.push(text.slice(from, start), mark);
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces;
}
