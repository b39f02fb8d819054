/** What both kinds of archive have in common: which entries are tried, and which are refused and why. */
import { ImportError } from '../../errors.ts';
import { isSourceName } from '../../sources/index.ts';
import type { Candidate } from '../candidate.ts';

export type Archive = 'zip' | 'tar' | 'tar.gz';

/** The kind of archive that a name promises. */
export function archiveKind(name: string): Archive | undefined {
  if (/\.zip$/i.test(name)) return 'zip';
  if (/\.tar$/i.test(name)) return 'tar';
  return /\.(?:tar\.gz|tgz)$/i.test(name) ? 'tar.gz' : undefined;
}

/** `try` it, `pass` over it without a word, or an error to report. */
export function judgeEntry(archive: string, path: string): 'try' | 'pass' | ImportError {
  const name = `${archive}: ${path}`;
  if (/^(?:[/\\]|[a-z]:)/i.test(path) || path.split(/[/\\]/).includes('..')) {
    return new ImportError(`${name} leads out of the archive.`, 'Do not trust this archive.');
  }
  if (path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX')) return 'pass';
  if (/\.(?:zip|tar|t?gz|bz2|xz|7z|rar)$/i.test(path)) {
    return new ImportError(`${name} is an archive in an archive.`, 'Unpack it first, then import it.');
  }
  return isSourceName(path.slice(path.lastIndexOf('/') + 1)) ? 'try' : 'pass';
}

/** An entry that was read. */
export function entryFound(archive: string, path: string, bytes: Uint8Array): Candidate {
  return { name: `${archive}: ${path}`, fileName: path, bytes };
}

/** An entry (or the whole archive) that was not. */
export function entryRefused(name: string, error: unknown): Candidate {
  if (error instanceof ImportError) return { name, error };
  const detail = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return {
    name,
    error: new ImportError(`${name} is damaged (${detail}).`, 'Download or pack it again.', { cause: error }),
  };
}
