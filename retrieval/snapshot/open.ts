/** Opens the snapshot that serves: checked against its manifest, then read into a search's parts. */

import { backgroundWords } from '../background/frequencies.ts';
import { Bm25Index } from '../lexical/index.ts';
import { createQuoteLookup, type QuoteLookup } from '../quotes/lookup.ts';
import { createQuoteVerifier, type QuoteVerifier } from '../quotes/verify.ts';
import { readWordIndex } from '../quotes/word-index.ts';
import type { SearchParts } from '../search.ts';
import { readTopics } from '../topics/topic-file.ts';
import { RankedTopics } from '../topics/topic-index.ts';
import { createVocabulary } from '../wording/vocabulary.ts';
import { type Pointer, readPointer, snapshotFolder } from './folder.ts';
import { openVectorIndex, readPostings, readVectors } from './index-files.ts';
import { checkSnapshot, type Manifest } from './manifest.ts';
import { openPassageStore } from './passage-store.ts';

/** A snapshot on disk whose every file was held against its manifest. */
export interface CheckedSnapshot {
  folder: string;
  manifest: Manifest;
}

/** A snapshot in memory: all that a search needs but the encoder. */
export interface OpenSnapshot extends Omit<SearchParts, 'encoder'> {
  quotes: QuoteLookup;
  verifier: QuoteVerifier;
  manifest: Manifest;
  close(): void;
}

/**
 * Checks the snapshot that serves; nothing when none was built yet.
 * @throws OtherFormatError when another version of this program wrote it
 * @throws SnapshotError naming what is damaged, half-written or foreign
 */
export function checkCurrent(dataDir: string): Promise<CheckedSnapshot | undefined> {
  return followPointer(dataDir, async (snapshot) => snapshot);
}

/** Checks and opens the snapshot that serves; nothing when none was built yet. @throws SnapshotError */
export function openCurrent(dataDir: string): Promise<OpenSnapshot | undefined> {
  return followPointer(dataDir, openChecked);
}

/**
 * Reads the snapshot that the pointer names. Two builds that end while it is being read take it away: then the
 * pointer names another one, and that one is read.
 */
export async function followPointer<T>(
  dataDir: string,
  read: (snapshot: CheckedSnapshot) => Promise<T>,
): Promise<T | undefined> {
  const pointer = await readPointer(dataDir);
  if (!pointer) return undefined;
  try {
    return await readAt(dataDir, pointer, read);
  } catch (error) {
    const now = await readPointer(dataDir);
    if (!now || now.snapshot === pointer.snapshot) throw error;
    return await readAt(dataDir, now, read);
  }
}

async function readAt<T>(
  dataDir: string,
  pointer: Pointer,
  read: (snapshot: CheckedSnapshot) => Promise<T>,
): Promise<T> {
  const folder = snapshotFolder(dataDir, pointer.snapshot);
  return read({ folder, manifest: await checkSnapshot(folder, pointer.manifest) });
}

async function openChecked({ folder, manifest }: CheckedSnapshot): Promise<OpenSnapshot> {
  const [stored, postings, words, topics, passages] = await Promise.all([
    readVectors(folder, manifest.encoder.dimension),
    readPostings(folder),
    readWordIndex(folder),
    readTopics(folder),
    openPassageStore(folder, manifest),
  ]);
  return {
    manifest,
    vectors: openVectorIndex(folder, stored, manifest.breadth?.ef),
    lexical: new Bm25Index(postings, backgroundWords()),
    passages,
    vocabulary: createVocabulary(words, postings),
    topics: new RankedTopics(topics),
    quotes: createQuoteLookup(words, passages),
    verifier: createQuoteVerifier(words, passages),
    close: () => passages.close(),
  };
}
