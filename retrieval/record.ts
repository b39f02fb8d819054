/** The record, ready to be asked: builds the index when it is missing or stale, then opens it. */

import { OnRecordError } from '../corpus/errors.ts';
import { readWatchSummary } from '../corpus/import/watch-state.ts';
import { listSources } from '../corpus/load.ts';
import { openArchive } from './archive.ts';
import { loadEncoder, type TransformersEncoder } from './encoder/transformers-encoder.ts';
import { OtherFormatError, SnapshotError } from './errors.ts';
import type { QuoteLookup } from './quotes/complete.ts';
import { oldWordsOf } from './quotes/superseded.ts';
import { createQuoteVerifier, type QuoteVerifier } from './quotes/verify.ts';
import { type LateInteractionReranker, openReranker } from './rerank/late-interaction.ts';
import type { TokenPacker } from './rerank/packed-tokens.ts';
import { createSearchService, type SearchParts, type SearchService } from './search.ts';
import type { RecordSettings } from './settings.ts';
import type { Manifest } from './snapshot/manifest.ts';
import { type OpenSnapshot, openCurrent } from './snapshot/open.ts';
import { isFresh } from './snapshot/recipe.ts';
import type { Catalogue } from './store/record-store.ts';
import { createTopicService, type TopicService } from './topics/topic-service.ts';
import { type UpdateListener, updateIndex } from './update.ts';

/** Hears what happens on the way. */
export interface RecordListener extends UpdateListener {
  onBuild(reason: 'missing' | 'stale'): void;
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
  reranker: LateInteractionReranker | undefined;
  snapshot: OpenSnapshot;
  /** What the search works on. */
  parts: SearchParts;
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
  const packer = packerOf(settings, reranker);
  if (usable && isFresh(usable.manifest, sources, encoder.key, packer?.key)) {
    if (usable.tokenFault !== undefined) listener.onWarning?.(`${usable.tokenFault} ${WITHOUT_TOKENS}`);
    return record(settings, encoder, usable, reranker);
  }
  listener.onBuild(opened ? 'stale' : 'missing');
  try {
    await updateIndex(settings, encoder, listener, packer);
  } catch (error) {
    // Vectors of another encoder would answer nonsense.
    if (!(error instanceof OnRecordError) || usable?.manifest.encoder.key !== encoder.key) throw error;
    listener.onOutdated(error, usable.manifest);
    return record(settings, encoder, usable, reranker);
  }
  usable?.close();
  const built = await openCurrent(settings.DATA_DIR);
  if (!built) throw new SnapshotError(`No index was found in ${settings.DATA_DIR}.`, 'Run: npm run embed');
  return record(settings, encoder, built, reranker);
}

const WITHOUT_TOKENS =
  'Answers are right all the same, but slower: candidates are encoded anew for each question. Run: npm run embed';

/** What packs the tokens that the settings ask to be kept. */
export function packerOf(
  settings: Pick<RecordSettings, 'TOKEN_VECTORS'>,
  reranker: LateInteractionReranker | undefined,
): TokenPacker | undefined {
  return settings.TOKEN_VECTORS === 'on' ? reranker?.packer : undefined;
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
  settings: RecordSettings,
  current: OpenRecord,
): Promise<OpenRecord | undefined> {
  const { encoder, reranker } = current;
  const snapshot = await openCurrent(settings.DATA_DIR);
  if (!snapshot) return undefined;
  const { name, encoder: made } = snapshot.manifest;
  if (made.key === encoder.key) return record(settings, encoder, snapshot, reranker);
  snapshot.close();
  throw new SnapshotError(
    `The new index ${name} was made by ${made.key}, not ${encoder.key}.`,
    'Start the bot again.',
  );
}

function record(
  { CORPUS_DIR, DATA_DIR }: RecordSettings,
  encoder: TransformersEncoder,
  snapshot: OpenSnapshot,
  reranker: LateInteractionReranker | undefined,
): OpenRecord {
  const { store, quotes } = snapshot;
  const archive = openArchive(CORPUS_DIR, store);
  const parts: SearchParts = { store, encoder, archive, ...(reranker && { reranker }) };
  const service = createSearchService(parts);
  const search: SearchService = {
    ...service,
    async summary() {
      const watched = await readWatchSummary(DATA_DIR);
      return { ...(await service.summary()), ...(watched && { watched }) };
    },
  };
  const topics = createTopicService(store.topics);
  return {
    search,
    topics,
    quotes,
    verifier: createQuoteVerifier(store.quotes, oldWordsOf(archive)),
    catalogue: store,
    encoder,
    reranker,
    snapshot,
    parts,
    close: () => snapshot.close(),
  };
}
