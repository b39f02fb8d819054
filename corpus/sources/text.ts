/**
 * Plain text and Markdown: the decoded file is the snapshot, without the brackets of a corpus that tags its speeches, and
 * with the characters that entities of Markdown stand for.
 */
import { decodeHTML } from 'entities';
import { detectStyle } from '../transcript/paragraphs.ts';
import { decodeText } from './decode.ts';
import { readFrontMatter } from './front-matter.ts';
import type { Page, SourceFile, SourceKind } from './page.ts';
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
  read: (file) => [
    { ...readText(file, decodeText(file.path, file.bytes).replace(ENTITY, decodeHTML)), style: 'blocks' },
  ],
};

/** `&nbsp;`, `&#8217;`; not those of `<` and `>`, which would be tags where they were none. */
const ENTITY = /&(?!(?:lt|gt|#60|#62|#x3[ce]);)(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/giu;

function readText({ path, url }: SourceFile, text: string): Omit<Page, 'style'> {
  const given = readTagged(text) ?? { text, ...readFrontMatter(path, text) };
  return { ...given, url: given.url ?? url };
}
