/** What a message quotes: markdown taken off, quotation marks paired, lead-ins and attributions set apart. */
import type { Span } from './quote.ts';

const EMBEDDED = [
  // A code block's first line may name its language.
  [/```(?:[a-z0-9+-]+\n)?([\s\S]*?)```/gi, '$1'],
  [/``([^`]+)``|`([^`]+)`/g, '$1$2'],
  // Emoji, mentions, time stamps and links to commands are no words of the message.
  [/<a?:\w+:\d+>|<(?:@[!&]?|#)\d+>|<t:-?\d+(?::\w)?>|<\/[^:<>\n]+:\d+>/g, ' '],
  [/\[([^\]\n]+)\]\(<?https?:\/\/[^\s)]+(?:\s"[^"\n]*")?\)/g, '$1'],
  [/<?https?:\/\/[^\s<>]+>?/g, ' '],
  [/^(?:#{1,3}|-#)\s+/gm, ''],
  [/^[ \t]*(?:[-*]|\d{1,2}\.)[ \t]+/gm, ''],
  [/\*{1,3}|~~|\|\||__/g, ''],
  [/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, ''],
] as const satisfies [RegExp, string][];

const PRIVATE = 0xe000;
const QUOTE_LINE = /^[ \t]*>(?:[ \t]|$)/;
const QUOTE_TAIL = /^[ \t]*>>>(?:[ \t]|$)/;

/** A message as it is read, and the part of it that is set off as a quote (`>`, `>>>`), where there is one. */
export function readMessage(message: string): { text: string; blockQuote?: string } {
  const lines = message.replace(/\r\n?/g, '\n').split('\n');
  const plain: string[] = [];
  const quoted: string[] = [];
  let inTail = false;
  for (const line of lines) {
    const tail: RegExpExecArray | null = inTail ? null : QUOTE_TAIL.exec(line);
    inTail ||= tail !== null;
    const bare = tail ? line.slice(tail[0].length) : line.replace(QUOTE_LINE, '');
    plain.push(bare);
    if (inTail || QUOTE_LINE.test(line)) quoted.push(bare);
  }
  const text = strip(plain.join('\n'));
  const blockQuote = strip(quoted.join('\n'));
  return blockQuote === '' || quoted.length === lines.length ? { text } : { text, blockQuote };
}

function strip(text: string): string {
  // An escaped sign is no markdown: it waits outside the way of the patterns, in the private use area.
  let stripped = text.replace(/\\([!-/:-@[-`{-~])/g, (_, sign: string) =>
    String.fromCharCode(PRIVATE + sign.charCodeAt(0)),
  );
  for (const [pattern, replacement] of EMBEDDED) stripped = stripped.replace(pattern, replacement);
  return stripped
    .replace(/[\uE021-\uE07E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - PRIVATE))
    .trim();
}

/** Closing marks by their opening ones, where the two can be told apart. */
const PAIRS: Readonly<Record<string, string>> = { '«': '»', '‹': '›', '「': '」', '『': '』', '《': '》' };
/** Marks that open in one language and close in another, or look the same on both sides. */
const DOUBLE = /["“”„‟＂]/;
const LETTER = /[\p{L}\p{N}]/u;

/**
 * The outermost spans between quotation marks, in order, without the marks. Double marks are told apart by what
 * stands beside them, so a quotation within a quotation stays part of it. Paragraphs that each open with a mark, of
 * which only the last closes, are one span, as printers have it. A mark that never closes reaches to the end.
 * Single marks count only where there are no others: they are apostrophes most of the time.
 */
export function inQuotationMarks(text: string): Span[] {
  const found = spans(text, (at) => doubleMark(text, at));
  return found.length > 0 ? found : spans(text, (at) => singleMark(text, at));
}

type Mark = 'opens' | 'closes' | undefined;

function spans(text: string, markAt: (at: number) => Mark): Span[] {
  const found: Span[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = markAt(at);
    if (mark === 'opens') {
      if (depth > 0 && startsLine(text, at)) continue;
      if (depth === 0) start = at + 1;
      depth++;
    } else if (mark === 'closes' && depth > 0) {
      depth--;
      if (depth === 0) found.push({ start, end: at });
    }
  }
  if (depth > 0) found.push({ start, end: text.length });
  return found.filter(({ start, end }) => text.slice(start, end).trim() !== '');
}

function doubleMark(text: string, at: number): Mark {
  const character = text.charAt(at);
  if (character in PAIRS) return 'opens';
  if (Object.values(PAIRS).includes(character)) return 'closes';
  return DOUBLE.test(character) ? bySurroundings(text, at) : undefined;
}

function singleMark(text: string, at: number): Mark {
  if (!/['‘’‚]/.test(text.charAt(at))) return undefined;
  const inWord = LETTER.test(text.charAt(at - 1)) && LETTER.test(text.charAt(at + 1));
  return inWord ? undefined : bySurroundings(text, at);
}

/** A mark closes what it touches from behind, and opens what follows it. */
function bySurroundings(text: string, at: number): Mark {
  const before = text.charAt(at - 1);
  const after = text.charAt(at + 1);
  if (before === '' || /[\s([{—–]/.test(before)) return /\S/.test(after) ? 'opens' : 'closes';
  if (after === '' || !LETTER.test(after)) return 'closes';
  return LETTER.test(before) && text.charAt(at) !== '“' && text.charAt(at) !== '„' ? 'closes' : 'opens';
}

function startsLine(text: string, at: number): boolean {
  return /(?:^|\n)[ \t\u3000]*$/.test(text.slice(Math.max(0, at - 20), at));
}

const SAID =
  '(?:said|says|saying|stated|states|stressed|told|wrote|tweeted|announced|claimed|argued|added|noted|declared|according to|quote|quoted|quoting)';

// A lead-in is short: a colon, a verb of saying or a line break in the middle of a speech ends nothing.
const LEAD_INS = [
  /^[^:：\n]{2,120}[:：]\s*/u,
  new RegExp(String.raw`^[^.!?\n]{0,80}\b${SAID}\b[^.!?:,\n]{0,40}?(?:\s+that\b|,|:)?\s+`, 'iu'),
  /^[^\n]{1,99}[^\n.!?\s]\s*\n+/u,
];

const LEAD_OUTS = [
  /\s*[—–~]{1,2}\s*[^—–\n.!?]{2,80}[.!]?\s*$/u,
  /\s+--?\s*[^\n.!?]{2,80}[.!]?\s*$/u,
  new RegExp(String.raw`,?\s+(?:[\p{L}.'’ -]{2,60})\s${SAID}\b[^.!?\n]{0,60}[.!]?\s*$`, 'iu'),
  /\s*\([^()\n]{2,80}\)\s*\.?\s*$/u,
  /\n+[^\n]{1,99}[^\n.!?\s]\s*$/u,
];

/** A text less what may be a lead-in, an attribution at its end, or both: every reading, the longest first. */
export function withoutLeadIns(text: string): Span[] {
  const starts = [0, ...LEAD_INS.map((pattern) => pattern.exec(text)?.[0].length ?? 0)];
  const ends = [text.length, ...LEAD_OUTS.map((pattern) => pattern.exec(text)?.index ?? text.length)];
  const readings = starts.flatMap((start) => ends.map((end) => ({ start, end })));
  return readings
    .filter(({ start, end }) => end > start && end - start < text.length)
    .sort((a, b) => b.end - b.start - (a.end - a.start));
}
