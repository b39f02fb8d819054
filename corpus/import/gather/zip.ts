/** The transcripts in a zip archive, one entry in memory at a time. */
import { promisify } from 'node:util';
import * as yauzl from 'yauzl';
import { ImportError } from '../../errors.ts';
import { type Candidate, nothingToTry } from '../candidate.ts';
import { isBomb, type Limits, tooLargeArchive, tooLargeFile } from '../limits.ts';
import { entryFound, entryRefused, judgeEntry } from './archive.ts';

// File names are judged here: the library gives up an archive at the first that leads out of it.
const OPTIONS = { lazyEntries: true, decodeStrings: false, validateEntrySizes: true } as const;
const DIRECTORY = /\/$/;

type RawEntry = Omit<yauzl.Entry, 'fileName'> & { fileName: Buffer };

/** Goes through an archive on disk (a path) or in memory. */
export async function* gatherZip(
  name: string,
  archive: string | Uint8Array,
  limits: Limits,
): AsyncGenerator<Candidate> {
  let zip: yauzl.ZipFile;
  try {
    zip = await openZip(archive);
  } catch (error) {
    yield entryRefused(name, error);
    return;
  }
  try {
    yield* gatherEntries(name, zip, limits);
  } catch (error) {
    yield entryRefused(name, error);
  } finally {
    zip.close();
  }
}

async function openZip(archive: string | Uint8Array): Promise<yauzl.ZipFile> {
  if (typeof archive === 'string') {
    return await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(archive, {
      ...OPTIONS,
      autoClose: false,
    });
  }
  return await promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer)(
    Buffer.from(archive),
    OPTIONS,
  );
}

async function* gatherEntries(name: string, zip: yauzl.ZipFile, limits: Limits): AsyncGenerator<Candidate> {
  const passed: string[] = [];
  let entries = 0;
  let total = 0;
  let tried = 0;
  for (let entry = await nextEntry(zip); entry !== undefined; entry = await nextEntry(zip)) {
    entries += 1;
    const path = yauzl.getFileNameLowLevel(
      entry.generalPurposeBitFlag,
      entry.fileName,
      entry.extraFields,
      false,
    );
    if (DIRECTORY.test(path)) continue;
    const judgement = judgeEntry(name, path);
    if (judgement === 'pass') {
      passed.push(path);
      continue;
    }
    tried += 1;
    const problem = judgement === 'try' ? findProblem(`${name}: ${path}`, entry, limits) : judgement;
    if (problem !== undefined) {
      yield { name: `${name}: ${path}`, error: problem };
      continue;
    }
    total += entry.uncompressedSize;
    if (total > limits.archiveBytes || entries > limits.archiveEntries) throw tooLargeArchive(name);
    try {
      yield entryFound(name, path, await readEntry(zip, entry));
    } catch (error) {
      yield entryRefused(`${name}: ${path}`, error);
    }
  }
  if (tried === 0) yield { name, error: nothingToTry(name, passed) };
}

/** By what the archive's directory says of an entry; the library holds the entry's bytes to it. */
function findProblem(name: string, entry: RawEntry, limits: Limits): ImportError | undefined {
  const { compressedSize, uncompressedSize, generalPurposeBitFlag } = entry;
  if ((generalPurposeBitFlag & 1) === 1) {
    return new ImportError(
      `${name} is under a password.`,
      'Unpack the archive yourself and import the folder.',
    );
  }
  if (isBomb(compressedSize, uncompressedSize, limits)) {
    return new ImportError(
      `${name} unpacks to a hundred times its size and more.`,
      'Do not trust this archive.',
    );
  }
  return uncompressedSize > limits.fileBytes ? tooLargeFile(name, limits) : undefined;
}

function nextEntry(zip: yauzl.ZipFile): Promise<RawEntry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void) => {
      zip.removeListener('entry', onEntry).removeListener('end', onEnd).removeListener('error', onError);
      done();
    };
    // Undecoded names come as buffers, which the type of an entry does not say.
    const onEntry = (entry: unknown) => settle(() => resolve(entry as RawEntry));
    const onEnd = () => settle(() => resolve(undefined));
    const onError = (error: Error) => settle(() => reject(error));
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError);
    zip.readEntry();
  });
}

async function readEntry(zip: yauzl.ZipFile, entry: unknown): Promise<Uint8Array> {
  const open = promisify(
    zip.openReadStream.bind(zip) as (
      entry: yauzl.Entry,
      callback: (error: Error | null, stream?: NodeJS.ReadableStream) => void,
    ) => void,
  );
  const chunks: Buffer[] = [];
  for await (const chunk of (await open(entry as yauzl.Entry)) ?? []) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
