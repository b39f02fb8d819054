/** Folders that vanish with the test. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
export const corpusDir = path.join(projectRoot, 'corpus/documents');

/** Hears how to close what was opened. */
export type WhenDone = (close: () => Promise<void>) => void;

/** What is opened once for all tests of a scope; the last that was opened is closed first. */
export function shared<Opened>(open: (whenDone: WhenDone) => Promise<Opened>): () => Opened {
  const closers: (() => Promise<void>)[] = [];
  let opened: { it: Opened } | undefined;
  beforeAll(async () => {
    opened = { it: await open((close) => closers.unshift(close)) };
  });
  afterAll(async () => {
    for (const close of closers) await close();
  });
  return () => {
    if (!opened) throw new Error('it is open only within its scope');
    return opened.it;
  };
}

/** An empty folder for one test, or for what else `whenDone` belongs to. */
export async function temporaryFolder(whenDone: WhenDone = onTestFinished): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-'));
  whenDone(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the two documents that a test may change. */
export async function temporaryCorpus(whenDone?: WhenDone): Promise<string> {
  const folder = await temporaryFolder(whenDone);
  await cp(corpusDir, folder, { recursive: true });
  return folder;
}

/** What a build keeps in a data folder; beside it lies what a running bot writes. */
export const BUILT = ['current.json', 'parsed', 'snapshots', 'vectors'];

/** A corpus and its index, copies that a test may change: nothing is encoded for them. */
export async function temporaryIndex(
  built = inject('dataDir'),
  whenDone?: WhenDone,
): Promise<{ CORPUS_DIR: string; DATA_DIR: string }> {
  const DATA_DIR = path.join(await temporaryFolder(whenDone), 'data');
  for (const name of BUILT) await cp(path.join(built, name), path.join(DATA_DIR, name), { recursive: true });
  return { CORPUS_DIR: await temporaryCorpus(whenDone), DATA_DIR };
}
