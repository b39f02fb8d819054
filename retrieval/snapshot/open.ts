/** Opens the snapshot that serves: checked against its manifest, then read into memory. */
import { backgroundWords } from '../background/frequencies.ts';
import { Bm25Index } from '../lexical/index.ts';
import { countsOf, createVocabulary } from '../query/vocabulary.ts';
import type { RecordStore } from '../store/record-store.ts';
import { RankedTopics } from '../topic-index.ts';
import { type Pointer, readPointer, snapshotFolder } from './folder.ts';
import {
  type OpenVectorIndex,
  openVectorIndex,
  readPostings,
  readTopics,
  readWordIndex,
} from './index-files.ts';
import { checkSnapshot, type Manifest } from './manifest.ts';
import { openPassages, type SnapshotPassages } from './passages.ts';
import { createSnapshotStore } from './snapshot-store.ts';
import { faultOfTokens, type OpenTokens, openTokens } from './tokens.ts';

/** A snapshot on disk whose every file was held against its manifest. */
export interface CheckedSnapshot {
  folder: string;
  manifest: Manifest;
  /** What is wrong with its token vectors: it serves without them. */
  tokenFault: string | undefined;
}

/** A snapshot in memory: the store, and the indexes behind it for those who measure and verify them. */
export interface OpenSnapshot extends CheckedSnapshot {
  store: RecordStore;
  vectors: OpenVectorIndex;
  lexical: Bm25Index;
  passages: SnapshotPassages;
  close(): void;
}

/**
 * Checks the snapshot that serves; nothing when none was built yet.
 * @throws OtherFormatError when another version of this program wrote it
 * @throws SnapshotError naming what is damaged, half-written or foreign
 */
export function checkCurrent(dataDir: string): Promise<CheckedSnapshot | undefined> {
  return followPointer(dataDir, (pointer) => check(dataDir, pointer));
}

async function check(dataDir: string, pointer: Pointer): Promise<CheckedSnapshot> {
  const folder = snapshotFolder(dataDir, pointer.snapshot);
  const manifest = await checkSnapshot(folder, pointer.manifest);
  return { folder, manifest, tokenFault: await faultOfTokens(folder, manifest) };
}

/** Opens the snapshot that serves; nothing when none was built yet. @throws as `checkCurrent` */
export function openCurrent(dataDir: string): Promise<OpenSnapshot | undefined> {
  return followPointer(dataDir, async (pointer) => openChecked(await check(dataDir, pointer)));
}

/**
 * Reads the snapshot that the pointer names. Two builds that end while it is being read take it away: then the
 * pointer names another one, and that one is read.
 */
export async function followPointer<T>(
  dataDir: string,
  read: (pointer: Pointer) => Promise<T>,
): Promise<T | undefined> {
  const pointer = await readPointer(dataDir);
  if (!pointer) return undefined;
  try {
    return await read(pointer);
  } catch (error) {
    const now = await readPointer(dataDir);
    if (!now || now.snapshot === pointer.snapshot) throw error;
    return await read(now);
  }
}

async function openChecked(checked: CheckedSnapshot): Promise<OpenSnapshot> {
  const { folder, manifest, tokenFault } = checked;
  const reading = Promise.all([readPostings(folder), readWordIndex(folder), readTopics(folder)]);
  reading.catch(() => {});
  const passages = await openPassages(folder, manifest);
  let vectors: OpenVectorIndex | undefined;
  let tokens: OpenTokens | undefined;
  const close = () => {
    passages.close();
    vectors?.close();
    tokens?.close();
  };
  try {
    vectors = await openVectorIndex(folder, manifest.encoder.dimension, manifest.efSearch?.ef);
    if (manifest.tokens && tokenFault === undefined) {
      tokens = await openTokens(folder, manifest.tokens, passages);
    }
    const [postings, words, topics] = await reading;
    const languages = [...new Set(passages.listings().map(({ language }) => language))];
    const lexical = new Bm25Index(postings, languages, backgroundWords());
    const vocabulary = createVocabulary(countsOf(words, postings));
    const indexes = { vectors, lexical, passages };
    const ranked = new RankedTopics(topics);
    const store = createSnapshotStore({ ...indexes, words, vocabulary, topics: ranked, tokens });
    return { ...checked, store, ...indexes, close };
  } catch (error) {
    close();
    throw error;
  }
}
