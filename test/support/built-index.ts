/** Builds the index of the two documents once for all tests that run the real commands. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { runScript } from './run-script.ts';
import { BUILT, projectRoot } from './temporary.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A DATA_DIR with a ready index; tests only read it. */
    dataDir: string;
  }
}

/** What was built for the tests before: `npm run embed` makes anew what has changed since. */
const KEPT = path.join(projectRoot, 'node_modules/.cache/on-record-tests');

/** @param env further settings of `npm run embed` */
export async function setup(
  project: TestProject,
  env: Record<string, string> = {},
): Promise<() => Promise<void>> {
  const { code, stderr } = await runScript('embed', [], { DATA_DIR: KEPT, ...env });
  if (code !== 0) throw new Error(`npm run embed failed: ${stderr}`);
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-index-'));
  for (const name of BUILT) await cp(path.join(KEPT, name), path.join(folder, name), { recursive: true });
  project.provide('dataDir', folder);
  return () => rm(folder, { recursive: true, force: true });
}
