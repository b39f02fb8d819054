/** Makes a folder and those above it, step by step. */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

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
