/** What a failed write means to a person: the thing that failed, and what to do. */
import { OnRecordError } from '../../corpus/errors.ts';
import { SnapshotError } from '../errors.ts';

const REMEDIES: Readonly<Record<string, [what: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space, or set DATA_DIR to a larger disk; then run: npm run embed'],
  EDQUOT: [
    'the disk quota is used up',
    'Free some space, or set DATA_DIR to another disk; then run: npm run embed',
  ],
  EFBIG: ['a file would be too large', 'Set DATA_DIR to a file system without such a limit.'],
  EACCES: ['it may not be written', 'Make it writable, or set DATA_DIR to a folder that is.'],
  EPERM: ['it may not be written', 'Make it writable, or set DATA_DIR to a folder that is.'],
  EROFS: ['the file system is read-only', 'Set DATA_DIR to a folder that can be written.'],
  ENOENT: ['a folder cannot be made there', 'Set DATA_DIR to a folder that can be made and written.'],
  ENOTDIR: ['a file is in the way', 'Move that file away, or set DATA_DIR to a folder.'],
  EEXIST: ['something is in the way', 'Move it away, or set DATA_DIR to another folder.'],
  EISDIR: ['a folder is in the way', 'Move that folder away, then run: npm run embed'],
  ENOTEMPTY: ['a folder is in the way', 'Move that folder away, then run: npm run embed'],
  EMFILE: ['too many files are open', 'Raise the limit of open files, then run: npm run embed'],
  EIO: ['the disk reports an error', 'Check the disk, or set DATA_DIR to another; then run: npm run embed'],
};

/** A failed system call below the data folder as a sentence; any other error as it is. */
export function writeProblem(error: unknown, dataDir: string): unknown {
  if (error instanceof OnRecordError || !(error instanceof Error)) return error;
  const { code, path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const known = code === undefined ? undefined : REMEDIES[code];
  if (!known) return error;
  const [what, remedy] = known;
  return new SnapshotError(
    `The index cannot be written to ${dest ?? path ?? dataDir}: ${what} (${code}).`,
    remedy,
    {
      cause: error,
    },
  );
}
