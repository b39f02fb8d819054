/** Puts a file into the corpus folder: whole or not at all, and never over another. */
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ImportError } from '../errors.ts';
import { codeOf, sha256, temporaryIn } from '../files.ts';
import { SIDECAR_ENDING } from '../sidecar.ts';

const TEMPORARY = /^\.import-[\w-]+\.tmp$/;
const STALE = 60 * 60 * 1000;

interface Save {
  directory: string;
  /** Readable names to try, in order: the first that is free is taken. */
  names: readonly string[];
  bytes: Uint8Array;
  /** What to put beside the file. */
  sidecar?: Uint8Array | undefined;
}

/** Writes bytes to a new file. Another may stand in for it in a test. */
export type Writer = (path: string, bytes: Uint8Array) => Promise<void>;

/** The name that the file got, or the name of the file that holds the same bytes. Throws `ImportError`. */
export async function saveFile(
  { directory, names, bytes, sidecar }: Save,
  write: Writer = writeThrough,
): Promise<{ name: string; added: boolean }> {
  const [temporary, beside] = [temporaryIn(directory), temporaryIn(directory)];
  try {
    await mkdir(directory, { recursive: true });
    await write(temporary, bytes);
    // Both are on the disk before either gets its name.
    if (sidecar !== undefined) await write(beside, sidecar);
    for (const name of names) {
      const path = join(directory, name);
      if (await claim(temporary, path)) {
        if (sidecar !== undefined) await rename(beside, `${path}${SIDECAR_ENDING}`);
        return { name, added: true };
      }
      if (sha256(await readFile(path)) === sha256(bytes)) return { name, added: false };
    }
    throw new ImportError(`All of ${names.join(', ')} are taken.`, 'Rename those files and import again.');
  } catch (error) {
    throw error instanceof ImportError ? error : explain(directory, error);
  } finally {
    await rm(temporary, { force: true });
    await rm(beside, { force: true });
  }
}

/** Removes what an import that was killed has left behind. */
export async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    if (!TEMPORARY.test(name)) continue;
    const path = join(directory, name);
    const written = await stat(path).catch(() => undefined);
    if (written !== undefined && Date.now() - written.mtimeMs > STALE) await rm(path, { force: true });
  }
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Gives a file its name unless the name is taken: two imports at once can never both succeed. */
async function claim(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error;
  }
  // A file system without links: the name is claimed by an empty file, which is then replaced.
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  await rename(temporary, path);
  return true;
}

function explain(directory: string, error: unknown): ImportError {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new ImportError(
      `The disk of ${directory} is full.`,
      'Make room and import again: what is in is skipped.',
      { cause: error },
    );
  }
  return new ImportError(`${directory} cannot be written to (${code}).`, 'Check the folder and its rights.', {
    cause: error,
  });
}
