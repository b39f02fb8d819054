/** Opens the snapshot that serves: checked against its manifest, then read into a search's parts. */

import { backgroundWords } from '../background/frequencies.ts';
import { Bm25Index } from '../lexical/index.ts';
import { createQuoteLookup, type QuoteLookup } from '../quotes/lookup.ts';
import { createQuoteVerifier, type QuoteVerifier } from '../quotes/verify.ts';
import { readWordIndex } from '../quotes/word-index.ts';
import type { SearchParts } from '../search.ts';
import { readTopics } from '../topics/topic-file.ts';
import { RankedTopics } from '../topics/topic-index.ts';
import { readPointer, snapshotFolder } from './folder.ts';
import { openVectorIndex, readPostings, readWindows } from './index-files.ts';
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
 * @throws SnapshotError naming what is damaged, half-written or foreign
 */
export async function checkCurrent(dataDir: string): Promise<CheckedSnapshot | undefined> {
  const pointer = await readPointer(dataDir);
  if (!pointer) return undefined;
  const folder = snapshotFolder(dataDir, pointer.snapshot);
  return { folder, manifest: await checkSnapshot(folder, pointer.manifest) };
}

/** Checks and opens the snapshot that serves; nothing when none was built yet. @throws SnapshotError */
export async function openCurrent(dataDir: string): Promise<OpenSnapshot | undefined> {
  const checked = await checkCurrent(dataDir);
  if (!checked) return undefined;
  const { folder, manifest } = checked;
  const [windows, postings, words, topics, passages] = await Promise.all([
    readWindows(folder, manifest.encoder.dimension),
    readPostings(folder),
    readWordIndex(folder),
    readTopics(folder),
    openPassageStore(folder, manifest),
  ]);
  return {
    manifest,
    vectors: openVectorIndex(folder, windows, manifest.ef),
    lexical: new Bm25Index(postings, backgroundWords()),
    passages,
    topics: new RankedTopics(topics),
    quotes: createQuoteLookup(words, passages),
    verifier: createQuoteVerifier(words, passages),
    close: () => passages.close(),
  };
}
