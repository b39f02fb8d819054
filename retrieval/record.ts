/** The record, ready to be asked: builds the index when it is missing or stale, then opens it. */
import { CorpusError } from '../corpus/errors.ts';
import { type Corpus, listSources, loadCorpus, type Refusal } from '../corpus/load.ts';
import { loadEncoder, type TransformersEncoder } from './encoder/transformers-encoder.ts';
import { SnapshotError } from './errors.ts';
import type { Encoder, Reranker } from './interfaces.ts';
import type { QuoteLookup } from './quotes/lookup.ts';
import type { QuoteVerifier } from './quotes/verify.ts';
import { openReranker } from './rerank/open.ts';
import { createSearchService, type SearchService } from './search.ts';
import type { RecordSettings } from './settings.ts';
import { type BuildProgress, type BuildReport, buildSnapshot } from './snapshot/build.ts';
import { isFresh, type Manifest } from './snapshot/manifest.ts';
import { type CheckedSnapshot, checkCurrent, type OpenSnapshot, openCurrent } from './snapshot/open.ts';
import { createTopicService, type TopicService } from './topics/topic-service.ts';

/** Hears what happens on the way. */
export interface RecordListener {
  onBuild(reason: 'missing' | 'stale'): void;
  onProgress(progress: BuildProgress): void;
  /** A source file that gave no transcript; the rest of the corpus goes on. */
  onRefusal(refusal: Refusal): void;
}

export interface OpenRecord {
  search: SearchService;
  topics: TopicService;
  quotes: QuoteLookup;
  verifier: QuoteVerifier;
  encoder: TransformersEncoder;
  /** Absent where the settings switch it off. */
  reranker: Reranker | undefined;
  snapshot: OpenSnapshot;
  close(): void;
}

/**
 * Opens the record, after building its index when there is none or the corpus has changed.
 * @throws OnRecordError naming a folder, model or index file that cannot be used
 */
export async function openRecord(settings: RecordSettings, listener: RecordListener): Promise<OpenRecord> {
  // Loaded beside the rest; of two models that cannot be used the encoder is named.
  const reranking = openReranker(settings);
  reranking.catch(() => {});
  const [encoder, opened, sources] = await Promise.all([
    loadEncoder(settings.MODELS_DIR, settings.MODEL_ID),
    openCurrent(settings.DATA_DIR),
    listSources(settings.CORPUS_DIR),
  ]);
  const reranker = await reranking;
  if (opened && isFresh(opened.manifest, sources, encoder.key)) return record(encoder, opened, reranker);
  opened?.close();
  listener.onBuild(opened ? 'stale' : 'missing');
  await updateIndex(settings, encoder, listener);
  const built = await openCurrent(settings.DATA_DIR);
  if (!built) throw new SnapshotError(`No index was found in ${settings.DATA_DIR}.`, 'Run: npm run embed');
  return record(encoder, built, reranker);
}

function record(
  encoder: TransformersEncoder,
  snapshot: OpenSnapshot,
  reranker: Reranker | undefined,
): OpenRecord {
  const { quotes, verifier } = snapshot;
  const search = createSearchService({ ...snapshot, encoder, ...(reranker && { reranker }) });
  const topics = createTopicService(snapshot.topics, snapshot.passages);
  return { search, topics, quotes, verifier, encoder, reranker, snapshot, close: () => snapshot.close() };
}

/**
 * Builds a new snapshot of the corpus and switches to it. A damaged snapshot is simply replaced.
 * @throws TranscriptError when no file of the corpus gives a transcript
 * @throws CorpusError when a document that is on record can no longer be read: it would silently disappear
 */
export async function updateIndex(
  settings: RecordSettings,
  encoder: Encoder,
  listener: RecordListener,
): Promise<BuildReport & { refused: Refusal[] }> {
  const corpus = await loadCorpus(settings.CORPUS_DIR);
  for (const refusal of corpus.refused) listener.onRefusal(refusal);
  const [first] = corpus.refused;
  if (corpus.transcripts.length === 0 && first) throw first.error;
  const before = await findUsable(settings.DATA_DIR);
  if (before) keepWhatIsOnRecord(corpus, before.manifest);
  const report = await buildSnapshot(corpus, encoder, settings.DATA_DIR, before, listener.onProgress);
  return { ...report, refused: corpus.refused };
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

function keepWhatIsOnRecord(corpus: Corpus, manifest: Manifest): void {
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
