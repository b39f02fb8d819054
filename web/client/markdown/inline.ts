/** Marks within a line: bold, italics, links and the like, as Discord reads them. */
import type { Inline } from './tree.ts';

/** Longer marks first: `**` is not two `*`. */
const MARKS = [
  ['**', 'bold'],
  ['__', 'underline'],
  ['~~', 'strike'],
  ['||', 'spoiler'],
  ['*', 'italic'],
  ['_', 'italic'],
] as const;
const ESCAPABLE = /[!-/:-@[-`{-~]/;
const ADDRESS = /https?:\/\/[^\s<>]+/y;
const BRACKETED_ADDRESS = /<(https?:\/\/[^\s<>]+)>/y;
const TIME = /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y;

export function parseInline(text: string): Inline[] {
  const nodes: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') nodes.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const found = nodeAt(text, at);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      const escaped = text[at] === '\\' && ESCAPABLE.test(text[at + 1] ?? '');
      if (escaped) at++;
      plain += text[at] ?? '';
      at++;
    }
  }
  flush();
  return nodes;
}

interface Found {
  node: Inline;
  end: number;
}

function nodeAt(text: string, at: number): Found | undefined {
  switch (text[at]) {
    case '\n':
      return { node: { kind: 'break' }, end: at + 1 };
    case '`':
      return codeAt(text, at);
    case '[':
      return linkAt(text, at);
    case '<':
      return bracketAt(text, at);
    case 'h':
      return addressAt(text, at);
    default:
      return markAt(text, at);
  }
}

function codeAt(text: string, at: number): Found | undefined {
  const fence = /`+/y;
  fence.lastIndex = at;
  const [ticks = '`'] = fence.exec(text) ?? [];
  const close = text.indexOf(ticks, at + ticks.length);
  if (close < 0) return undefined;
  const inner = text.slice(at + ticks.length, close);
  return { node: { kind: 'code', text: inner.trim() || inner }, end: close + ticks.length };
}

function markAt(text: string, at: number): Found | undefined {
  for (const [mark, kind] of MARKS) {
    if (!text.startsWith(mark, at)) continue;
    // “snake_case” holds no italics.
    if (mark === '_' && /\w/.test(text[at - 1] ?? '')) continue;
    const from = at + mark.length;
    const close = closeOf(text, mark, from);
    if (close === undefined || close === from) continue;
    const inner = text.slice(from, close);
    if (mark.length === 1 && /^\s|\s$/.test(inner)) continue;
    return { node: { kind, children: parseInline(inner) }, end: close + mark.length };
  }
  return undefined;
}

/** Where a mark closes: escapes, code and longer marks of the same sign are passed over. */
function closeOf(text: string, mark: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
      continue;
    }
    if (text[at] === '`') {
      const code = codeAt(text, at);
      if (code) at = code.end - 1;
      continue;
    }
    if (!text.startsWith(mark, at)) continue;
    const sign = mark[0];
    if (mark.length === 1 && text[at + 1] === sign) {
      const inner = closeOf(text, mark + mark, at + 2);
      if (inner === undefined) return undefined;
      at = inner + 1;
      continue;
    }
    // Of `***` the first sign closes what is inside.
    if (mark.length === 2 && text[at + 2] === sign) continue;
    if (mark === '_' && /\w/.test(text[at + 1] ?? '')) continue;
    return at;
  }
  return undefined;
}

function linkAt(text: string, at: number): Found | undefined {
  const link = /\[((?:\\.|[^[\]\\])+)\]\(<?(https?:\/\/[^\s<>)]+)>?\)/y;
  link.lastIndex = at;
  const [whole, label, href] = link.exec(text) ?? [];
  if (whole === undefined || label === undefined || href === undefined) return undefined;
  return { node: { kind: 'link', href, children: parseInline(label) }, end: at + whole.length };
}

function bracketAt(text: string, at: number): Found | undefined {
  TIME.lastIndex = at;
  const [time, seconds, style = 'f'] = TIME.exec(text) ?? [];
  if (time !== undefined)
    return { node: { kind: 'time', seconds: Number(seconds), style }, end: at + time.length };
  BRACKETED_ADDRESS.lastIndex = at;
  const [whole, href] = BRACKETED_ADDRESS.exec(text) ?? [];
  return whole !== undefined && href !== undefined
    ? { node: plainLink(href), end: at + whole.length }
    : undefined;
}

function addressAt(text: string, at: number): Found | undefined {
  ADDRESS.lastIndex = at;
  const href = ADDRESS.exec(text)?.[0].replace(/[.,:;!?"'\])}]+$/, '');
  return href ? { node: plainLink(href), end: at + href.length } : undefined;
}

function plainLink(href: string): Inline {
  return { kind: 'link', href, children: [{ kind: 'text', text: href }] };
}
