/** Files and folders on this machine, and standard input. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ImportError } from '../../errors.ts';
import { isSourceName } from '../../sources/index.ts';
import { type Candidate, guessExtension, nothingToTry } from '../candidate.ts';
import { type Limits, tooLargeFile } from '../limits.ts';
import { archiveKind } from './archive.ts';
import { gatherTar } from './tar.ts';
import { gatherZip } from './zip.ts';

/** A file, a folder or an archive. */
export async function* gatherPath(path: string, limits: Limits): AsyncGenerator<Candidate> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) {
    yield {
      name: path,
      error: new ImportError(`${path} does not exist or may not be read.`, 'Check the path.'),
    };
  } else if (info.isDirectory()) {
    yield* gatherFolder(path, limits);
  } else {
    yield* gatherFile(path, limits);
  }
}

/** Standard input: whatever kind of file its first bytes make it. */
export async function* gatherStream(
  stream: AsyncIterable<Uint8Array>,
  limits: Limits,
): AsyncGenerator<Candidate> {
  const name = 'standard input';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limits.fileBytes) {
      yield { name, error: tooLargeFile(name, limits) };
      return;
    }
    chunks.push(chunk);
  }
  yield* gatherBytes(
    name,
    `stdin${guessExtension(chunks[0] ?? new Uint8Array())}`,
    Buffer.concat(chunks),
    limits,
  );
}

/** Bytes that are a file, or an archive of files. */
export async function* gatherBytes(
  name: string,
  fileName: string,
  bytes: Uint8Array,
  limits: Limits,
  url?: string,
): AsyncGenerator<Candidate> {
  const kind = archiveKind(fileName);
  if (kind === 'zip') yield* gatherZip(name, bytes, limits);
  else if (kind !== undefined) yield* gatherTar(name, bytes, kind === 'tar.gz', limits);
  else yield { name, fileName, bytes, ...(url !== undefined && { url }) };
}

async function* gatherFolder(folder: string, limits: Limits): AsyncGenerator<Candidate> {
  const passed: string[] = [];
  let tried = 0;
  for (const path of await listFiles(folder)) {
    if (!isSourceName(basename(path)) && archiveKind(path) === undefined) passed.push(path);
    else {
      tried += 1;
      yield* gatherFile(path, limits);
    }
  }
  if (tried === 0) yield { name: folder, error: nothingToTry(folder, passed) };
}

/** Files below a folder in order; links are not followed, and what a browser saved beside a page is left. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isFile()) files.push(path);
    else if (entry.isDirectory() && !/_files$/.test(entry.name)) files.push(...(await listFiles(path)));
  }
  return files;
}

async function* gatherFile(path: string, limits: Limits): AsyncGenerator<Candidate> {
  const kind = archiveKind(path);
  if (kind === 'zip') return yield* gatherZip(path, path, limits);
  if (kind !== undefined) return yield* gatherTar(path, path, kind === 'tar.gz', limits);
  try {
    const { size } = await stat(path);
    if (size > limits.fileBytes) yield { name: path, error: tooLargeFile(path, limits) };
    else yield { name: path, fileName: await nameWithExtension(path), bytes: await readFile(path) };
  } catch (error) {
    yield {
      name: path,
      error: new ImportError(`${path} cannot be read.`, 'Check that it may be.', { cause: error }),
    };
  }
}

/** A file that someone names is tried whatever it is called. */
async function nameWithExtension(path: string): Promise<string> {
  if (isSourceName(basename(path))) return path;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    return `${path}${guessExtension(buffer.subarray(0, bytesRead))}`;
  } finally {
    await file.close();
  }
}
