/** A folder of transcripts to a corpus: what was read, what was refused and why. */
import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import { MAX_BYTES } from './decode.ts';
import { assignDocumentIds } from './document-id.ts';
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

/** Document ids by the path of their file, as an index has them. */
export type KnownIds = ReadonlyMap<string, string>;

/**
 * Reads and parses every transcript below a folder. A document that has an id keeps it, whatever comes before it in
 * order of the path; without known ids the same folder always gives the same ids.
 * @throws CorpusError when there is no file to consider
 */
export async function loadCorpus(directory: string, knownIds: KnownIds = new Map()): Promise<Corpus> {
  const parsed: Transcript[] = [];
  const refused: Refusal[] = [];
  const sources: Source[] = [];
  for await (const { path, sha256, content } of readFiles(directory)) {
    const source = { path, sha256 };
    sources.push(source);
    if (content instanceof TranscriptError) {
      refused.push({ ...source, error: content });
      continue;
    }
    try {
      parsed.push(parseTranscript({ path, bytes: content }));
    } catch (error) {
      if (!(error instanceof TranscriptError)) throw error;
      refused.push({ ...source, error });
    }
  }
  const ids = assignDocumentIds(
    parsed.map(({ document }) => document),
    knownIds,
  );
  const transcripts = parsed.map((transcript, i) => {
    const id = ids[i] ?? transcript.document.id;
    return id === transcript.document.id ? transcript : withDocumentId(transcript, id);
  });
  return { transcripts, refused, sources };
}

/** Every considered file below a folder with its hash, without parsing: enough to tell a stale index. */
export async function listSources(directory: string): Promise<Source[]> {
  const sources: Source[] = [];
  for await (const { path, sha256 } of readFiles(directory)) sources.push({ path, sha256 });
  return sources;
}

/** A file, or why it cannot be taken as one. */
interface ReadFile extends Source {
  content: Uint8Array | TranscriptError;
}

async function* readFiles(directory: string): AsyncGenerator<ReadFile> {
  const paths = await listPaths(directory);
  for (let i = 0; i < paths.length; i += CONCURRENCY) {
    yield* await Promise.all(paths.slice(i, i + CONCURRENCY).map((path) => read(directory, path)));
  }
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function read(directory: string, path: Listed): Promise<ReadFile> {
  if (path.fault !== undefined) return unreadable(path.path, path.fault);
  const file = join(directory, path.path);
  try {
    // The size first: a disk image in the folder must not be read into memory to be refused.
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      return { path: path.path, sha256: sha256(`${size} bytes`), content: tooLarge(path.path) };
    }
    const bytes = await readFile(file);
    return { path: path.path, sha256: sha256(bytes), content: bytes };
  } catch (error) {
    return unreadable(path.path, (error as NodeJS.ErrnoException).code ?? String(error), error);
  }
}

function tooLarge(path: string): TranscriptError {
  return new TranscriptError(
    `${path} is larger than 16 MiB.`,
    'Split it into one file for each transcript, or remove it from the folder.',
  );
}

/** A refusal whose digest stays the same for as long as the fault does, so that the index is not stale by it. */
function unreadable(path: string, fault: string, cause?: unknown): ReadFile {
  const misnamed = path.includes('\uFFFD');
  const error = misnamed
    ? new TranscriptError(`${path} has a name that is not UTF-8.`, 'Rename it, or remove it from the folder.')
    : new TranscriptError(
        `${path} cannot be read (${fault}).`,
        'Check that it may be read, or remove it from the folder.',
        { cause },
      );
  return { path, sha256: sha256(`unreadable: ${fault}`), content: error };
}

/** A path below the corpus folder; with a fault, a folder that cannot be looked into. */
interface Listed {
  path: string;
  fault?: string;
}

/** Paths of all considered files, in plain code-unit order so that every machine agrees. */
async function listPaths(directory: string): Promise<Listed[]> {
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
  if (paths.some(({ path }) => path === '')) {
    throw new CorpusError(
      `The corpus folder ${directory} cannot be read.`,
      'Allow reading it, or set CORPUS_DIR to another folder.',
    );
  }
  if (paths.length === 0) {
    throw new CorpusError(
      `The corpus folder ${directory} holds no transcripts.`,
      `Put files ending in ${Object.keys(FILE_TYPES).join(' or ')} into it, or set CORPUS_DIR to another folder.`,
    );
  }
  return paths.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function walk(root: string, folder: string): Promise<Listed[]> {
  const below = (full: string) => relative(root, full).split(sep).join('/');
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    return [{ path: below(folder), fault: (error as NodeJS.ErrnoException).code ?? String(error) }];
  }
  const paths: Listed[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const full = join(folder, entry.name);
    if (entry.isDirectory()) paths.push(...(await walk(root, full)));
    else if (isConsidered(entry.name) && (await isFileWithin(root, full, entry)))
      paths.push({ path: below(full) });
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
