/** Plain text and Markdown: the decoded file is the snapshot, without the brackets of a corpus that tags its speeches. */
import { detectStyle } from '../transcript/paragraphs.ts';
import { decodeText } from './decode.ts';
import { readFrontMatter } from './front-matter.ts';
import { extractHtml } from './html/extract.ts';
import type { Page, SourceFile, SourceKind } from './page.ts';
import { readTagged } from './tagged.ts';

/** Plain text is wrapped or not: its lines tell. */
export const plainText: SourceKind = {
  name: 'plain text',
  extensions: ['.txt'],
  read(file) {
    const page = readText(file);
    return [{ ...page, style: detectStyle(page.text.slice(page.bodyStart)) }];
  },
};

/** Markdown parts paragraphs by blank lines, whatever its lines look like. */
export const markdown: SourceKind = {
  name: 'Markdown',
  extensions: ['.md', '.markdown'],
  read(file) {
    const page: Page = { ...readText(file), style: 'blocks' };
    return [isHtml(page.text.slice(page.bodyStart)) ? extracted(page) : page];
  },
};

function readText({ path, bytes, url }: SourceFile): Omit<Page, 'style'> {
  const text = decodeText(path, bytes);
  return { text, ...(url !== undefined && { url }), ...(readTagged(text) ?? readFrontMatter(path, text)) };
}

const BLOCK = /^[ \t]*<(?:p|div|h[1-6]|blockquote|section|article|ul|ol|table)[\s>]/gimu;
const BLANK = /^(?:&nbsp;)+/gimu;
/** Fewer blocks than this may stand in any Markdown: a picture with its caption. */
const ENOUGH = 3;

/** Whether the paragraphs of Markdown are elements of HTML, or set apart by its blanks, as editors on the web write them. */
function isHtml(body: string): boolean {
  return [BLOCK, BLANK].some((form) => (body.match(form)?.length ?? 0) >= ENOUGH);
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
