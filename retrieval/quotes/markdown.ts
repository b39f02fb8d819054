/** Discord's markdown taken off a message: what is left is what its readers see. */

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
