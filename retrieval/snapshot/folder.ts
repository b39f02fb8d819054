/** The data folder: snapshots beside each other, and one small pointer file that names the one that serves. */
import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SnapshotError } from '../errors.ts';
import { makeFolder } from './make-folder.ts';
import { REBUILD } from './manifest.ts';
import { type Pointer, pointerSchema, SNAPSHOT_NAME } from './pointer.ts';

export const POINTER_FILE = 'current.json';
const SNAPSHOTS = 'snapshots';
const BUILDING = /^building-\d+-[0-9a-f]{8}$/;
const HALF_POINTER = /^current\.json\.\d+$/;
const ASIDE_LOCK = /^building\.lock\.[0-9a-f]{16}(?:\.stale)?$/;

export const snapshotFolder = (dataDir: string, name: string) => path.join(dataDir, SNAPSHOTS, name);

/** A name that sorts by time and tells apart two builds of one second. */
export function newSnapshotName(now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${stamp}-${randomBytes(4).toString('hex')}`;
}

/**
 * The snapshot that serves, or nothing when none was built yet.
 * @throws SnapshotError when the pointer is not a pointer
 */
export async function readPointer(dataDir: string): Promise<Pointer | undefined> {
  const file = path.join(dataDir, POINTER_FILE);
  const unusable = (cause: unknown) =>
    new SnapshotError(`${file} names no index snapshot.`, REBUILD, { cause });
  const json = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    // Where the data folder is a file, nothing was built: the build says what is wrong.
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw unusable(cause);
  });
  if (json === undefined) return undefined;
  try {
    return pointerSchema.parse(JSON.parse(json));
  } catch (cause) {
    throw unusable(cause);
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
    if (HALF_POINTER.test(name) || ASIDE_LOCK.test(name)) await rm(path.join(dataDir, name), { force: true });
  }
}

/** Makes a folder's entries survive a power cut; not every file system can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
}
