/** A folder of transcripts to a corpus: what was read, what was refused and why. */
import { assignDocumentIds } from './document-id.ts';
import { TranscriptError } from './errors.ts';
import { type FileContent, isSidecar, listPaths, readContent, type Source } from './files.ts';
import { readTranscript, withDocumentId } from './parse.ts';
import type { Transcript } from './schema.ts';
import { readSidecar, SIDECAR_ENDING } from './sidecar.ts';
import { tooLarge } from './sources/decode.ts';

export type { Source } from './files.ts';

/** Files open at the same time: enough to keep a disk busy, far from any limit of descriptors. */
const CONCURRENCY = 32;

/** A considered file that is no transcript. */
export interface Refusal extends Source {
  error: TranscriptError;
}

export interface Corpus {
  /** In order of their path, each with an id of its own. */
  transcripts: Transcript[];
  refused: Refusal[];
  /** All considered files in order of their path, refused ones and sidecars included. */
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
  const corpus = await loadFiles(directory, await listPaths(directory));
  return { ...corpus, transcripts: withAssignedIds(corpus.transcripts, knownIds) };
}

/**
 * The same for some of the folder's files, beside documents that have their ids already. `sources` are only those of
 * the given files.
 */
export async function loadAdded(
  directory: string,
  paths: readonly string[],
  knownIds: KnownIds,
): Promise<Corpus> {
  const corpus = await loadFiles(directory, paths);
  const reserved = [...knownIds.values()];
  return { ...corpus, transcripts: withAssignedIds(corpus.transcripts, new Map(), reserved) };
}

/** Documents have the ids that date and title give, whether or not another one has the same. */
async function loadFiles(directory: string, paths: readonly string[]): Promise<Corpus> {
  const corpus: Corpus = { transcripts: [], refused: [], sources: [] };
  const sidecars = new Set(paths.filter(isSidecar));
  for await (const file of contents(directory, paths)) {
    const { path, sha256 } = file;
    corpus.sources.push({ path, sha256 });
    if (isSidecar(path)) continue;
    const sidecar = `${path}${SIDECAR_ENDING}`;
    const beside = sidecars.has(sidecar) ? await readContent(directory, sidecar) : undefined;
    try {
      corpus.transcripts.push(await parseFile(file, beside));
    } catch (error) {
      if (!(error instanceof TranscriptError)) throw error;
      corpus.refused.push({ path, sha256, error });
    }
  }
  return corpus;
}

function withAssignedIds(
  parsed: readonly Transcript[],
  knownIds: KnownIds,
  reserved: readonly string[] = [],
): Transcript[] {
  const ids = assignDocumentIds(
    parsed.map(({ document }) => document),
    knownIds,
    reserved,
  );
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

async function* contents(directory: string, paths: readonly string[]): AsyncGenerator<FileContent> {
  for (let i = 0; i < paths.length; i += CONCURRENCY) {
    yield* await Promise.all(paths.slice(i, i + CONCURRENCY).map((path) => readContent(directory, path)));
  }
}

async function parseFile(
  { path, bytes, fault }: FileContent,
  beside: FileContent | undefined,
): Promise<Transcript> {
  if (bytes === undefined) throw fault ?? tooLarge(path);
  if (beside?.fault !== undefined) throw beside.fault;
  if (beside?.bytes === undefined) return await readTranscript({ path, bytes });
  return await readTranscript({ path, bytes, url: readSidecar(beside.path, beside.bytes).url });
}
