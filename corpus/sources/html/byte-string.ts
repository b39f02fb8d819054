/** Pages that a script has saved as it held them in memory: `b'<p>\n\tGood afternoon. \xc2\xa0'`, with bytes written out. */

const OPENS = /(?:^|[\n>])\s{0,20}b(['"])(?=\s{0,20}<)/u;
const ESCAPED = /(?:\\x[\da-fA-F]{2})+|\\[nrt'"\\]/gu;
/** A page that only speaks of such strings has fewer. */
const ENOUGH = 10;

const BREAKS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The page with its bytes put back, where it is such a string. */
export function unescapeBytes(source: string): string {
  const opened = OPENS.exec(source);
  if (opened === null) return source;
  const from = opened.index + opened[0].length;
  const written = source.slice(from);
  if ((written.match(ESCAPED)?.length ?? 0) < ENOUGH) return source;
  const page = written.trimEnd();
  const said = (page.endsWith(opened[1] ?? '') ? page.slice(0, -1) : page).replace(ESCAPED, (escaped) =>
    escaped.startsWith('\\x')
      ? Buffer.from(escaped.replaceAll('\\x', ''), 'hex').toString('utf8')
      : (BREAKS[escaped.charAt(1)] ?? escaped.charAt(1)),
  );
  return source.slice(0, from).replace(/b['"]$/u, '') + said;
}
