/**
 * Plain text and Markdown: the decoded file is the snapshot, without the brackets of a corpus that tags its speeches and the
 * marks of Pandoc, and with the characters that entities of Markdown stand for.
 */
import { decodeHTML } from 'entities';
import { detectStyle } from '../transcript/paragraphs.ts';
import { decodeText } from './decode.ts';
import { readFrontMatter } from './front-matter.ts';
import { extractHtml } from './html/extract.ts';
import type { Page, SourceFile, SourceKind } from './page.ts';
import { withoutPandocMarks } from './pandoc.ts';
import { readTagged } from './tagged.ts';

/** Plain text is wrapped or not: its lines tell. */
export const plainText: SourceKind = {
  extensions: ['.txt'],
  read(file) {
    const page = readText(file, decodeText(file.path, file.bytes));
    return [{ ...page, style: detectStyle(page.text.slice(page.bodyStart)) }];
  },
};

/** Markdown parts paragraphs by blank lines, whatever its lines look like. */
export const markdown: SourceKind = {
  extensions: ['.md', '.markdown'],
  read(file) {
    const text = withoutPandocMarks(decodeText(file.path, file.bytes)).replace(ENTITY, decodeHTML);
    const page: Page = { ...readText(file, text), style: 'blocks' };
    return [isHtml(page.text.slice(page.bodyStart)) ? extracted(page) : page];
  },
};

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
