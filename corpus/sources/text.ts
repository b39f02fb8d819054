/** Plain text and Markdown: the decoded file is the snapshot, without the brackets of a corpus that tags its speeches. */
import { detectStyle } from '../transcript/paragraphs.ts';
import { decodeText } from './decode.ts';
import { readFrontMatter } from './front-matter.ts';
import type { Page, SourceFile, SourceKind } from './page.ts';
import { readTagged } from './tagged.ts';

/** Plain text is wrapped or not: its lines tell. */
export const plainText: SourceKind = {
  extensions: ['.txt'],
  read(file) {
    const page = readText(file);
    return [{ ...page, style: detectStyle(page.text.slice(page.bodyStart)) }];
  },
};

/** Markdown parts paragraphs by blank lines, whatever its lines look like. */
export const markdown: SourceKind = {
  extensions: ['.md', '.markdown'],
  read: (file) => [{ ...readText(file), style: 'blocks' }],
};

function readText({ path, bytes, url }: SourceFile): Omit<Page, 'style'> {
  const text = decodeText(path, bytes);
  const given = readTagged(text) ?? { text, ...readFrontMatter(path, text) };
  return { ...given, url: given.url ?? url };
}
