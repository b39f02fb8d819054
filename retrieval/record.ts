/** The record, ready to be asked: builds the index when it is missing or stale, then opens it. */
import { CorpusError, OnRecordError } from '../corpus/errors.ts';
import { type Corpus, listSources, loadCorpus, type Refusal } from '../corpus/load.ts';
import type { Catalogue } from './catalogue.ts';
import { loadEncoder, type TransformersEncoder } from './encoder/transformers-encoder.ts';
import { OtherFormatError, SnapshotError } from './errors.ts';
import type { Encoder, Reranker } from './interfaces.ts';
import type { QuoteLookup } from './quotes/lookup.ts';
import type { QuoteVerifier } from './quotes/verify.ts';
import { openReranker } from './rerank/open.ts';
import { createSearchService, type SearchService } from './search.ts';
import type { RecordSettings } from './settings.ts';
import { type BuildReport, buildSnapshot } from './snapshot/build.ts';
import type { BuildProgress } from './snapshot/encode-corpus.ts';
import { takeLock } from './snapshot/lock.ts';
import { makeFolder } from './snapshot/make-folder.ts';
import { type EarlierManifest, isFresh, type Manifest } from './snapshot/manifest.ts';
import { keepChanged } from './snapshot/old-versions.ts';
import { type CheckedSnapshot, checkCurrent, type OpenSnapshot, openCurrent } from './snapshot/open.ts';
import { findEarlier, readKnownIds } from './snapshot/reuse.ts';
import { writeProblem } from './snapshot/write-problem.ts';
import { createTopicService, type TopicService } from './topics/topic-service.ts';

/** Hears what happens on the way. */
export interface RecordListener {
  onBuild(reason: 'missing' | 'stale'): void;
  onProgress(progress: BuildProgress): void;
  /** A source file that gave no transcript; the rest of the corpus goes on. */
  onRefusal(refusal: Refusal): void;
  /** The index could not be brought up to date; the one that is there serves. */
  onOutdated(error: OnRecordError, manifest: Manifest): void;
}

export interface OpenRecord {
  search: SearchService;
  topics: TopicService;
  quotes: QuoteLookup;
  verifier: QuoteVerifier;
  catalogue: Catalogue;
  encoder: TransformersEncoder;
  /** Absent where the settings switch it off. */
  reranker: Reranker | undefined;
  snapshot: OpenSnapshot;
  close(): void;
}

/**
 * Opens the record, after building its index when there is none or the corpus has changed. Where that fails, the
 * index that is there serves on, and the listener hears why.
 * @throws OnRecordError naming a folder, model or index file that cannot be used
 */
export async function openRecord(settings: RecordSettings, listener: RecordListener): Promise<OpenRecord> {
  // Loaded beside the rest; of two models that cannot be used the encoder is named.
  const reranking = openReranker(settings);
  reranking.catch(() => {});
  const [encoder, opened, sources] = await Promise.all([
    loadEncoder(settings.MODELS_DIR, settings.MODEL_ID),
    openUnlessOtherFormat(settings.DATA_DIR),
    listSources(settings.CORPUS_DIR),
  ]);
  const reranker = await reranking;
  const usable = opened === 'other format' ? undefined : opened;
  if (usable && isFresh(usable.manifest, sources, encoder.key)) return record(encoder, usable, reranker);
  listener.onBuild(opened ? 'stale' : 'missing');
  try {
    await updateIndex(settings, encoder, listener);
  } catch (error) {
    // Vectors of another encoder would answer nonsense.
    if (!(error instanceof OnRecordError) || usable?.manifest.encoder.key !== encoder.key) throw error;
    listener.onOutdated(error, usable.manifest);
    return record(encoder, usable, reranker);
  }
  usable?.close();
  const built = await openCurrent(settings.DATA_DIR);
  if (!built) throw new SnapshotError(`No index was found in ${settings.DATA_DIR}.`, 'Run: npm run embed');
  return record(encoder, built, reranker);
}

async function openUnlessOtherFormat(dataDir: string): Promise<OpenSnapshot | 'other format' | undefined> {
  try {
    return await openCurrent(dataDir);
  } catch (error) {
    if (error instanceof OtherFormatError) return 'other format';
    throw error;
  }
}

/**
 * Opens the snapshot that serves now with the encoder of an open record.
 * @throws SnapshotError when it cannot be used, or was made by another encoder
 */
export async function reopenRecord(
  dataDir: string,
  { encoder, reranker }: OpenRecord,
): Promise<OpenRecord | undefined> {
  const snapshot = await openCurrent(dataDir);
  if (!snapshot) return undefined;
  const { name, encoder: made } = snapshot.manifest;
  if (made.key === encoder.key) return record(encoder, snapshot, reranker);
  snapshot.close();
  throw new SnapshotError(
    `The new index ${name} was made by ${made.key}, not ${encoder.key}.`,
    'Start the bot again.',
  );
}

function record(
  encoder: TransformersEncoder,
  snapshot: OpenSnapshot,
  reranker: Reranker | undefined,
): OpenRecord {
  const { quotes, verifier, catalogue } = snapshot;
  const search = createSearchService({ ...snapshot, encoder, ...(reranker && { reranker }) });
  const topics = createTopicService(snapshot.topics, snapshot.passages);
  return {
    search,
    topics,
    quotes,
    verifier,
    catalogue,
    encoder,
    reranker,
    snapshot,
    close: () => snapshot.close(),
  };
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
  listener: Pick<RecordListener, 'onProgress' | 'onRefusal'>,
): Promise<BuildReport & { refused: Refusal[] }> {
  const { DATA_DIR: dataDir, CORPUS_DIR: corpusDir } = settings;
  try {
    await makeFolder(dataDir);
    const lock = await takeLock(dataDir);
    try {
      // Only now: another process may just have finished a build.
      const before = await findEarlier(dataDir);
      const corpus = await loadCorpus(corpusDir, await readKnownIds(before));
      for (const refusal of corpus.refused) listener.onRefusal(refusal);
      const [first] = corpus.refused;
      if (corpus.transcripts.length === 0 && first) throw first.error;
      if (before) keepWhatIsOnRecord(corpus, before.manifest);
      await keepChanged(await findUsable(dataDir), corpus, corpusDir, new Date());
      const report = await buildSnapshot(corpus, encoder, { dataDir, lock, before }, listener.onProgress);
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

function keepWhatIsOnRecord(corpus: Corpus, manifest: EarlierManifest): void {
  const onRecord = new Set(manifest.sources.map((source) => source.path));
  for (const path of manifest.refused) onRecord.delete(path);
  const lost = corpus.refused.filter((refusal) => onRecord.has(refusal.path));
  if (lost.length === 0) return;
  const names = lost.map((refusal) => refusal.path).join(', ');
  throw new CorpusError(
    `${names} ${lost.length === 1 ? 'is' : 'are'} on record but can no longer be read, so the index was left as it is.`,
    'Restore the file, or delete it to take its document off the record; then run: npm run embed',
  );
}
