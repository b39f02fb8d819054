/** The data folder: snapshots beside each other, and one small pointer file that names the one that serves. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OnRecordError } from '../../corpus/errors.ts';
import { SnapshotError } from '../errors.ts';

const SNAPSHOT_NAME = /^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$/;

const pointerSchema = z.object({
  /** Folder below `snapshots/`. */
  snapshot: z.string().regex(SNAPSHOT_NAME),
  /** Digest of its manifest, hex: the manifest vouches for the other files. */
  manifest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Pointer = z.infer<typeof pointerSchema>;

export const REBUILD = 'Run: npm run embed';

export const POINTER_FILE = 'current.json';
const SNAPSHOTS = 'snapshots';
const BUILDING = /^building-\d+-[0-9a-f]{8}$/;
const HALF_POINTER = /^current\.json\.\d+$/;
const ASIDE_LOCK = /^building\.lock\.[0-9a-f]{16}(?:\.stale)?$/;
/** What versions before format 5 kept of a build that was killed. */
const FORMER_CACHE = 'encoding.cache';

export const snapshotFolder = (dataDir: string, name: string) => path.join(dataDir, SNAPSHOTS, name);

/** A name that sorts by time and tells apart two builds of one second. */
export function newSnapshotName(): string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `${stamp}-${randomBytes(4).toString('hex')}`;
}

/**
 * The snapshot that serves, or nothing when none was built yet.
 * @throws SnapshotError when the pointer is not a pointer
 */
export async function readPointer(dataDir: string): Promise<Pointer | undefined> {
  const file = path.join(dataDir, POINTER_FILE);
  try {
    return pointerSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    // Where the data folder is a file, nothing was built: the build says what is wrong.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new SnapshotError(`${file} names no index snapshot.`, REBUILD, { cause });
  }
}

/** A fresh folder to build in; nobody reads it until it is published. */
export async function createBuildFolder(dataDir: string): Promise<string> {
  const folder = snapshotFolder(dataDir, `building-${process.pid}-${randomBytes(4).toString('hex')}`);
  await makeFolder(folder);
  return folder;
}

/** Gives a complete build its name and switches to it: one rename each, so there is never half an index. */
export async function publish(dataDir: string, buildFolder: string, pointer: Pointer): Promise<void> {
  await syncFolder(buildFolder);
  await rename(buildFolder, snapshotFolder(dataDir, pointer.snapshot));
  await syncFolder(path.join(dataDir, SNAPSHOTS));
  const next = path.join(dataDir, `${POINTER_FILE}.${process.pid}`);
  await writeFile(next, `${JSON.stringify(pointer, null, 2)}\n`, { flush: true });
  await rename(next, path.join(dataDir, POINTER_FILE));
  await syncFolder(dataDir);
}

/**
 * Removes what earlier builds left: dead builds, half-made pointers, and snapshots but those to keep (the one that
 * serves, and the one that served before: a process that still reads it keeps it until its next start). Only what
 * has a name of ours is touched. Only the holder of the data folder's lock may call this.
 */
export async function cleanUp(dataDir: string, keep: readonly string[]): Promise<void> {
  const snapshots = path.join(dataDir, SNAPSHOTS);
  await makeFolder(snapshots);
  for (const name of await readdir(snapshots)) {
    const ours = BUILDING.test(name) || (SNAPSHOT_NAME.test(name) && !keep.includes(name));
    if (ours) await rm(snapshotFolder(dataDir, name), { recursive: true, force: true });
  }
  for (const name of await readdir(dataDir)) {
    const ours = HALF_POINTER.test(name) || ASIDE_LOCK.test(name) || name === FORMER_CACHE;
    if (ours) await rm(path.join(dataDir, name), { force: true });
  }
}

/** Makes a folder's entries survive a power cut; not every file system can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
}

/**
 * Like `mkdir` with `recursive`, which spins for ever where a file system takes no folders (below /proc).
 * @throws what `mkdir` throws for the first folder that cannot be made; ENOTDIR where a file is in the way
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  let above = path.resolve(folder);
  for (;;) {
    const found = await stat(above).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (found?.isDirectory()) break;
    if (found) throw Object.assign(new Error(`ENOTDIR: ${above} is a file`), { code: 'ENOTDIR' });
    missing.unshift(above);
    above = path.dirname(above);
  }
  for (const next of missing) {
    await mkdir(next).catch((error: NodeJS.ErrnoException) => {
      // Another process may have made it meanwhile.
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** What a failed system call means to a person. */
const REMEDIES: Readonly<Record<string, [what: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space, or set DATA_DIR to a larger disk; then run: npm run embed'],
  EDQUOT: [
    'the disk quota is used up',
    'Free some space, or set DATA_DIR to another disk; then run: npm run embed',
  ],
  EFBIG: ['a file would be too large', 'Set DATA_DIR to a file system without such a limit.'],
  EACCES: ['it may not be written', 'Make it writable, or set DATA_DIR to a folder that is.'],
  EPERM: ['it may not be written', 'Make it writable, or set DATA_DIR to a folder that is.'],
  EROFS: ['the file system is read-only', 'Set DATA_DIR to a folder that can be written.'],
  ENOENT: ['a folder cannot be made there', 'Set DATA_DIR to a folder that can be made and written.'],
  ENOTDIR: ['a file is in the way', 'Move that file away, or set DATA_DIR to a folder.'],
  EEXIST: ['something is in the way', 'Move it away, or set DATA_DIR to another folder.'],
  EISDIR: ['a folder is in the way', 'Move that folder away, then run: npm run embed'],
  ENOTEMPTY: ['a folder is in the way', 'Move that folder away, then run: npm run embed'],
  EMFILE: ['too many files are open', 'Raise the limit of open files, then run: npm run embed'],
  EIO: ['the disk reports an error', 'Check the disk, or set DATA_DIR to another; then run: npm run embed'],
};

/** A failed system call below the data folder as a sentence; any other error as it is. */
export function writeProblem(error: unknown, dataDir: string): unknown {
  if (error instanceof OnRecordError || !(error instanceof Error)) return error;
  const { code, path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const known = code === undefined ? undefined : REMEDIES[code];
  if (!known) return error;
  const [what, remedy] = known;
  const where = dest ?? path ?? dataDir;
  return new SnapshotError(`The index cannot be written to ${where}: ${what} (${code}).`, remedy, {
    cause: error,
  });
}
