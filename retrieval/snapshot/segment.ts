/** A segment: one immutable folder of a record. A small record has one; a large one grows by a segment at a time. */
import type { Topic } from '../../corpus/topics/extract.ts';
import type { VectorIndex } from '../interfaces.ts';
import type { Postings } from '../lexical/postings.ts';
import { readTopics } from '../topics/topic-file.ts';
import { openVectorIndex, readPostings } from './index-files.ts';
import type { Manifest } from './manifest.ts';
import { openPassageStore, type SnapshotPassageStore } from './passage-store.ts';

/** A segment on disk whose every file was held against its manifest. */
export interface CheckedSegment {
  folder: string;
  manifest: Manifest;
}

/** A segment in memory. Two snapshots of a growing record share it: each holds it once, and lets it go once. */
export interface Segment extends CheckedSegment {
  vectors: VectorIndex;
  postings: Postings;
  passages: SnapshotPassageStore;
  /** With the segment's own rows. */
  topics: Topic[];
  hold(): void;
  letGo(): void;
}

/** Opens a segment; whoever opens it holds it. */
export async function openSegment({ folder, manifest }: CheckedSegment): Promise<Segment> {
  const [vectors, postings, topics, passages] = await Promise.all([
    openVectorIndex(folder, manifest.encoder.dimension, manifest.breadth?.ef),
    readPostings(folder),
    readTopics(folder),
    openPassageStore(folder, manifest),
  ]);
  let holders = 1;
  return {
    folder,
    manifest,
    vectors,
    postings,
    passages,
    topics,
    hold: () => {
      holders++;
    },
    letGo: () => {
      if (--holders > 0) return;
      passages.close();
      vectors.close();
    },
  };
}
