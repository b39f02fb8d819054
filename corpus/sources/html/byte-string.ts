/** Pages that a script has saved as it held them in memory: `b'<p>\n\tGood afternoon. \xc2\xa0'`, with bytes written out. */

const OPENS = /(?:^|[\n>])\s{0,20}b(['"])(?=\s{0,20}<)/u;
const ESCAPED = /\\(?:x([\da-fA-F]{2})|([nrt'"\\]))/g;
/** A page that only speaks of such strings has fewer. */
const ENOUGH = 10;
/** All other bytes are written out. */
const ASCII = /^\p{ASCII}*$/u;

const BREAKS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The page with its bytes put back, where it is such a string. */
export function unescapeBytes(source: string): string {
  const opened = OPENS.exec(source);
  if (opened === null) return source;
  const from = opened.index + opened[0].length;
  const written = source.slice(from).trimEnd();
  if (!ASCII.test(written) || (written.match(ESCAPED)?.length ?? 0) < ENOUGH) return source;
  const bytes = written
    .slice(0, written.endsWith(opened[1] ?? '') ? -1 : undefined)
    .replace(ESCAPED, (_, byte: string | undefined, mark = '') =>
      byte === undefined ? (BREAKS[mark] ?? mark) : String.fromCharCode(Number.parseInt(byte, 16)),
    );
  return source.slice(0, from).replace(/b['"]$/u, '') + Buffer.from(bytes, 'latin1').toString('utf8');
}
