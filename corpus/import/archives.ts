/** Candidates in zip and tar archives, one entry in memory at a time. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import * as yauzl from 'yauzl';
import { ImportError } from '../errors.ts';
import { MAX_BYTES } from '../sources/decode.ts';
import { isSourceName } from '../sources/index.ts';
import { type ImportCandidate, nothingToTry, tooLargeFile } from './candidate.ts';

/** Of everything in one archive, unpacked. */
const MOST_BYTES = 1024 ** 3;
const MOST_ENTRIES = 20_000;
/** Unpacked bytes for each packed one. Text packs by 3 to 10, and never by a hundred. */
const MOST_RATIO = 100;
/** Below this, a high ratio means nothing: a file of blanks packs well. */
const RATIO_FROM = 1024 * 1024;

type ArchiveKind = 'zip' | 'tar' | 'tar.gz';

/** One file of an archive, of either kind. */
interface Entry {
  path: string;
  /** Bytes unpacked, as the archive states them; both libraries hold the entry to it. */
  size: number;
  packedSize?: number;
  /** What it is instead of a file, if it is something else. */
  notFile?: string | undefined;
  encrypted?: boolean;
  read(): Promise<Uint8Array>;
}

/** The kind of archive that a name promises. */
export function archiveKind(name: string): ArchiveKind | undefined {
  if (/\.zip$/i.test(name)) return 'zip';
  if (/\.tar$/i.test(name)) return 'tar';
  return /\.(?:tar\.gz|tgz)$/i.test(name) ? 'tar.gz' : undefined;
}

/** The transcripts in an archive on disk (a path) or in memory. */
export async function* gatherArchive(
  name: string,
  kind: ArchiveKind,
  archive: string | Uint8Array,
): AsyncGenerator<ImportCandidate> {
  const skipped: string[] = [];
  let entries = 0;
  let total = 0;
  let tried = 0;
  try {
    for await (const entry of kind === 'zip' ? zipEntries(archive) : tarEntries(name, kind, archive)) {
      const full = `${name}: ${entry.path}`;
      entries += 1;
      const verdict = judgePath(full, entry.path);
      if (entries > MOST_ENTRIES) throw tooLargeArchive(name);
      if (verdict === 'skip') {
        skipped.push(entry.path);
        continue;
      }
      tried += 1;
      const problem = verdict === 'try' ? findProblem(full, entry) : verdict;
      if (problem !== undefined) {
        yield { name: full, error: problem };
        continue;
      }
      total += entry.size;
      if (total > MOST_BYTES) throw tooLargeArchive(name);
      try {
        yield { name: full, fileName: entry.path, bytes: await entry.read() };
      } catch (error) {
        // A tar archive is one stream: what is wrong with an entry is wrong with the rest of it.
        if (kind !== 'zip') throw error;
        yield { name: full, error: damaged(full, error) };
      }
    }
    if (tried === 0) yield { name, error: nothingToTry(name, skipped) };
  } catch (error) {
    yield { name, error: damaged(name, error) };
  }
}

/** `try` it, `skip` it silently, or an error to report. */
function judgePath(name: string, path: string): 'try' | 'skip' | ImportError {
  if (/^(?:[/\\]|[a-z]:)/i.test(path) || path.split(/[/\\]/).includes('..')) {
    return new ImportError(`${name} leads out of the archive.`, 'Do not trust this archive.');
  }
  if (path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX')) return 'skip';
  if (/\.(?:zip|tar|t?gz|bz2|xz|7z|rar)$/i.test(path)) {
    return new ImportError(`${name} is an archive in an archive.`, 'Unpack it first, then import it.');
  }
  return isSourceName(path.slice(path.lastIndexOf('/') + 1)) ? 'try' : 'skip';
}

function findProblem(name: string, { size, packedSize, notFile, encrypted }: Entry): ImportError | undefined {
  if (notFile !== undefined)
    return new ImportError(`${name} is a ${notFile}, not a file.`, 'Pack the file itself.');
  if (encrypted === true) {
    return new ImportError(`${name} is encrypted.`, 'Unpack the archive yourself and import the folder.');
  }
  if (packedSize !== undefined && isBomb(packedSize, size)) {
    return new ImportError(
      `${name} unpacks to a hundred times its size and more.`,
      'Do not trust this archive.',
    );
  }
  return size > MAX_BYTES ? tooLargeFile(name) : undefined;
}

/** Whether so many bytes out of so few are a bomb rather than a text. */
function isBomb(packed: number, unpacked: number): boolean {
  return unpacked > RATIO_FROM && unpacked > packed * MOST_RATIO;
}

function tooLargeArchive(name: string): ImportError {
  return new ImportError(
    `${name} unpacks to more than an archive of transcripts holds; the rest of it was not read.`,
    'Unpack it yourself and import the folder.',
  );
}

function damaged(name: string, error: unknown): ImportError {
  if (error instanceof ImportError) return error;
  const detail = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new ImportError(`${name} is damaged (${detail}).`, 'Download or pack it again.', { cause: error });
}

// File names are judged here: the library gives up an archive at the first that leads out of it.
const ZIP_OPTIONS = { lazyEntries: true, decodeStrings: false, validateEntrySizes: true, autoClose: false };

async function* zipEntries(archive: string | Uint8Array): AsyncGenerator<Entry> {
  const zip =
    typeof archive === 'string'
      ? await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(archive, ZIP_OPTIONS)
      : await promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer)(
          Buffer.from(archive),
          ZIP_OPTIONS,
        );
  const open = promisify<yauzl.Entry, Readable>(zip.openReadStream.bind(zip));
  const end = once(zip, 'end').then((): [] => []);
  try {
    for (;;) {
      const next = once(zip, 'entry') as Promise<[yauzl.Entry]>;
      next.catch(() => undefined);
      zip.readEntry();
      const [entry] = await Promise.race([next, end]);
      if (entry === undefined) return;
      // Names that are not decoded come as buffers, which the type does not say.
      const rawName = entry.fileName as unknown as Buffer;
      const path = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, rawName, entry.extraFields, false);
      if (path.endsWith('/')) continue;
      yield {
        path,
        size: entry.uncompressedSize,
        packedSize: entry.compressedSize,
        encrypted: (entry.generalPurposeBitFlag & 1) === 1,
        read: async () => await buffer(await open(entry)),
      };
    }
  } finally {
    end.catch(() => undefined);
    zip.close();
  }
}

async function* tarEntries(
  name: string,
  kind: ArchiveKind,
  archive: string | Uint8Array,
): AsyncGenerator<Entry> {
  const raw = typeof archive === 'string' ? createReadStream(archive) : Readable.from([Buffer.from(archive)]);
  const extract = tar.extract();
  const guard = guardSize(name, raw);
  // A failure of the pipeline destroys the extraction, and the loop below throws it.
  const piped =
    kind === 'tar.gz' ? pipeline(raw, createGunzip(), guard, extract) : pipeline(raw, guard, extract);
  piped.catch(() => undefined);
  try {
    for await (const entry of extract) {
      const { name: path, type, size = 0 } = entry.header;
      const isFile = ['file', 'contiguous-file', undefined, null].includes(type);
      if (type !== 'directory') {
        yield { path, size, notFile: isFile ? undefined : String(type), read: () => buffer(entry) };
      }
      entry.resume();
    }
    await piped;
  } finally {
    raw.destroy();
  }
}

/** Ends the reading of an archive that unpacks to too much. */
function guardSize(name: string, raw: Readable & { bytesRead?: number }): Transform {
  let unpacked = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      unpacked += chunk.length;
      const bomb = raw.bytesRead !== undefined && isBomb(raw.bytesRead, unpacked);
      if (bomb || unpacked > MOST_BYTES) done(tooLargeArchive(name));
      else done(null, chunk);
    },
  });
}
