/** Lines into blocks: headings, quotes, lists, code, subtext, as Discord reads them. */
import { parseInline } from './inline.ts';
import type { Block } from './tree.ts';

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
    const quoted = takeWhile(lines, at, QUOTE);
    const block = quoted.length > 0 ? quote(quoted) : blockOf(lines, at);
    if (!block) {
      paragraph.push(line);
      continue;
    }
    flush();
    blocks.push(block.block);
    at += block.lines - 1;
  }
  flush(true);
  return blocks;
}

interface Taken {
  block: Block;
  lines: number;
}

function quote(lines: readonly RegExpExecArray[]): Taken {
  return {
    block: { kind: 'quote', blocks: parseLines(lines.map(([, text = '']) => text)) },
    lines: lines.length,
  };
}

function blockOf(lines: readonly string[], at: number): Taken | undefined {
  const line = lines[at] ?? '';
  const [, marks, title = ''] = HEADING.exec(line) ?? [];
  if (marks !== undefined) {
    const level = Math.min(3, marks.length) as 1 | 2 | 3;
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
