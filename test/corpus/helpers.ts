/** Short ways to write a transcript and to read what came of it. */
import { readSource, toTranscript } from '../../corpus/parse.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { readPages } from '../../corpus/sources/index.ts';
import type { Page, SourceFile } from '../../corpus/sources/page.ts';

export const TITLE = 'Foreign Ministry Spokesperson Wang Wenbin’s Regular Press Conference on May 8, 2023';

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Plain text, Markdown and HTML are read at once. */
export function pagesOf(file: SourceFile): readonly Page[] {
  const pages = readPages(file);
  if (pages instanceof Promise) throw new Error(`${file.path} must be waited for`);
  return pages;
}

export function parseFile(file: SourceFile): Transcript {
  return toTranscript(file, readSource(file, pagesOf(file)));
}

export function parse(text: string, path = 'sample.txt'): Transcript {
  return parseFile({ path, bytes: bytes(text) });
}

/** Turns as a reader sees them: who asked what, who answered, in which words. */
export function exchange(transcript: Transcript) {
  return transcript.turns.map(({ ordinal, asker, question, speaker }) => ({
    ...(asker !== undefined && { asker }),
    ...(question !== undefined && { question }),
    speaker,
    answer: transcript.passages.filter(({ turn }) => turn === ordinal).map(({ text }) => text),
  }));
}

/** The exchange under the usual title, blocks separated by blank lines. */
export function said(...blocks: string[]) {
  return exchange(parse([TITLE, ...blocks].join('\n\n')));
}
