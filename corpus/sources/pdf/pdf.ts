/** PDF files: their text, lines joined to paragraphs again, running heads and page numbers left out. */
import { getDocumentProxy } from 'unpdf';
import { TranscriptError } from '../../errors.ts';
import { detectStyle } from '../../transcript/paragraphs.ts';
import { MAX_BYTES, tooLarge } from '../decode.ts';
import type { SourceFile, SourceKind } from '../page.ts';
import { type Fragment, joinParagraphs, type Line, toLines, withoutRunningHeads } from './paragraphs.ts';

const MAX_PAGES = 500;

export const pdf: SourceKind = {
  extensions: ['.pdf'],
  async read(file) {
    if (file.bytes.length > MAX_BYTES) throw tooLarge(file.path);
    const text = joinParagraphs(withoutRunningHeads(await readLines(file)));
    if (text === '') {
      throw new TranscriptError(
        `${file.path} is a PDF without any text in it, probably a scan.`,
        'Run it through text recognition first, or save its text as a .txt file.',
      );
    }
    return [{ text, bodyStart: 0, style: detectStyle(text), url: file.url }];
  },
};

/** The lines of each page. */
async function readLines({ path, bytes }: SourceFile): Promise<Line[][]> {
  try {
    // A copy: the library takes the buffer for itself.
    const document = await getDocumentProxy(new Uint8Array(bytes), { isEvalSupported: false, verbosity: 0 });
    try {
      const pages: Line[][] = [];
      for (let number = 1; number <= Math.min(document.numPages, MAX_PAGES); number += 1) {
        const { items } = await (await document.getPage(number)).getTextContent();
        pages.push(toLines(items.flatMap((item: unknown) => (isFragment(item) ? [item] : []))));
      }
      return pages;
    } finally {
      await document.destroy();
    }
  } catch (error) {
    throw new TranscriptError(
      `${path} is not a PDF that can be read (damaged, or under a password).`,
      'Open it, save its text as a .txt file, and import that.',
      { cause: error },
    );
  }
}

/** Marked content comes along with the text. */
function isFragment(item: unknown): item is Fragment {
  return typeof item === 'object' && item !== null && 'str' in item && 'transform' in item;
}
