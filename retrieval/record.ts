/** The record, ready to be asked: builds the index when it is missing or stale, then opens it. */

import { OnRecordError } from '../corpus/errors.ts';
import { readWatchSummary } from '../corpus/import/watch-state.ts';
import { listSources } from '../corpus/load.ts';
import { openArchive } from './archive.ts';
import { openClusterStore } from './cluster/cluster-store.ts';
import type { Connect } from './cluster/connection.ts';
import { readPointer as readClusterPointer } from './cluster/control.ts';
import { loadEncoder, type TransformersEncoder } from './encoder/transformers-encoder.ts';
import { OtherFormatError, SnapshotError } from './errors.ts';
import { createQuoteLookup, type QuoteLookup } from './quotes/complete.ts';
import { oldWordsOf } from './quotes/superseded.ts';
import { createQuoteVerifier, type QuoteVerifier } from './quotes/verify.ts';
import { type LateInteractionReranker, openReranker } from './rerank/late-interaction.ts';
import type { TokenPacker } from './rerank/packed-tokens.ts';
import { createSearchService, type SearchParts, type SearchService } from './search.ts';
import type { RecordSettings } from './settings.ts';
import { readPointer } from './snapshot/folder.ts';
import type { Manifest } from './snapshot/manifest.ts';
import { type OpenSnapshot, openCurrent } from './snapshot/open.ts';
import { isFresh } from './snapshot/recipe.ts';
import type { Catalogue, RecordStore, Topics } from './store/record-store.ts';
import { type UpdateListener, updateIndex } from './update.ts';

/** Hears what happens on the way. */
export interface RecordListener extends UpdateListener {
  onBuild(reason: 'missing' | 'stale'): void;
  /** The index could not be brought up to date; the one that is there serves. */
  onOutdated(error: OnRecordError, manifest: Manifest): void;
}

/** What is on record: what health, metrics and the log tell of it. */
export interface RecordState {
  /** Of the index snapshot, or of what was published. */
  name: string;
  /** ISO date and time. */
  createdAt: string;
  encoder: { key: string };
  counts: { documents: number; turns: number; passages: number };
}

export interface OpenRecord {
  state: RecordState;
  search: SearchService;
  topics: Topics;
  quotes: QuoteLookup;
  verifier: QuoteVerifier;
  catalogue: Catalogue;
  encoder: TransformersEncoder;
  /** Absent where the settings switch it off, or the retriever has no token vectors that rank. */
  reranker: LateInteractionReranker | undefined;
  /** What the search works on. */
  parts: SearchParts;
  close(): void;
}

/** A record whose index lies in `DATA_DIR`. */
export interface LocalRecord extends OpenRecord {
  snapshot: OpenSnapshot;
}

export interface OpenOptions {
  /** An index of the same encoder serves at once, whether or not the corpus has changed since. */
  asItIs?: boolean;
}

/**
 * Opens the record, after building its index when there is none or the corpus has changed. Where that fails, the
 * index that is there stays in use, and the listener hears why.
 * @param cluster where the index lies (`connectorOf`); without it, in `DATA_DIR`
 * @throws OnRecordError naming a folder, model or index file that cannot be used
 */
export async function openRecord(
  settings: RecordSettings,
  listener: RecordListener,
  cluster?: Connect,
  options?: OpenOptions,
): Promise<OpenRecord> {
  // What was published in a cluster is not built here: `npm run embed` publishes.
  if (cluster) return openClusterRecord(settings, cluster, await openModels(settings));
  return openLocalRecord(settings, listener, options);
}

/** The same where the index lies in `DATA_DIR`. */
export async function openLocalRecord(
  settings: RecordSettings,
  listener: RecordListener,
  { asItIs = false }: OpenOptions = {},
): Promise<LocalRecord> {
  const [models, opened, sources] = await Promise.all([
    openModels(settings),
    openUnlessOtherFormat(settings.DATA_DIR),
    asItIs ? undefined : listSources(settings.CORPUS_DIR),
  ]);
  const { encoder } = models;
  const usable = opened === 'other format' ? undefined : opened;
  const packer = packerOf(settings, models);
  const serves = sources
    ? usable && isFresh(usable.manifest, sources, encoder.key, packer?.key)
    : usable?.manifest.encoder.key === encoder.key;
  if (usable && serves) {
    if (usable.tokenFault) listener.onWarning?.(`${usable.tokenFault} ${WITHOUT_TOKENS}`);
    return recordOf(settings, models, usable);
  }
  listener.onBuild(opened ? 'stale' : 'missing');
  try {
    await updateIndex(settings, encoder, listener, packer);
  } catch (error) {
    // Vectors of another encoder would answer nonsense.
    if (!(error instanceof OnRecordError) || usable?.manifest.encoder.key !== encoder.key) throw error;
    listener.onOutdated(error, usable.manifest);
    return recordOf(settings, models, usable);
  }
  usable?.close();
  const built = await openCurrent(settings.DATA_DIR);
  if (!built) throw new SnapshotError(`No index was found in ${settings.DATA_DIR}.`, 'Run: npm run embed');
  return recordOf(settings, models, built);
}

async function openClusterRecord(
  settings: RecordSettings,
  cluster: Connect,
  models: Models,
): Promise<OpenRecord> {
  const connection = cluster();
  const close = () => void connection.close();
  try {
    const { store, pointer } = await openClusterStore(connection);
    const state = { ...pointer, createdAt: pointer.publishedAt };
    checkEncoder(state, models.encoder);
    return record(settings, models, { store, state, close });
  } catch (error) {
    close();
    throw error;
  }
}

function checkEncoder({ name, encoder }: RecordState, { key }: TransformersEncoder): void {
  if (encoder.key === key) return;
  throw new SnapshotError(
    `The index ${name} was made by ${encoder.key}, not ${key}.`,
    'Set MODEL_ID to that model, or run: npm run embed',
  );
}

/** How a process that stays notices that something else is on record. */
export function followedBy(
  { DATA_DIR }: RecordSettings,
  cluster?: Connect,
): { named: () => Promise<string | undefined>; watched?: string } {
  if (cluster) {
    const connection = cluster();
    return { named: async () => (await readClusterPointer(connection))?.pointer.name };
  }
  return { named: async () => (await readPointer(DATA_DIR))?.snapshot, watched: DATA_DIR };
}

const WITHOUT_TOKENS =
  'Answers are right all the same, but slower: candidates are encoded anew for each question. Run: npm run embed';

/** What packs the tokens of the record, where the settings ask for them to be kept. */
export function packerOf(
  { TOKEN_VECTORS }: Pick<RecordSettings, 'TOKEN_VECTORS'>,
  { reranker }: Pick<Models, 'reranker'>,
): TokenPacker | undefined {
  return TOKEN_VECTORS === 'off' ? undefined : reranker?.packer;
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
  cluster?: Connect,
): Promise<OpenRecord | undefined> {
  if (cluster) return openClusterRecord(settings, cluster, current);
  const snapshot = await openCurrent(settings.DATA_DIR);
  if (!snapshot) return undefined;
  try {
    checkEncoder(snapshot.manifest, current.encoder);
    return recordOf(settings, current, snapshot);
  } catch (error) {
    snapshot.close();
    throw error;
  }
}

export type Models = Pick<OpenRecord, 'encoder' | 'reranker'>;

/** The models that the settings name. @throws ModelError for unusable files */
export async function openModels(
  settings: Pick<RecordSettings, 'MODELS_DIR' | 'MODEL_ID' | 'RERANKER_ID'>,
): Promise<Models> {
  const encoder = await loadEncoder(settings.MODELS_DIR, settings.MODEL_ID);
  return { encoder, reranker: await openReranker(settings, encoder) };
}

const recordOf = (settings: RecordSettings, models: Models, snapshot: OpenSnapshot): LocalRecord => ({
  ...record(settings, models, {
    store: snapshot.store,
    state: snapshot.manifest,
    close: () => snapshot.close(),
  }),
  snapshot,
});

function record(
  { CORPUS_DIR, DATA_DIR }: RecordSettings,
  { encoder, reranker }: Models,
  { store, state, close }: { store: RecordStore; state: RecordState; close(): void },
): OpenRecord {
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
  return {
    state,
    search,
    topics: store.topics,
    quotes: createQuoteLookup(store.quotes),
    verifier: createQuoteVerifier(store.quotes, oldWordsOf(archive)),
    catalogue: store,
    encoder,
    reranker,
    parts,
    close,
  };
}
