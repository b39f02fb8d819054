/** Opens the snapshot that serves: checked against its manifest, then read into a search's parts. */
import type { Topic } from '../../corpus/topics/extract.ts';
import { backgroundWords } from '../background/frequencies.ts';
import type { LexicalIndex, VectorIndex } from '../interfaces.ts';
import { createVocabulary } from '../query/vocabulary.ts';
import { createQuoteLookup, type QuoteLookup } from '../quotes/lookup.ts';
import { mergeWordIndexes } from '../quotes/merge-words.ts';
import type { WordIndex } from '../quotes/word-index.ts';
import type { RecordStore } from '../store/record-store.ts';
import { joinTopics } from '../topics/join-topics.ts';
import { RankedTopics } from '../topics/topic-index.ts';
import { readPointer, snapshotFolder } from './folder.ts';
import { readWordIndex } from './index-files.ts';
import { joinLexicalIndexes, joinVectorIndexes } from './join-indexes.ts';
import { joinPassages, type RecordPassages } from './join-passages.ts';
import { checkSnapshot, type Manifest } from './manifest.ts';
import type { Pointer } from './pointer.ts';
import { SegmentRows } from './rows.ts';
import { type CheckedSegment, openSegment, type Segment } from './segment.ts';
import { createSnapshotStore } from './snapshot-store.ts';

/** A snapshot on disk whose every file was held against its manifest. */
export interface CheckedSnapshot extends CheckedSegment {
  pointer: Pointer;
  /** Itself, after the segments that it adds to. */
  segments: CheckedSegment[];
}

/** A snapshot in memory: all that a search needs but the encoder. */
export interface OpenSnapshot {
  store: RecordStore;
  vectors: VectorIndex;
  lexical: LexicalIndex;
  passages: RecordPassages;
  quotes: QuoteLookup;
  manifest: Manifest;
  /** What the snapshot after this one can go on from. */
  parts: { segments: readonly Segment[]; words: WordIndex; topics: readonly Topic[] };
  close(): void;
}

/**
 * Checks the snapshot that serves; nothing when none was built yet.
 * @throws OtherFormatError when another version of this program wrote it
 * @throws SnapshotError naming what is damaged, half-written or foreign
 */
export function checkCurrent(dataDir: string): Promise<CheckedSnapshot | undefined> {
  return followPointer(dataDir, (pointer) => checkAt(dataDir, pointer, new Map()));
}

/**
 * Opens the snapshot that serves; nothing when none was built yet. Segments that `before` has open are shared with it.
 * @throws SnapshotError
 */
export function openCurrent(dataDir: string, before?: OpenSnapshot): Promise<OpenSnapshot | undefined> {
  const open = new Map(before?.parts.segments.map((segment) => [segment.manifest.name, segment]));
  return followPointer(dataDir, async (pointer) => {
    const { manifest, segments: checked } = await checkAt(dataDir, pointer, open);
    const segments: Segment[] = [];
    try {
      for (const segment of checked) {
        const shared = open.get(segment.manifest.name);
        shared?.hold();
        segments.push(shared ?? (await openSegment(segment)));
      }
      return await join(segments, manifest, before?.parts);
    } catch (error) {
      for (const segment of segments) segment.letGo();
      throw error;
    }
  });
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

/** Checks a snapshot and all segments that it adds to. What is open was checked when it was opened. */
async function checkAt(
  dataDir: string,
  pointer: Pointer,
  open: ReadonlyMap<string, CheckedSegment>,
): Promise<CheckedSnapshot> {
  const check = async ({ snapshot, manifest }: Pointer): Promise<CheckedSegment> => {
    const folder = snapshotFolder(dataDir, snapshot);
    return open.get(snapshot) ?? { folder, manifest: await checkSnapshot(folder, manifest) };
  };
  const last = await check(pointer);
  const segments = await Promise.all((last.manifest.segments ?? []).map(check));
  return { ...last, pointer, segments: [...segments, last] };
}

async function join(
  segments: readonly Segment[],
  manifest: Manifest,
  before: OpenSnapshot['parts'] | undefined,
): Promise<OpenSnapshot> {
  const rows = new SegmentRows(segments.map(({ passages }) => passages.size));
  const passages = joinPassages(
    segments.map((segment) => segment.passages),
    manifest,
  );
  const grownFrom = before?.segments.every((segment, i) => segment === segments[i]) ? before : undefined;
  const words = await joinWords(segments, rows, passages, grownFrom);
  const topics = segments
    .slice(grownFrom?.segments.length ?? 0)
    .reduce<readonly Topic[]>(
      (known, segment) => joinTopics(known, segment.topics, rows.starts[segments.indexOf(segment)] ?? 0),
      grownFrom?.topics ?? [],
    );
  const vectors = joinVectorIndexes(
    segments.map((segment) => segment.vectors),
    rows,
  );
  const postings = segments.map((segment) => segment.postings);
  const lexical = joinLexicalIndexes(postings, rows, backgroundWords());
  const vocabulary = createVocabulary(words, postings);
  const ranked = new RankedTopics(topics);
  return {
    manifest,
    store: createSnapshotStore({ vectors, lexical, passages, words, vocabulary, topics: ranked }),
    vectors,
    lexical,
    passages,
    quotes: createQuoteLookup(words, passages),
    parts: { segments, words, topics },
    close: () => {
      for (const segment of segments) segment.letGo();
    },
  };
}

async function joinWords(
  segments: readonly Segment[],
  rows: SegmentRows,
  passages: RecordPassages,
  before: OpenSnapshot['parts'] | undefined,
): Promise<WordIndex> {
  let words = before?.words ?? (await readWordIndex(segments[0]?.folder ?? ''));
  for (const segment of segments.slice(before?.segments.length ?? 1)) {
    const end = rows.starts[segments.indexOf(segment) + 1] ?? 0;
    const dates = await passages.datesOf(Array.from({ length: end }, (_, row) => row));
    words = mergeWordIndexes(words, await readWordIndex(segment.folder), dates);
  }
  return words;
}
