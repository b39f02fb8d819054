/** A folder of transcripts to a corpus: what was read, what was refused and why. */
import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import { distinctDocumentId } from './document-id.ts';
import { CorpusError, TranscriptError } from './errors.ts';
import { parseTranscript, withDocumentId } from './parse.ts';
import type { Transcript } from './schema.ts';

/** Extensions of files that are considered, and what they hold. */
export const FILE_TYPES: Readonly<Record<string, string>> = { '.txt': 'plain text', '.md': 'Markdown' };

/** Files open at the same time: enough to keep a disk busy, far from any limit of descriptors. */
const CONCURRENCY = 32;

/** A considered file: its path below the folder, and what is in it. */
export interface Source {
  path: string;
  sha256: string;
}

/** A considered file that is no transcript. */
export interface Refusal extends Source {
  error: TranscriptError;
}

export interface Corpus {
  /** In order of their path, each with an id of its own. */
  transcripts: Transcript[];
  refused: Refusal[];
  /** All considered files in order of their path, refused ones included. */
  sources: Source[];
}

/** Reads and parses every transcript below a folder. Throws `CorpusError` when there is none to consider. */
export async function loadCorpus(directory: string): Promise<Corpus> {
  const transcripts: Transcript[] = [];
  const refused: Refusal[] = [];
  const sources: Source[] = [];
  const ids = new Set<string>();
  const paths = await listPaths(directory);
  for (let i = 0; i < paths.length; i += CONCURRENCY) {
    const batch = paths.slice(i, i + CONCURRENCY);
    for (const { path, bytes } of await Promise.all(batch.map((path) => read(directory, path)))) {
      const source = { path, sha256: sha256(bytes) };
      sources.push(source);
      try {
        const parsed = parseTranscript({ path, bytes });
        const { id } = parsed.document;
        const transcript = ids.has(id) ? withDocumentId(parsed, distinctDocumentId(id, path)) : parsed;
        ids.add(transcript.document.id);
        transcripts.push(transcript);
      } catch (error) {
        if (!(error instanceof TranscriptError)) throw error;
        refused.push({ ...source, error });
      }
    }
  }
  return { transcripts, refused, sources };
}

/** Every considered file below a folder with its hash, without parsing: enough to tell a stale index. */
export async function listSources(directory: string): Promise<Source[]> {
  const paths = await listPaths(directory);
  const sources: Source[] = [];
  for (let i = 0; i < paths.length; i += CONCURRENCY) {
    const files = await Promise.all(paths.slice(i, i + CONCURRENCY).map((path) => read(directory, path)));
    sources.push(...files.map(({ path, bytes }) => ({ path, sha256: sha256(bytes) })));
  }
  return sources;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function read(directory: string, path: string): Promise<{ path: string; bytes: Uint8Array }> {
  try {
    return { path, bytes: await readFile(join(directory, path)) };
  } catch (error) {
    throw new CorpusError(
      `The file ${path} in ${directory} cannot be read.`,
      'Check that it may be read, or remove it from the folder.',
      { cause: error },
    );
  }
}

/** Paths of all considered files, in plain code-unit order so that every machine agrees. */
async function listPaths(directory: string): Promise<string[]> {
  const info = await stat(directory).catch(() => undefined);
  if (info === undefined) {
    throw new CorpusError(
      `The corpus folder ${directory} does not exist.`,
      'Create it and put transcripts into it, or set CORPUS_DIR to the folder that holds them.',
    );
  }
  if (!info.isDirectory()) {
    throw new CorpusError(
      `${directory} is a file, not a corpus folder.`,
      'Set CORPUS_DIR to the folder that holds it.',
    );
  }
  const root = await realpath(resolve(directory));
  const paths = await walk(root, root);
  if (paths.length === 0) {
    throw new CorpusError(
      `The corpus folder ${directory} holds no transcripts.`,
      `Put files ending in ${Object.keys(FILE_TYPES).join(' or ')} into it, or set CORPUS_DIR to another folder.`,
    );
  }
  return paths.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

async function walk(root: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const full = join(folder, entry.name);
    if (entry.isDirectory()) paths.push(...(await walk(root, full)));
    else if (isConsidered(entry.name) && (await isFileWithin(root, full, entry))) {
      paths.push(relative(root, full).split(sep).join('/'));
    }
  }
  return paths;
}

function isConsidered(name: string): boolean {
  return extname(name).toLowerCase() in FILE_TYPES && !/^(?:readme|license)/i.test(name);
}

/** A regular file, or a link to one inside the folder; folders are never entered through a link. */
async function isFileWithin(root: string, full: string, entry: Dirent): Promise<boolean> {
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) return false;
  const target = await realpath(full).catch(() => undefined);
  if (target === undefined || !target.startsWith(root + sep)) return false;
  return (await stat(target)).isFile();
}
