/** Plain text and Markdown: the decoded file is the snapshot, without the brackets of a corpus that tags its speeches and the marks of Pandoc. */
import { detectStyle } from '../transcript/paragraphs.ts';
import { decodeText } from './decode.ts';
import { readFrontMatter } from './front-matter.ts';
import type { Page, SourceFile, SourceKind } from './page.ts';
import { withoutPandocMarks } from './pandoc.ts';
import { readTagged } from './tagged.ts';

/** Plain text is wrapped or not: its lines tell. */
export const plainText: SourceKind = {
  name: 'plain text',
  extensions: ['.txt'],
  read(file) {
    const page = readText(file, decodeText(file.path, file.bytes));
    return [{ ...page, style: detectStyle(page.text.slice(page.bodyStart)) }];
  },
};

/** Markdown parts paragraphs by blank lines, whatever its lines look like. */
export const markdown: SourceKind = {
  name: 'Markdown',
  extensions: ['.md', '.markdown'],
  read: (file) => [
    { ...readText(file, withoutPandocMarks(decodeText(file.path, file.bytes))), style: 'blocks' },
  ],
};

function readText({ path, url }: SourceFile, text: string): Omit<Page, 'style'> {
  return { text, ...(url !== undefined && { url }), ...(readTagged(text) ?? readFrontMatter(path, text)) };
}
