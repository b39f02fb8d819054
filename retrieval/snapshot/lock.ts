/** The data folder's lock: one process builds, publishes and cleans up at a time, over processes and containers. */
import { randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { BusyError, SnapshotError } from '../errors.ts';

export const LOCK_FILE = 'building.lock';
/** A living builder touches its lock this often. */
const BEAT_MS = 2000;
/** A lock that was not touched for so long belongs to a process that is gone, or in a machine that is. */
const STALE_MS = 30_000;

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

const ownerSchema = z.object({ token: z.string(), pid: z.int(), place: z.string(), since: z.iso.datetime() });
type Owner = z.infer<typeof ownerSchema>;

export interface Lock {
  /** @throws SnapshotError when another process has taken the lock over (this one was asleep for too long) */
  check(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock of a data folder, which must exist.
 * @throws BusyError when another process holds it
 */
export async function takeLock(dataDir: string): Promise<Lock> {
  const file = path.join(dataDir, LOCK_FILE);
  const owner: Owner = {
    token: randomBytes(8).toString('hex'),
    pid: process.pid,
    place: place(),
    since: new Date().toISOString(),
  };
  await create(file, owner, dataDir);
  const heart = startHeart(file);
  const held = async () => (await readOwner(file))?.token === owner.token;
  return {
    async check() {
      if (await held()) return;
      throw new SnapshotError(
        `Another process has taken over the build in ${dataDir}.`,
        'Run: npm run embed',
      );
    },
    async release() {
      await heart.terminate();
      if (await held()) await rm(file, { force: true });
    },
  };
}

/** Written aside and linked into place: the lock is there whole or not at all, and never over another. */
async function create(file: string, owner: Owner, dataDir: string): Promise<void> {
  const aside = `${file}.${owner.token}`;
  await writeFile(aside, JSON.stringify(owner));
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        return await linkOrCreate(aside, file, owner);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // ENOENT: the holder has just cleaned up what lies beside its lock.
        if (code === 'ENOENT') throw busy(dataDir, await readOwner(file));
        if (code !== 'EEXIST') throw error;
      }
      const holder = await readOwner(file);
      if (!(await isStale(file, holder))) throw busy(dataDir, holder);
      await takeAway(file, holder, `${aside}.stale`);
    }
    throw busy(dataDir, undefined);
  } finally {
    await rm(aside, { force: true });
  }
}

async function linkOrCreate(aside: string, file: string, owner: Owner): Promise<void> {
  try {
    await link(aside, file);
  } catch (error) {
    // Not every file system has hard links; exclusive creation is the next best.
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await writeFile(file, JSON.stringify(owner), { flag: 'wx' });
  }
}

function busy(dataDir: string, holder: Owner | undefined): BusyError {
  const who = holder ? `process ${holder.pid}, since ${holder.since}` : 'another process';
  return new BusyError(
    `The index in ${dataDir} is being built already (${who}).`,
    'Wait until that is done, then try again.',
  );
}

/** Two may find the same lock stale: what one takes away must be what it found, not the other's new lock. */
async function takeAway(file: string, holder: Owner | undefined, to: string): Promise<void> {
  try {
    await rename(file, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readOwner(to))?.token !== holder?.token) await link(to, file).catch(() => undefined);
  await rm(to, { recursive: true, force: true });
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

async function isStale(file: string, holder: Owner | undefined): Promise<boolean> {
  // Where process numbers mean the same, a number that is not running says at once that nobody holds the lock.
  if (holder?.place === place() && !isRunning(holder.pid)) return true;
  const touched = await touchedAt(file);
  if (touched === undefined) return false;
  if (touched <= Date.now() + STALE_MS) return Date.now() - touched > STALE_MS;
  // Of a clock that is ahead of this one. Whoever holds the lock touches it again.
  await sleep(3 * BEAT_MS);
  return (await touchedAt(file)) === touched;
}

async function touchedAt(file: string): Promise<number | undefined> {
  return await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

/** Names the space in which a process number is unique: the machine and, on Linux, the container. */
function place(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A thread of its own: linking a graph keeps the main one busy for minutes, and the lock must not look dead. */
function startHeart(file: string): Worker {
  const beat = `const { utimes } = require('node:fs');
    const { file, every } = require('node:worker_threads').workerData;
    setInterval(() => { const now = new Date(); utimes(file, now, now, () => {}); }, every);`;
  const heart = new Worker(beat, { eval: true, workerData: { file, every: BEAT_MS }, execArgv: [] });
  heart.on('error', () => undefined);
  heart.unref();
  return heart;
}
