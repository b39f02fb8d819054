/** The Markdown that Discord understands, as a tree: blocks of lines, and what stands within a line. */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  /** Seconds since 1970, and how Discord shows them: `R` relative, `D` a day… */
  | { kind: 'time'; seconds: number; style: string }
  | { kind: 'break' };

export type Block =
  /** An empty line beside a block. */
  | { kind: 'gap' }
  | { kind: 'paragraph' | 'subtext'; children: Inline[] }
  | { kind: 'heading'; level: 1 | 2 | 3; children: Inline[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] }
  | { kind: 'code'; text: string };

const FENCE = /```(?:[\w+-]*\n)?([\s\S]*?)```/;
const HEADING = /^(#{1,3})\s+(?=\S)(.*)$/;
const SUBTEXT = /^-#\s+(.*)$/;
const QUOTE = /^> ?(.*)$/;
const ITEM = /^\s*(?:[-*]|(\d{1,9})\.)\s+(?=\S)(.*)$/;

/** The blocks of a message's text. */
export function parseMarkdown(text: string): Block[] {
  const fence = FENCE.exec(text);
  if (!fence) return parseLines(text.split('\n'));
  const before = text.slice(0, fence.index).replace(/\n$/, '');
  const after = text.slice(fence.index + fence[0].length).replace(/^\n/, '');
  return [
    ...(before === '' ? [] : parseLines(before.split('\n'))),
    { kind: 'code', text: (fence[1] ?? '').replace(/\n$/, '') },
    ...(after === '' ? [] : parseMarkdown(after)),
  ];
}

function parseLines(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = (isLast = false) => {
    const text = paragraph.join('\n');
    const words = text.replace(/^\n+|\n+$/g, '');
    // Beside a quote or a heading an empty line stays one; at either end of the text it is nothing.
    if (blocks.length > 0 && paragraph[0] === '' && !(isLast && words === '')) blocks.push({ kind: 'gap' });
    if (words !== '') {
      blocks.push({ kind: 'paragraph', children: parseInline(words) });
      if (paragraph.at(-1) === '' && !isLast) blocks.push({ kind: 'gap' });
    }
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('>>> ')) {
      flush();
      blocks.push({ kind: 'quote', blocks: parseLines([line.slice(4), ...lines.slice(at + 1)]) });
      return blocks;
    }
    const taken = blockOf(lines, at);
    if (!taken) {
      paragraph.push(line);
      continue;
    }
    flush();
    blocks.push(taken.block);
    at += taken.lines - 1;
  }
  flush(true);
  return blocks;
}

interface Taken {
  block: Block;
  lines: number;
}

function blockOf(lines: readonly string[], at: number): Taken | undefined {
  const quoted = takeWhile(lines, at, QUOTE);
  if (quoted.length > 0) {
    const blocks = parseLines(quoted.map(([, text = '']) => text));
    return { block: { kind: 'quote', blocks }, lines: quoted.length };
  }
  const line = lines[at] ?? '';
  const [, marks, title = ''] = HEADING.exec(line) ?? [];
  if (marks !== undefined) {
    const level = marks.length as 1 | 2 | 3;
    return { block: { kind: 'heading', level, children: parseInline(title) }, lines: 1 };
  }
  const [, small] = SUBTEXT.exec(line) ?? [];
  if (small !== undefined) return { block: { kind: 'subtext', children: parseInline(small) }, lines: 1 };
  const items = takeWhile(lines, at, ITEM);
  const [first] = items;
  if (!first) return undefined;
  const ordered = first[1] !== undefined;
  const alike = items.slice(0, items.findIndex((item) => (item[1] !== undefined) !== ordered) >>> 0);
  const block: Block = {
    kind: 'list',
    ordered,
    start: Number(first[1] ?? 1),
    items: alike.map(([, , text = '']) => parseInline(text)),
  };
  return { block, lines: alike.length };
}

function takeWhile(lines: readonly string[], from: number, pattern: RegExp): RegExpExecArray[] {
  const taken: RegExpExecArray[] = [];
  for (const line of lines.slice(from)) {
    const match = pattern.exec(line);
    if (!match) break;
    taken.push(match);
  }
  return taken;
}

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
