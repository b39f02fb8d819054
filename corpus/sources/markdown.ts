/**
 * Markdown: the snapshot is the decoded file with the characters that its entities stand for, without the marks of Pandoc and the
 * elements of HTML that stand among its lines.
 */
import { decodeHTML } from 'entities';
import { decodeText } from './decode.ts';
import { extractHtml } from './html/extract.ts';
import type { Page, SourceKind } from './page.ts';
import { readText } from './text.ts';

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

/** `&nbsp;`, `&#8217;`; not those of `<` and `>`, which would be tags where they were none. */
const ENTITY = /&(?!(?:lt|gt|#60|#62|#x3[ce]);)(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/giu;

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

/** What is run or shown by a browser, and no text. */
const UNSEEN =
  /<(script|style|noscript|iframe)(?:\s[^<>\n]{0,1000})?>[\s\S]{0,1000}?<\/\1\s?>|<!--[\s\S]{0,1000}?-->/giu;
const BOLD = /<\/?(?:strong|b)(?:\s[^<>\n]{0,300})?>/giu;
const PLAIN = /<\/?(?:a|span|font|mark|small|u|abbr|time)(?:\s[^<>\n]{0,500})?>/giu;

/** Without elements of HTML among the lines: bold words get the marks of Markdown, and every line stays where it was. */
function withoutInlineHtml(body: string): string {
  if (!body.includes('<')) return body;
  return body
    .replace(UNSEEN, (words) => words.replace(/[^\r\n]+/g, ''))
    .replace(BOLD, '**')
    .replace(PLAIN, '');
}

const RAW = /`[^`\n]{0,200}`\{=\w{1,20}\}/g;
const ANCHOR = /\[\]\{#[^{}\n]{0,200}\}/g;
/** `## Title {#anchor .class}` */
const ATTRIBUTES = /^(#{1,6}\s.*?)[ \t]?\{[#.][^{}\n]{0,200}\}[ \t]{0,3}$/gm;
/** What no other writer of Markdown leaves. */
const MARK = /\{=html\d?\}|\[\]\{#/;

/** Markdown as Pandoc writes it from a book, without the raw code, the anchors and the attributes that no reader sees. */
function withoutPandocMarks(text: string): string {
  return MARK.test(text) ? text.replace(RAW, '').replace(ANCHOR, '').replace(ATTRIBUTES, '$1') : text;
}
