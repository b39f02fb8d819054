/** All kinds of source files, by their extension. A new kind is a new file and a line here. */
import { extname } from 'node:path';
import { TranscriptError } from '../errors.ts';
import { html } from './html/html.ts';
import { markdown } from './markdown.ts';
import type { SourceFile, SourceKind } from './page.ts';
import { pdf } from './pdf/pdf.ts';
import { plainText } from './text.ts';

const KINDS: readonly SourceKind[] = [plainText, markdown, html, pdf];

/** Every extension that is considered, in lower case. */
export const EXTENSIONS: readonly string[] = KINDS.flatMap(({ extensions }) => extensions);

/** Whether a file of this name may be a transcript. */
export function isSourceName(name: string): boolean {
  return EXTENSIONS.includes(extensionOf(name)) && !/^(?:readme|licen[cs]e)\b/i.test(name);
}

/** The ways to read a file of any kind; only a PDF must be waited for. Throws `TranscriptError`. */
export function readPages(file: SourceFile): ReturnType<SourceKind['read']> {
  const kind = KINDS.find(({ extensions }) => extensions.includes(extensionOf(file.path)));
  if (kind !== undefined) return kind.read(file);
  throw new TranscriptError(
    `${file.path} is not a file that transcripts come in.`,
    `Save it as one of ${EXTENSIONS.join(', ')}.`,
  );
}

function extensionOf(path: string): string {
  return extname(path).toLowerCase();
}
