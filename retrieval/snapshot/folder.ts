/** The data folder: snapshots beside each other, and one small pointer file that names the one that serves. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SnapshotError } from '../errors.ts';
import { REBUILD } from './manifest.ts';

const POINTER_FILE = 'current.json';
const SNAPSHOTS = 'snapshots';
const BUILDING = /^building-(\d+)-[0-9a-f]+$/;

const pointerSchema = z.object({
  /** Folder below `snapshots/`. */
  snapshot: z.string().regex(/^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$/),
  /** Digest of its manifest, hex: the manifest vouches for the other files. */
  manifest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Pointer = z.infer<typeof pointerSchema>;

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
    if (cause.code === 'ENOENT') return undefined;
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
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new SnapshotError(
      `The index cannot be written below ${dataDir}: ${(cause as Error).message}`,
      'Make the folder writable, or set DATA_DIR to one that is.',
      { cause },
    );
  }
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
 * Removes builds that died and snapshots older than the one that was served before: a process that still reads
 * that one keeps it until its next start.
 */
export async function removeOldSnapshots(dataDir: string, keep: readonly string[]): Promise<void> {
  for (const name of await readdir(path.join(dataDir, SNAPSHOTS))) {
    const builder = BUILDING.exec(name)?.[1];
    const inUse = builder === undefined ? keep.includes(name) : isRunning(Number(builder));
    if (!inUse) await rm(snapshotFolder(dataDir, name), { recursive: true, force: true });
  }
}

/** Makes a folder's entries survive a power cut; not every file system can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
