/** Builds an index snapshot: encode what is new, write every file aside, describe them, then switch. */
import { createHash } from 'node:crypto';
import { open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Corpus, Source } from '../../corpus/load.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { extractTopics } from '../../corpus/topics/extract.ts';
import type { Encoder } from '../interfaces.ts';
import { buildPostings } from '../lexical/build.ts';
import { BM25 } from '../lexical/scoring.ts';
import { buildWordIndex } from '../quotes/word-index.ts';
import { TOPICS_FILE, writeTopics } from '../topics/topic-file.ts';
import { type BuildProgress, encodeCorpus } from './encode-corpus.ts';
import { cleanUp, createBuildFolder, newSnapshotName, publish } from './folder.ts';
import {
  GRAPH_FILE,
  LEXICAL_FILE,
  VECTORS_FILE,
  WORDS_FILE,
  writePostings,
  writeWordIndex,
} from './index-files.ts';
import type { Lock } from './lock.ts';
import { describeFiles, MANIFEST_FILE, type Manifest, recipeOf, SNAPSHOT_FORMAT } from './manifest.ts';
import type { CheckedSnapshot } from './open.ts';
import { PASSAGES_FILE, RECORD_FILE, TEXT_FILE, writeRecord } from './record-files.ts';
import { type EarlierSnapshot, readKnownVectors } from './reuse.ts';
import { dropVectorCache } from './vector-cache.ts';
import { writeVectorIndex } from './write-vectors.ts';

const FILES = [
  RECORD_FILE,
  TEXT_FILE,
  PASSAGES_FILE,
  VECTORS_FILE,
  GRAPH_FILE,
  LEXICAL_FILE,
  WORDS_FILE,
  TOPICS_FILE,
];

export interface BuildReport {
  manifest: Manifest;
  encoded: number;
  /** Passages whose vectors came from the snapshot before. */
  reused: number;
  /** Passages whose vectors came from a build that did not end. */
  resumed: number;
}

/** Where a build happens: a data folder whose lock is held. */
export interface BuildPlace {
  dataDir: string;
  lock: Pick<Lock, 'check'>;
  /** The snapshot that serves there; its vectors are taken over. */
  before: EarlierSnapshot | undefined;
  /** The snapshot that serves there, where the corpus holds only what is to be added to it. */
  addTo?: CheckedSnapshot;
}

/**
 * Builds a snapshot of the corpus in the data folder and switches to it. Until the last step nothing that serves
 * is touched; a build that fails or is killed leaves only a folder that the next one removes.
 */
export async function buildSnapshot(
  corpus: Corpus,
  encoder: Encoder,
  { dataDir, lock, before, addTo }: BuildPlace,
  onProgress: (progress: BuildProgress) => void,
): Promise<BuildReport> {
  const keep = (addTo ?? before)?.segments.map(({ manifest }) => manifest.name) ?? [];
  await cleanUp(dataDir, keep);
  const folder = await createBuildFolder(dataDir);
  try {
    const known = await readKnownVectors(before, encoder.key);
    const { transcripts } = corpus;
    const encoded = await encodeCorpus(transcripts, encoder, known.byText, dataDir, onProgress);
    const { matrix, breadth } = await writeVectorIndex(folder, encoded, known, {
      encoder,
      transcripts,
      measured: before?.manifest.breadth,
      onProgress: (done, total) => onProgress({ stage: 'link', done, total, share: done / total }),
    });
    await writeWords(folder, transcripts);
    const manifest: Manifest = {
      format: SNAPSHOT_FORMAT,
      name: newSnapshotName(new Date()),
      createdAt: new Date().toISOString(),
      recipe: recipeOf(encoder.key),
      encoder: { key: encoder.key, dimension: encoder.dimension },
      sources: joinSources(addTo?.manifest.sources ?? [], corpus.sources),
      refused: [...(addTo?.manifest.refused ?? []), ...corpus.refused.map((refusal) => refusal.path)].sort(),
      counts: addCounts(addTo?.manifest.counts, {
        documents: corpus.transcripts.length,
        turns: corpus.transcripts.reduce((sum, { turns }) => sum + turns.length, 0),
        passages: encoded.wordings.ofRow.length,
        wordings: encoded.wordings.texts.length,
        windows: matrix.rowOfWindow.length,
      }),
      ...(breadth && { breadth }),
      ...(addTo && { segments: [...(addTo.manifest.segments ?? []), addTo.pointer] }),
      files: await describeFiles(folder, FILES),
    };
    const json = JSON.stringify(manifest, null, 2);
    await writeFile(path.join(folder, MANIFEST_FILE), json);
    await Promise.all([...FILES, MANIFEST_FILE].map((name) => syncFile(path.join(folder, name))));
    const digest = createHash('sha256').update(json).digest('hex');
    await lock.check();
    await publish(dataDir, folder, { snapshot: manifest.name, manifest: digest });
    await cleanUp(dataDir, [...keep, manifest.name]);
    await dropVectorCache(dataDir);
    const { encoded: fresh, reused, resumed } = encoded;
    return { manifest, encoded: fresh, reused, resumed };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** In the order of a folder's listing. */
function joinSources(known: readonly Source[], added: readonly Source[]): Source[] {
  return [...known, ...added].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function addCounts(known: Manifest['counts'] | undefined, added: Manifest['counts']): Manifest['counts'] {
  if (!known) return added;
  return {
    documents: known.documents + added.documents,
    turns: known.turns + added.turns,
    passages: known.passages + added.passages,
    wordings: known.wordings + added.wordings,
    windows: known.windows + added.windows,
  };
}

/** Texts, words and topics: all that does not come out of the encoder. */
async function writeWords(folder: string, transcripts: readonly Transcript[]): Promise<void> {
  await writeRecord(folder, transcripts);
  await writePostings(folder, buildPostings(transcripts.flatMap(fieldTexts), BM25));
  await writeWordIndex(folder, wordIndexOf(transcripts));
  await writeTopics(folder, extractTopics(transcripts));
}

function wordIndexOf(transcripts: readonly Transcript[]) {
  const dated = transcripts.flatMap(({ document, passages }) =>
    passages.map(({ text }) => ({ text, date: document.date })),
  );
  return buildWordIndex(
    dated.map(({ text }) => text),
    dated.map(({ date }) => date),
  );
}

function fieldTexts({ document, turns, passages }: Transcript) {
  return passages.map((passage) => ({
    passage: passage.text,
    question: turns[passage.turn]?.question ?? '',
    title: document.title,
  }));
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
