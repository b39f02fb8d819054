/** Plain text: the decoded file is the snapshot, without the brackets of a corpus that tags its speeches. A table is none. */
import { TranscriptError } from '../errors.ts';
import { detectStyle } from '../transcript/paragraphs.ts';
import { decodeText } from './decode.ts';
import { readFrontMatter } from './front-matter.ts';
import type { Page, SourceFile, SourceKind } from './page.ts';
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

/** The text behind its head, and what that says; `text` is the file, decoded. */
export function readText({ path, url }: SourceFile, text: string): Omit<Page, 'style'> {
  const given = readTagged(text) ?? { text, ...readFrontMatter(path, text) };
  return { ...given, url: given.url ?? url };
}
