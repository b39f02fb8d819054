/** Brings the index up to date with the corpus. */
import { CorpusError } from '../corpus/errors.ts';
import { type Corpus, loadCorpus, type Refusal } from '../corpus/load.ts';
import { SnapshotError } from './errors.ts';
import type { Encoder } from './interfaces.ts';
import type { RecordSettings } from './settings.ts';
import { type BuildReport, buildSnapshot } from './snapshot/build.ts';
import type { BuildProgress } from './snapshot/build-vectors.ts';
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
): Promise<BuildReport & { refused: Refusal[] }> {
  const { DATA_DIR: dataDir, CORPUS_DIR: corpusDir } = settings;
  try {
    await makeFolder(dataDir);
    const lock = await takeLock(dataDir);
    try {
      // Only now: another process may just have finished a build.
      const serving = await findUsable(dataDir);
      const before = await readPredecessor(dataDir);
      const corpus = await loadCorpus(corpusDir, before?.ids);
      for (const refusal of corpus.refused) listener.onRefusal(refusal);
      const [first] = corpus.refused;
      if (corpus.transcripts.length === 0 && first) throw first.error;
      if (before) keepWhatIsOnRecord(corpus, before);
      await keepChanged(serving, corpus, corpusDir, new Date());
      const place = { dataDir, lock, before: serving };
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

function keepWhatIsOnRecord(corpus: Corpus, before: Predecessor): void {
  const onRecord = new Set(before.sources.map((source) => source.path));
  for (const path of before.refused) onRecord.delete(path);
  const lost = corpus.refused.filter((refusal) => onRecord.has(refusal.path));
  if (lost.length === 0) return;
  const names = lost.map((refusal) => refusal.path).join(', ');
  throw new CorpusError(
    `${names} ${lost.length === 1 ? 'is' : 'are'} on record but can no longer be read, so the index was left as it is.`,
    'Restore the file, or delete it to take its document off the record; then run: npm run embed',
  );
}
