/** Builds an index snapshot: encode what is new, write every file aside, describe them, then switch. */
import { createHash } from 'node:crypto';
import { open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Corpus } from '../../corpus/load.ts';
import type { Transcript } from '../../corpus/schema.ts';
import { extractTopics } from '../../corpus/topics/extract.ts';
import type { BuildProgress, Encoder } from '../interfaces.ts';
import { buildPostings } from '../lexical/build.ts';
import { buildWordIndex } from '../quotes/word-index.ts';
import type { TokenPacker } from '../rerank/packed-tokens.ts';
import { buildVectors, vectorStoreKey } from './build-vectors.ts';
import { removeOtherStores } from './encoded-texts.ts';
import { cleanUp, createBuildFolder, newSnapshotName, publish } from './folder.ts';
import {
  GRAPH_FILE,
  LEXICAL_FILE,
  TOPICS_FILE,
  VECTORS_FILE,
  WORDS_FILE,
  writePostings,
  writeTopics,
  writeWordIndex,
} from './index-files.ts';
import type { Lock } from './lock.ts';
import { describeFiles, MANIFEST_FILE, type Manifest, RECORD_FILE, SNAPSHOT_FORMAT } from './manifest.ts';
import type { CheckedSnapshot } from './open.ts';
import { PASSAGES_FILE, TEXT_FILE, writeRecord } from './passages.ts';
import { recipeOf } from './recipe.ts';
import { buildTokens, TOKEN_PLACES_FILE, TOKENS_FILE } from './tokens.ts';

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
  /** Distinct texts that were encoded. */
  encoded: number;
  /** Distinct texts that an earlier build had encoded. */
  reused: number;
}

/** Where a build happens: a data folder whose lock is held. */
interface BuildPlace {
  dataDir: string;
  lock: Pick<Lock, 'check'>;
  /** The snapshot that serves there: its graph is extended, and it is kept for those who still read it. */
  before: CheckedSnapshot | undefined;
  /** What packs the tokens of all texts; absent where they are not kept. */
  packer: TokenPacker | undefined;
}

/**
 * Builds a snapshot of the corpus in the data folder and switches to it. Until the last step nothing that serves
 * is touched; a build that fails or is killed leaves only a folder that the next one removes, and what it has
 * encoded, from which the next one goes on (`encoded-texts.ts`).
 * @throws SnapshotError when another process has taken the lock over
 */
export async function buildSnapshot(
  corpus: Corpus,
  encoder: Encoder,
  { dataDir, lock, before, packer }: BuildPlace,
  onProgress: (progress: BuildProgress) => void,
): Promise<BuildReport> {
  const keep = before ? [before.manifest.name] : [];
  await cleanUp(dataDir, keep);
  const folder = await createBuildFolder(dataDir);
  try {
    const { transcripts } = corpus;
    const vectors = await buildVectors(folder, transcripts, { dataDir, before, encoder, packer, onProgress });
    const tokens = packer && (await buildTokens(folder, transcripts, { dataDir, packer, onProgress }));
    await writeWords(folder, transcripts);
    const files = [...FILES, ...(tokens ? [TOKEN_PLACES_FILE] : [])];
    const { efSearch, texts, windows, encoded } = vectors;
    const manifest: Manifest = {
      format: SNAPSHOT_FORMAT,
      name: newSnapshotName(),
      createdAt: new Date().toISOString(),
      recipe: recipeOf(encoder.key, packer?.key),
      encoder: { key: encoder.key, dimension: encoder.dimension },
      sources: corpus.sources,
      refused: corpus.refused.map((refusal) => refusal.path),
      counts: {
        documents: transcripts.length,
        turns: transcripts.reduce((sum, { turns }) => sum + turns.length, 0),
        passages: transcripts.reduce((sum, { passages }) => sum + passages.length, 0),
        texts,
        windows,
      },
      ...(efSearch && { efSearch }),
      ...(tokens && { tokens }),
      files: await describeFiles(folder, files),
    };
    const json = JSON.stringify(manifest, null, 2);
    await writeFile(path.join(folder, MANIFEST_FILE), json);
    const written = [...files, ...(tokens ? [TOKENS_FILE] : []), MANIFEST_FILE];
    await Promise.all(written.map((name) => syncFile(path.join(folder, name))));
    const digest = createHash('sha256').update(json).digest('hex');
    await lock.check();
    await publish(dataDir, folder, { snapshot: manifest.name, manifest: digest });
    await cleanUp(dataDir, [...keep, manifest.name]);
    await removeOtherStores(dataDir, [vectorStoreKey(encoder), ...(packer ? [packer.key] : [])]);
    return { manifest, encoded, reused: texts - encoded };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    // Whoever took the lock over cleans up, so that files vanish: that is not what is wrong.
    await lock.check();
    throw error;
  }
}

/** Texts, words and topics: all that does not come out of the encoder. */
async function writeWords(folder: string, transcripts: readonly Transcript[]): Promise<void> {
  await writeRecord(folder, transcripts);
  await writePostings(folder, buildPostings(transcripts.flatMap(fieldTexts)));
  await writeWordIndex(folder, wordIndexOf(transcripts));
  await writeTopics(folder, extractTopics(transcripts));
}

function wordIndexOf(transcripts: readonly Transcript[]) {
  const texts = transcripts.flatMap(({ passages }) => passages.map(({ text }) => text));
  const dates = transcripts.flatMap(({ document, passages }) => passages.map(() => document.date));
  return buildWordIndex(texts, dates);
}

function fieldTexts({ document, turns, passages }: Transcript) {
  return passages.map((passage) => ({
    language: document.language,
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
