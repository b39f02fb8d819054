/** HTML pages: the snapshot is the extracted text of the body, its main part if that holds all that was said. */
import { TranscriptError } from '../../errors.ts';
import { detectStyle, type Emphasis, type ParagraphStyle, trimSpan } from '../../transcript/paragraphs.ts';
import { decodePage } from '../decode.ts';
import type { Page, SourceFile, SourceKind } from '../page.ts';
import { extractHtml } from './extract.ts';
import { readParticulars } from './particulars.ts';

/** How much of the body may hold what belongs to the text but stands outside its main part. */
const CONTEXT = 5000;

export const html: SourceKind = {
  extensions: ['.html', '.htm'],
  read(file) {
    const source = unescapeBytes(decodePage(file.path, file.bytes));
    try {
      return readWays(file, source);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new TranscriptError(
        `${file.path} nests its elements too deeply to be read.`,
        'Save the text of the page as a .txt file and try again.',
        { cause: error },
      );
    }
  },
};

/** The main content first, then the whole body: whoever parses them keeps the one that loses no turn. */
function readWays({ path, url }: SourceFile, source: string): Page[] {
  const content = extractHtml(source);
  const particulars = readParticulars(content, source, url);
  const { text, main } = content;
  const whole = trimSpan(text, 0, text.length);
  const parts =
    main === undefined || main.end - main.start === whole.end - whole.start ? [whole] : [main, whole];
  const context = text.slice(0, CONTEXT);
  const pages = parts
    .filter(({ start, end }) => end > start)
    .map(({ start, end }): Page => {
      const part = text.slice(start, end);
      const inside = (spans: readonly Emphasis[]) =>
        spans
          .filter((span) => span.start >= start && span.end <= end)
          .map((span) => ({ ...span, start: span.start - start, end: span.end - start }));
      const unnamed = content.unnamed.map((span) => trimSpan(text, span.start, span.end));
      const [bold, headlines] = [inside(content.bold), inside(content.headlines)];
      const style = styleOf(part);
      return {
        ...particulars,
        text: part,
        bodyStart: 0,
        style,
        bold,
        headlines,
        unnamed: inside(unnamed),
        context,
      };
    });
  if (pages.length > 0) return pages;
  throw new TranscriptError(
    `${path} is a page without any text of its own.`,
    'Open it in a browser, save the text that you see as a .txt file, and import that.',
  );
}

/** A line's end in a block is a matter of layout, unless the page has next to no blocks. */
function styleOf(text: string): ParagraphStyle {
  const blocks = text.split('\n\n').length;
  const lines = text.split(/\n+/).length;
  return lines > blocks * 6 ? detectStyle(text) : 'blocks';
}

/** `b'<p>\n\tGood afternoon. \xc2\xa0'`: a page that a script saved as it held it in memory, with bytes written out. */
const BYTE_STRING = /(?:^|[\n>])\s{0,20}b(['"])(?=\s{0,20}<)/u;
const ESCAPED = /\\(?:x([\da-fA-F]{2})|([nrt'"\\]))/g;
/** A page that only speaks of such strings has fewer. */
const ENOUGH = 10;
/** All other bytes are written out. */
const ASCII = /^\p{ASCII}*$/u;

const BREAKS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The page with its bytes put back, where it is such a string. */
function unescapeBytes(source: string): string {
  const opened = BYTE_STRING.exec(source);
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
