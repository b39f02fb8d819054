/** Builds the index of the two documents once for all tests that run the real commands. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { runScript } from './run-script.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A DATA_DIR with a ready index; tests only read it. */
    dataDir: string;
  }
}

/** @param env further settings of `npm run embed` */
export async function setup(
  project: TestProject,
  env: Record<string, string> = {},
): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-index-'));
  const { code, stderr } = await runScript('embed', [], { DATA_DIR: folder, ...env });
  if (code !== 0) throw new Error(`npm run embed failed: ${stderr}`);
  project.provide('dataDir', folder);
  return () => rm(folder, { recursive: true, force: true });
}
