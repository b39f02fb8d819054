/** Folders that vanish with the test. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject, onTestFinished } from 'vitest';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
export const corpusDir = path.join(projectRoot, 'corpus/documents');

/** An empty folder for one test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the two documents that a test may change. */
export async function temporaryCorpus(): Promise<string> {
  const folder = await temporaryFolder();
  await cp(corpusDir, folder, { recursive: true });
  return folder;
}

/** What a build keeps in a data folder; beside it may lie what a running bot writes. */
const BUILT = ['current.json', 'parsed', 'snapshots', 'vectors'];

/** A corpus and its index, copies that a test may change: nothing is encoded for them. */
export async function temporaryIndex(
  built = inject('dataDir'),
): Promise<{ CORPUS_DIR: string; DATA_DIR: string }> {
  const DATA_DIR = path.join(await temporaryFolder(), 'data');
  for (const name of BUILT) await cp(path.join(built, name), path.join(DATA_DIR, name), { recursive: true });
  return { CORPUS_DIR: await temporaryCorpus(), DATA_DIR };
}
