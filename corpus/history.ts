/** Old versions of documents whose source was changed: what was quoted from them can still be looked up. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CorpusError } from './errors.ts';
import { documentSchema, passageSchema, type Transcript, turnSchema } from './schema.ts';

/** Below the corpus folder; hidden, so that it is not read as documents. */
export const HISTORY_FOLDER = '.history';

const oldVersionSchema = z.object({
  document: documentSchema,
  turns: z.array(turnSchema),
  passages: z.array(passageSchema),
  /** When the changed source was first seen (ISO date and time). */
  supersededAt: z.iso.datetime(),
});

/** A transcript as it stood before its source was changed. */
export type OldVersion = z.infer<typeof oldVersionSchema>;

/** Keeps a version that was superseded just now. Keeping the same version twice changes nothing. */
export async function keepVersion(corpusDir: string, transcript: Transcript, now: Date): Promise<void> {
  const folder = path.join(corpusDir, HISTORY_FOLDER);
  const file = path.join(folder, fileName(transcript));
  const version: OldVersion = { ...transcript, supersededAt: now.toISOString() };
  try {
    await mkdir(folder, { recursive: true });
    const unfinished = `${file}.${process.pid}.tmp`;
    await writeFile(unfinished, `${JSON.stringify(version, null, 2)}\n`, { flush: true });
    await rename(unfinished, file);
  } catch (cause) {
    throw new CorpusError(
      `The old version of ${transcript.document.path} cannot be kept in ${folder}.`,
      'Make the folder writable: what was quoted from the old text could not be looked up any more.',
      { cause },
    );
  }
}

/** Forgets all old versions of a document. */
export async function forgetVersions(corpusDir: string, documentId: string): Promise<number> {
  const versions = (await readHistory(corpusDir)).filter(({ document }) => document.id === documentId);
  for (const version of versions)
    await rm(path.join(corpusDir, HISTORY_FOLDER, fileName(version)), { force: true });
  return versions.length;
}

/**
 * All old versions, the oldest first.
 * @throws CorpusError naming a file that is not one
 */
export async function readHistory(corpusDir: string): Promise<OldVersion[]> {
  const folder = path.join(corpusDir, HISTORY_FOLDER);
  const names = await readdir(folder).catch(() => []);
  const versions = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readVersion(path.join(folder, name))),
  );
  return versions.sort((a, b) => (a.supersededAt < b.supersededAt ? -1 : 1));
}

async function readVersion(file: string): Promise<OldVersion> {
  try {
    return oldVersionSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new CorpusError(
      `${file} is no old version of a document.`,
      'Restore it from a backup, or remove it: what was quoted from it cannot be looked up then.',
      { cause },
    );
  }
}

function fileName({ document }: Pick<Transcript, 'document'>): string {
  return `${document.id}.${document.sha256.slice(0, 12)}.json`;
}
