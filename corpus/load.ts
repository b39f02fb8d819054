/** A folder of transcripts to a corpus: what was read, what was refused and why. */
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { assignDocumentIds } from './document-id.ts';
import { TranscriptError } from './errors.ts';
import { type FileContent, isSidecar, listPaths, readContent, type Source } from './files.ts';
import { withDocumentId } from './parse.ts';
import { type ParsedFile, type ParseFile, readFileHere } from './read-file.ts';
import type { Transcript } from './schema.ts';
import { readSidecar, SIDECAR_ENDING } from './sidecar.ts';

/** Files open at the same time: enough to keep a disk busy, far from any limit of descriptors. */
const CONCURRENCY = 32;

/** A considered file that is no transcript. */
export interface Refusal {
  path: string;
  error: TranscriptError;
}

export interface Corpus {
  /** In order of their path, each with an id of its own. */
  transcripts: Transcript[];
  refused: Refusal[];
  /** What a person should look at, a sentence each, by the path of the file. */
  warnings: ReadonlyMap<string, readonly string[]>;
  /** All considered files in order of their path, refused ones and sidecars included. */
  sources: Source[];
}

/**
 * Reads and parses every transcript below a folder. A document that has an id keeps it, whatever comes before it in
 * order of the path; without known ids the same folder always gives the same ids.
 * @param knownIds document ids by the path of their file, as an index has them
 * @param parse reads a file; `ParseCache.parse` where time matters and a file must not hold everything up
 * @throws CorpusError when there is no file to consider
 */
export async function loadCorpus(
  directory: string,
  knownIds: ReadonlyMap<string, string> = new Map(),
  parse: ParseFile = readFileHere,
): Promise<Corpus> {
  const paths = await listPaths(directory);
  const sidecars = new Set(paths.filter(isSidecar));
  const transcripts: Transcript[] = [];
  const refused: Refusal[] = [];
  const warnings = new Map<string, readonly string[]>();
  const sources: Source[] = [];
  for await (const file of contents(directory, paths)) {
    const { path, sha256 } = file;
    sources.push({ path, sha256 });
    if (isSidecar(path)) continue;
    const sidecar = `${path}${SIDECAR_ENDING}`;
    const beside = sidecars.has(sidecar) ? await readContent(directory, sidecar) : undefined;
    try {
      const parsed = await parseFile(file, beside, parse);
      transcripts.push(parsed.transcript);
      if (parsed.warnings.length > 0) warnings.set(path, parsed.warnings);
    } catch (error) {
      if (!(error instanceof TranscriptError)) throw error;
      refused.push({ path, error });
    }
  }
  return { transcripts: withAssignedIds(transcripts, knownIds), refused, warnings, sources };
}

function withAssignedIds(parsed: readonly Transcript[], knownIds: ReadonlyMap<string, string>): Transcript[] {
  const documents = parsed.map(({ document }) => document);
  const ids = assignDocumentIds(documents, knownIds);
  return parsed.map((transcript, i) => {
    const id = ids[i] ?? transcript.document.id;
    return id === transcript.document.id ? transcript : withDocumentId(transcript, id);
  });
}

/** Every considered file below a folder with its hash, without parsing: enough to tell a stale index. */
export async function listSources(directory: string): Promise<Source[]> {
  const sources: Source[] = [];
  for await (const { path, sha256 } of contents(directory, await listPaths(directory))) {
    sources.push({ path, sha256 });
  }
  return sources;
}

/**
 * Paths on record whose documents can no longer be read: refused, below a folder that may not be looked into, or
 * replaced by something that is no file (a folder, a link that leads nowhere, a FIFO). A file that was deleted is none.
 */
export async function listLost(
  directory: string,
  { sources, refused }: Pick<Corpus, 'sources' | 'refused'>,
  onRecord: Iterable<string>,
): Promise<string[]> {
  const present = new Set(sources.map((source) => source.path));
  const unreadable = new Set(refused.map((refusal) => refusal.path));
  const lost: string[] = [];
  for (const file of onRecord) {
    const folders = file.split('/').map((_, i, parts) => parts.slice(0, i).join('/'));
    const isRefused = unreadable.has(file) || folders.some((folder) => unreadable.has(folder));
    if (isRefused || (!present.has(file) && (await exists(path.join(directory, file))))) lost.push(file);
  }
  return lost;
}

/** Whether anything has that name, a link that leads nowhere included. */
function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

async function* contents(directory: string, paths: readonly string[]): AsyncGenerator<FileContent> {
  for (let i = 0; i < paths.length; i += CONCURRENCY) {
    yield* await Promise.all(paths.slice(i, i + CONCURRENCY).map((path) => readContent(directory, path)));
  }
}

async function parseFile(
  file: FileContent,
  beside: FileContent | undefined,
  parse: ParseFile,
): Promise<ParsedFile> {
  if ('fault' in file) throw file.fault;
  const { path, bytes } = file;
  if (beside === undefined) return await parse({ path, bytes });
  if ('fault' in beside) throw beside.fault;
  const { sidecar, warnings } = readSidecar(beside.path, beside.bytes);
  const parsed = await parse({ path, bytes, sidecar, url: sidecar.url });
  return { ...parsed, warnings: [...warnings, ...parsed.warnings] };
}
