/** Brings the index up to date with the corpus. */
import { CorpusError } from '../corpus/errors.ts';
import { type Corpus, listLost, loadCorpus, type Refusal } from '../corpus/load.ts';
import { withParser } from '../corpus/parse-cache.ts';
import { SnapshotError } from './errors.ts';
import type { BuildProgress, Encoder } from './interfaces.ts';
import type { TokenPacker } from './rerank/packed-tokens.ts';
import type { RecordSettings } from './settings.ts';
import { type BuildReport, buildSnapshot } from './snapshot/build.ts';
import { makeFolder, writeProblem } from './snapshot/folder.ts';
import { takeLock } from './snapshot/lock.ts';
import { type Predecessor, readPredecessor } from './snapshot/manifest.ts';
import { keepChanged } from './snapshot/old-versions.ts';
import { type CheckedSnapshot, checkCurrent } from './snapshot/open.ts';

/** Hears what happens on the way. */
export interface UpdateListener {
  onProgress(progress: BuildProgress): void;
  /** A source file that gave no transcript; the rest of the corpus goes on. */
  onRefusal(refusal: Refusal): void;
  /** What a person should know although the index is built: an address that was dropped, a version that is not kept. */
  onWarning?(message: string): void;
}

/**
 * Builds a new snapshot of the corpus and switches to it. A damaged snapshot is simply replaced. One process at a
 * time does this for a data folder.
 * @throws BusyError when another process does it now
 * @throws TranscriptError when no file of the corpus gives a transcript
 * @throws CorpusError when a document that is on record can no longer be read: it would silently disappear
 * @throws SnapshotError when the index cannot be written
 */
export async function updateIndex(
  settings: RecordSettings,
  encoder: Encoder,
  listener: UpdateListener,
  packer?: TokenPacker,
): Promise<BuildReport & { refused: Refusal[] }> {
  const { DATA_DIR: dataDir, CORPUS_DIR: corpusDir } = settings;
  try {
    await makeFolder(dataDir);
    const lock = await takeLock(dataDir);
    try {
      // Only now: another process may just have finished a build.
      const serving = await findUsable(dataDir);
      const before = await readPredecessor(dataDir);
      const corpus = await withParser(dataDir, async (cache) => {
        const loaded = await loadCorpus(corpusDir, before?.ids, cache.parse);
        await cache.prune();
        return loaded;
      });
      for (const warning of newWarnings(corpus, serving)) listener.onWarning?.(warning);
      for (const refusal of corpus.refused) listener.onRefusal(refusal);
      const [first] = corpus.refused;
      if (corpus.transcripts.length === 0 && first) throw first.error;
      if (before) await keepWhatIsOnRecord(corpusDir, corpus, before);
      if (serving) await keepChanged(serving, corpus, corpusDir, listener.onWarning);
      const place = { dataDir, lock, before: serving, packer };
      const report = await buildSnapshot(corpus, encoder, place, listener.onProgress);
      return { ...report, refused: corpus.refused };
    } finally {
      await lock.release();
    }
  } catch (error) {
    throw writeProblem(error, dataDir);
  }
}

/** The snapshot that serves when its files are whole; a damaged one counts as none: a build replaces it. */
export async function findUsable(dataDir: string): Promise<CheckedSnapshot | undefined> {
  try {
    return await checkCurrent(dataDir);
  } catch (error) {
    if (error instanceof SnapshotError) return undefined;
    throw error;
  }
}

/** Warnings of documents that are new or have changed. */
function newWarnings({ warnings, sources }: Corpus, serving: CheckedSnapshot | undefined): string[] {
  const known = new Set(serving?.manifest.sources.map(({ path, sha256 }) => `${sha256} ${path}`));
  const changed = sources.filter(({ path, sha256 }) => !known.has(`${sha256} ${path}`));
  return changed.flatMap(({ path }) => (warnings.get(path) ?? []).map((warning) => `${path}: ${warning}`));
}

async function keepWhatIsOnRecord(corpusDir: string, corpus: Corpus, before: Predecessor): Promise<void> {
  const onRecord = new Set(before.sources.map((source) => source.path));
  for (const path of before.refused) onRecord.delete(path);
  const lost = await listLost(corpusDir, corpus, onRecord);
  if (lost.length === 0) return;
  const names = lost.join(', ');
  throw new CorpusError(
    `${names} ${lost.length === 1 ? 'is' : 'are'} on record but can no longer be read, so the index was left as it is.`,
    'Restore the file, or delete it to take its document off the record; then run: npm run embed',
  );
}
