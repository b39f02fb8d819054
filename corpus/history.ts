/** Old versions of documents whose source was changed: what was quoted from them can still be looked up. */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fileStem } from './document-id.ts';
import { CorpusError } from './errors.ts';
import { codeOf, replaceFile } from './files.ts';
import { documentSchema, passageSchema, type Transcript, turnSchema, webAddress } from './schema.ts';

/** Below the corpus folder; hidden, so that it is not read as documents. */
export const HISTORY_FOLDER = '.history';

const oldVersionSchema = z.object({
  // Versions kept before addresses were checked may hold any kind of address.
  document: documentSchema.extend({ url: webAddress.optional().catch(undefined) }),
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
  const version: OldVersion = { ...transcript, supersededAt: now.toISOString() };
  try {
    await replaceFile(path.join(folder, fileName(transcript)), `${JSON.stringify(version, null, 2)}\n`);
  } catch (cause) {
    throw new CorpusError(
      `The old version of ${transcript.document.path} cannot be kept in ${folder} (${codeOf(cause)}).`,
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
 * All old versions, or those of given files, the oldest first.
 * @throws CorpusError naming a file that is not one
 */
export async function readHistory(corpusDir: string, files?: readonly string[]): Promise<OldVersion[]> {
  const versions: OldVersion[] = [];
  // One at a time: a long history must not keep others waiting.
  for (const file of files ?? (await listVersions(corpusDir))) versions.push(await readVersion(file));
  return versions.sort((a, b) => (a.supersededAt < b.supersededAt ? -1 : 1));
}

const PASSAGE_ID = /"id": "([0-9a-hjkmnp-tv-z]{10})"/g;

/** The files of old versions by the passage ids that they mention. A file that cannot be read mentions none. */
export async function indexHistory(corpusDir: string): Promise<Map<string, string[]>> {
  const filesOf = new Map<string, string[]>();
  for (const file of await listVersions(corpusDir)) {
    const text = await readFile(file, 'utf8').catch(() => '');
    for (const id of new Set([...text.matchAll(PASSAGE_ID)].map(([, id = '']) => id))) {
      const files = filesOf.get(id);
      if (files) files.push(file);
      else filesOf.set(id, [file]);
    }
  }
  return filesOf;
}

/** The files of all old versions, in order of their names. */
export async function listVersions(corpusDir: string): Promise<string[]> {
  const folder = path.join(corpusDir, HISTORY_FOLDER);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => path.join(folder, name));
}

/** What is another text as soon as a version is kept or forgotten; cheap, however many there are. */
export async function historyState(corpusDir: string): Promise<string> {
  const names = (await listVersions(corpusDir)).map((file) => path.basename(file));
  // A version that is kept a second time has the same name, and a later date.
  const folder = await stat(path.join(corpusDir, HISTORY_FOLDER)).catch(() => undefined);
  return [folder?.mtimeMs ?? '', ...names].join('\n');
}

/** @throws CorpusError when the file is not an old version */
export async function readVersion(file: string): Promise<OldVersion> {
  try {
    return oldVersionSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new CorpusError(
      `${file} is not an old version of a document.`,
      'Restore it from a backup, or remove it: what was quoted from it cannot be looked up then.',
      { cause },
    );
  }
}

function fileName({ document }: Pick<Transcript, 'document'>): string {
  return `${fileStem(document.id)}.${document.sha256.slice(0, 12)}.json`;
}
