/**
 * Plain text and Markdown: the decoded file is the snapshot, without the brackets of a corpus that tags its speeches and the
 * marks of Pandoc, and with the characters that entities of Markdown stand for.
 */
import { decodeHTML } from 'entities';
import { TranscriptError } from '../errors.ts';
import { detectStyle } from '../transcript/paragraphs.ts';
import { decodeText } from './decode.ts';
import { readFrontMatter } from './front-matter.ts';
import { extractHtml } from './html/extract.ts';
import { withoutInlineHtml } from './inline-html.ts';
import type { Page, SourceFile, SourceKind } from './page.ts';
import { withoutPandocMarks } from './pandoc.ts';
import { readTagged } from './tagged.ts';

/** Plain text is wrapped or not: its lines tell. */
export const plainText: SourceKind = {
  extensions: ['.txt'],
  read(file) {
    const text = decodeText(file.path, file.bytes);
    if (isTable(text)) throw tableError(file);
    const page = readText(file, text);
    return [{ ...page, style: detectStyle(page.text.slice(page.bodyStart)) }];
  },
};

/** Markdown parts paragraphs by blank lines, whatever its lines look like. */
export const markdown: SourceKind = {
  extensions: ['.md', '.markdown'],
  read(file) {
    const text = withoutPandocMarks(decodeText(file.path, file.bytes)).replace(ENTITY, decodeHTML);
    const page: Page = { ...readText(file, text), style: 'blocks' };
    const body = page.text.slice(page.bodyStart);
    if (isHtml(body)) return [extracted(page)];
    return [{ ...page, text: page.text.slice(0, page.bodyStart) + withoutInlineHtml(body) }];
  },
};

/** A cell of CSV, and a line above the rows that names their columns: at least three, in a word or two each. */
const CELL = /(?:^|,)(?:"(?:[^"]|"")*"|(?!\s)[^",]*)/gu;
const COLUMNS = /^(?:"?[\p{L}_][\p{L}\p{N}_ -]{0,30}"?(?:,(?=\S)|$)){3,}$/u;
/** A quoted cell may hold line breaks. */
const ROW = /(?:[^"\r\n]|"(?:[^"]|"")*")+/gu;
/** Rows that are looked at, and characters. */
const ROWS = 20;
const SAMPLE = 50_000;

/** Whether a text is a table that commas part: names of columns, and as many cells in most rows. */
function isTable(text: string): boolean {
  const sample = text.slice(0, SAMPLE);
  const columns = /^[^\r\n]*/u.exec(sample)?.[0].trim() ?? '';
  if (!COLUMNS.test(columns)) return false;
  const cells = (row: string) => row.match(CELL)?.length ?? 0;
  const rows = sample.slice(columns.length).match(ROW)?.slice(0, ROWS) ?? [];
  const alike = rows.filter((row) => cells(row) === cells(columns) && row.replace(CELL, '').trim() === '');
  return rows.length > 0 && alike.length * 2 > rows.length;
}

function tableError({ path }: SourceFile): TranscriptError {
  return new TranscriptError(
    `${path} is a table (CSV): it holds rows of cells, and no text.`,
    'Write each row as a paragraph, “Name: what was said”, with a title and a day above, and import that.',
  );
}

/** `&nbsp;`, `&#8217;`; not those of `<` and `>`, which would be tags where they were none. */
const ENTITY = /&(?!(?:lt|gt|#60|#62|#x3[ce]);)(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/giu;

function readText({ path, url }: SourceFile, text: string): Omit<Page, 'style'> {
  const given = readTagged(text) ?? { text, ...readFrontMatter(path, text) };
  return { ...given, url: given.url ?? url };
}

const BLOCK = /^[ \t]*<(?:p|div|h[1-6]|blockquote|section|article|ul|ol|table)[\s>]/gimu;
/** Fewer blocks than this may stand in any Markdown: a picture with its caption. */
const ENOUGH = 3;

/** Whether the paragraphs of Markdown are elements of HTML, as editors on the web write them. */
function isHtml(body: string): boolean {
  return (body.match(BLOCK)?.length ?? 0) >= ENOUGH;
}

/** The text of such a page: its elements are read, and its lines and blank lines part it as before. */
function extracted(page: Page): Page {
  try {
    const body = page.text.slice(page.bodyStart).replace(/(<br\s?\/?>)[ \t]*\r?\n/giu, '$1');
    const { text, bold, headlines } = extractHtml(`<pre>${body}</pre>`);
    return { ...page, text, bodyStart: 0, bold, headlines };
  } catch (error) {
    if (error instanceof RangeError) return page;
    throw error;
  }
}
