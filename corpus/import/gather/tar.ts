/** The transcripts in a tar archive, packed or not, one entry in memory at a time. */
import { createReadStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import { ImportError } from '../../errors.ts';
import { type Candidate, nothingToTry } from '../candidate.ts';
import { isBomb, type Limits, tooLargeArchive, tooLargeFile } from '../limits.ts';
import { entryFound, entryRefused, judgeEntry } from './archive.ts';

/** Goes through an archive on disk (a path) or in memory. */
export async function* gatherTar(
  name: string,
  archive: string | Uint8Array,
  packed: boolean,
  limits: Limits,
): AsyncGenerator<Candidate> {
  const raw = typeof archive === 'string' ? createReadStream(archive) : Readable.from([Buffer.from(archive)]);
  const extract = tar.extract();
  const guard = guardSize(name, raw, limits);
  // A failure of the pipeline destroys the extraction, and the loop below throws it.
  const piped = packed ? pipeline(raw, createGunzip(), guard, extract) : pipeline(raw, guard, extract);
  piped.catch(() => undefined);
  const passed: string[] = [];
  let entries = 0;
  let tried = 0;
  try {
    for await (const entry of extract) {
      const { name: path, type, size = 0 } = entry.header;
      entries += 1;
      if (entries > limits.archiveEntries) throw tooLargeArchive(name);
      const judgement = type === 'directory' ? 'pass' : judgeEntry(name, path);
      const problem = judgement === 'try' ? findProblem(`${name}: ${path}`, type, size, limits) : judgement;
      if (problem === undefined) yield entryFound(name, path, await readAll(entry));
      else if (problem instanceof ImportError) yield { name: `${name}: ${path}`, error: problem };
      if (judgement !== 'pass') tried += 1;
      else if (type !== 'directory') passed.push(path);
      entry.resume();
    }
    await piped;
    if (tried === 0) yield { name, error: nothingToTry(name, passed) };
  } catch (error) {
    yield entryRefused(name, error);
  } finally {
    raw.destroy();
  }
}

function findProblem(name: string, type: string | null | undefined, size: number, limits: Limits) {
  if (type !== 'file' && type !== 'contiguous-file' && type !== undefined && type !== null) {
    return new ImportError(`${name} is a ${type}, not a file.`, 'Pack the file itself.');
  }
  return size > limits.fileBytes ? tooLargeFile(name, limits) : undefined;
}

/** Ends the reading of an archive that unpacks to too much. */
function guardSize(name: string, raw: Readable & { bytesRead?: number }, limits: Limits): Transform {
  let unpacked = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      unpacked += chunk.length;
      const bomb = raw.bytesRead !== undefined && isBomb(raw.bytesRead, unpacked, limits);
      if (bomb || unpacked > limits.archiveBytes) done(tooLargeArchive(name));
      else done(null, chunk);
    },
  });
}

async function readAll(entry: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}
