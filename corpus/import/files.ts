/** Candidates among the files and folders on this machine, and on standard input. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ImportError, TranscriptError } from '../errors.ts';
import { readSidecar, SIDECAR_ENDING } from '../sidecar.ts';
import { MAX_BYTES } from '../sources/decode.ts';
import { isSourceName } from '../sources/index.ts';
import { archiveKind, gatherArchive } from './archives.ts';
import {
  type FoundFile,
  guessExtension,
  type ImportCandidate,
  nothingToTry,
  tooLargeFile,
} from './candidate.ts';

/** A file, a folder or an archive. */
export async function* gatherPath(path: string): AsyncGenerator<ImportCandidate> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory()) return yield* gatherFolder(path);
  if (info?.isFile()) return yield* gatherFile(path);
  const what = info === undefined ? 'does not exist or may not be read' : 'is neither a file nor a folder';
  yield { name: path, error: new ImportError(`${path} ${what}.`, 'Check the path.') };
}

/** Standard input: whatever kind of file its first bytes make it. */
export async function* gatherStream(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ImportCandidate> {
  const name = 'standard input';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_BYTES) return yield { name, error: tooLargeFile(name) };
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  yield* gatherBytes({ name, fileName: `stdin${guessExtension(bytes)}`, bytes });
}

/** Bytes that are a file, or an archive of files. */
export async function* gatherBytes(found: FoundFile): AsyncGenerator<ImportCandidate> {
  const kind = archiveKind(found.fileName);
  if (kind === undefined) yield found;
  else yield* gatherArchive(found.name, kind, found.bytes);
}

async function* gatherFolder(folder: string): AsyncGenerator<ImportCandidate> {
  const skipped: string[] = [];
  let tried = 0;
  for (const path of await listFiles(folder)) {
    if (isSourceName(basename(path)) || archiveKind(path) !== undefined) {
      tried += 1;
      yield* gatherFile(path);
    } else if (!path.endsWith(SIDECAR_ENDING)) skipped.push(path);
  }
  if (tried === 0) yield { name: folder, error: nothingToTry(folder, skipped) };
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

async function* gatherFile(path: string): AsyncGenerator<ImportCandidate> {
  const kind = archiveKind(path);
  if (kind !== undefined) return yield* gatherArchive(path, kind, path);
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) yield { name: path, error: tooLargeFile(path) };
    else {
      const [bytes, beside] = await Promise.all([
        readFile(path),
        readFile(`${path}${SIDECAR_ENDING}`).catch(() => undefined),
      ]);
      const sidecar = beside && readSidecar(`${path}${SIDECAR_ENDING}`, beside).sidecar;
      yield { name: path, fileName: await nameWithExtension(path), bytes, sidecar };
    }
  } catch (cause) {
    const unreadable = () => new ImportError(`${path} cannot be read.`, 'Check that it may be.', { cause });
    yield { name: path, error: cause instanceof TranscriptError ? cause : unreadable() };
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
