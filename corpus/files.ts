/** The files of a corpus folder: which are considered, and what is in them. */
import { createHash, randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CorpusError, TranscriptError } from './errors.ts';
import { SIDECAR_ENDING } from './sidecar.ts';
import { MAX_BYTES, tooLarge } from './sources/decode.ts';
import { EXTENSIONS, isSourceName } from './sources/index.ts';

/** A considered file: its path below the folder, and what is in it. */
export interface Source {
  path: string;
  sha256: string;
}

/** Its bytes, or why they cannot be taken. */
export type FileContent = Source & ({ bytes: Uint8Array } | { fault: TranscriptError });

/** Paths of all considered files, in plain code-unit order so that every machine agrees. Throws `CorpusError`. */
export async function listPaths(directory: string): Promise<string[]> {
  const info = await stat(directory).catch(() => undefined);
  if (info === undefined) {
    throw new CorpusError(
      `The corpus folder ${directory} does not exist.`,
      'Create it and put transcripts into it, or set CORPUS_DIR to the folder that holds them.',
    );
  }
  if (!info.isDirectory()) {
    throw new CorpusError(
      `${directory} is a file, not a corpus folder.`,
      'Set CORPUS_DIR to the folder that holds it.',
    );
  }
  const root = await realpath(resolve(directory));
  const paths = await walk(root, root);
  if (paths.includes('')) {
    throw new CorpusError(
      `The corpus folder ${directory} cannot be read.`,
      'Allow reading it, or set CORPUS_DIR to another folder.',
    );
  }
  if (paths.every(isSidecar)) {
    throw new CorpusError(
      `The corpus folder ${directory} holds no transcripts.`,
      `Put files into it that end in one of ${EXTENSIONS.join(', ')}, or set CORPUS_DIR to another folder.`,
    );
  }
  return paths.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Whether a considered file tells of another one. */
export function isSidecar(path: string): boolean {
  return path.endsWith(SIDECAR_ENDING);
}

/** A file with its hash. One that is too large or cannot be read is not read, and says why. */
export async function readContent(directory: string, path: string): Promise<FileContent> {
  const full = join(directory, path);
  try {
    // The size first: a disk image in the folder must not be read into memory to be refused.
    const { size } = await stat(full);
    if (size > MAX_BYTES) return { path, sha256: sha256(`${size} bytes`), fault: tooLarge(path) };
    const bytes = await readFile(full);
    return { path, sha256: sha256(bytes), bytes };
  } catch (error) {
    return unreadable(path, error);
  }
}

/** A refusal whose digest stays the same for as long as the fault does, so that the index is not stale by it. */
function unreadable(path: string, cause: unknown): FileContent {
  const code = codeOf(cause);
  const fault = path.includes('\uFFFD')
    ? new TranscriptError(`${path} has a name that is not UTF-8.`, 'Rename it, or remove it from the folder.')
    : new TranscriptError(
        `${path} cannot be read (${code}).`,
        'Check that it may be read, or remove it from the folder.',
        { cause },
      );
  return { path, sha256: sha256(`unreadable: ${code}`), fault };
}

/** Puts bytes in place of a file, in one step: it is whole, or as it was. */
export async function replaceFile(target: string, bytes: Uint8Array | string): Promise<void> {
  const folder = dirname(target);
  const unfinished = temporaryIn(folder);
  await mkdir(folder, { recursive: true });
  await writeFile(unfinished, bytes, { flush: true });
  await rename(unfinished, target);
}

/** Where a file is written until it is whole; hidden, so that nobody takes it for a document. */
export function temporaryIn(folder: string): string {
  return join(folder, `.import-${randomUUID()}.tmp`);
}

/** The code of an error of the system (`ENOENT`); of any other, what it says. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function walk(root: string, folder: string): Promise<string[]> {
  const below = (full: string) => relative(root, full).split(sep).join('/');
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  // A folder that cannot be looked into stands in the list itself: reading it will say why.
  if (entries === undefined) return [below(folder)];
  const paths: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const full = join(folder, entry.name);
    if (entry.isDirectory()) paths.push(...(await walk(root, full)));
    else if (isConsidered(entry.name) && (await isFileWithin(root, full, entry))) {
      paths.push(below(full));
    }
  }
  return paths;
}

function isConsidered(name: string): boolean {
  return isSourceName(isSidecar(name) ? name.slice(0, -SIDECAR_ENDING.length) : name);
}

/** A regular file, or a link to one inside the folder; folders are never entered through a link. */
async function isFileWithin(root: string, full: string, entry: Dirent): Promise<boolean> {
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) return false;
  const target = await realpath(full).catch(() => undefined);
  if (target === undefined || !target.startsWith(root + sep)) return false;
  return (await stat(target)).isFile();
}
