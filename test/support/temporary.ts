/** Folders that vanish with the test. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

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
