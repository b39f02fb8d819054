/** Files found somewhere, before anybody knows whether they are transcripts. */
import { ImportError, type OnRecordError } from '../errors.ts';
import type { Sidecar } from '../sidecar.ts';
import { MAX_BYTES } from '../sources/decode.ts';
import { EXTENSIONS } from '../sources/index.ts';

/** Bytes to try, or the reason why there are none. */
export type ImportCandidate = FoundFile | { name: string; error: OnRecordError };

export interface FoundFile {
  /** As a person would name it: a path, a path in an archive, an address. */
  name: string;
  /** What tells the kind of file, and perhaps its day. */
  fileName: string;
  bytes: Uint8Array;
  url?: string | undefined;
  /** What is stated beside it. */
  sidecar?: Sidecar | undefined;
}

const SIGNATURES: readonly { starts: RegExp; extension: string }[] = [
  { starts: /^%PDF-/, extension: '.pdf' },
  { starts: /^\s{0,200}<(?:!doctype\shtml|html|head|body|\?xml)/i, extension: '.html' },
  { starts: /^---[ \t]*\r?\n|^#\s/, extension: '.md' },
];

/** The extension that fits what a file without one (or standard input) begins with. */
export function guessExtension(bytes: Uint8Array): string {
  const top = Buffer.from(bytes.subarray(0, 512))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '');
  if (Buffer.from(bytes.subarray(257, 262)).toString('latin1') === 'ustar') return '.tar';
  if (top.startsWith('PK\u0003\u0004')) return '.zip';
  if (top.startsWith('\u001f\u008b')) return '.tar.gz';
  return SIGNATURES.find(({ starts }) => starts.test(top))?.extension ?? '.txt';
}

/** The refusal of a collection in which nothing is even worth a try; `others` are names that were skipped. */
export function nothingToTry(name: string, others: readonly string[]): ImportError {
  const endings = [
    ...new Set(others.map((other) => /\.[^./]{1,8}$/.exec(other)?.[0].toLowerCase() ?? 'no ending')),
  ];
  const held =
    others.length === 0 ? 'is empty' : `holds only other files (${endings.slice(0, 5).join(', ')})`;
  return new ImportError(`${name} ${held}.`, `Transcripts come as ${EXTENSIONS.join(', ')} files.`);
}

export function tooLargeFile(name: string): ImportError {
  return new ImportError(
    `${name} is larger than ${MAX_BYTES / 1024 / 1024} MiB.`,
    'Split it into one file for each transcript.',
  );
}
