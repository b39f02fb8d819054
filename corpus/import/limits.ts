/** How much an import takes on: far above any real record, far below what hurts a machine. */
import { ImportError } from '../errors.ts';
import { MAX_BYTES } from '../sources/decode.ts';

export interface Limits {
  /** Of one transcript. */
  fileBytes: number;
  /** Of everything in one archive, unpacked. */
  archiveBytes: number;
  archiveEntries: number;
  /** Unpacked bytes for each packed one. Text packs by 3 to 10, and never by a hundred. */
  ratio: number;
}

export const LIMITS: Limits = {
  fileBytes: MAX_BYTES,
  archiveBytes: 1024 ** 3,
  archiveEntries: 20_000,
  ratio: 100,
};

/** Below this, a high ratio means nothing: a file of blanks packs well. */
const RATIO_FROM = 1024 * 1024;

/** Whether so many bytes out of so few are a bomb rather than a text. */
export function isBomb(packed: number, unpacked: number, { ratio }: Limits): boolean {
  return unpacked > RATIO_FROM && unpacked > packed * ratio;
}

export function tooLargeFile(name: string, { fileBytes }: Limits): ImportError {
  return new ImportError(
    `${name} is larger than ${Math.round(fileBytes / 1024 / 1024)} MiB.`,
    'Split it into one file for each transcript.',
  );
}

export function tooLargeArchive(name: string): ImportError {
  return new ImportError(
    `${name} unpacks to more than an archive of transcripts holds; the rest of it was not read.`,
    'Unpack it yourself and import the folder.',
  );
}
