/** The vectors of all passages: taken over where they are known, encoded where not, and kept as they come. */
import type { Transcript } from '../../corpus/schema.ts';
import type { Encoder } from '../interfaces.ts';
import type { Windows } from '../vector/windows.ts';
import { findWordings, type Wordings } from '../vector/wordings.ts';
import type { KnownVectors } from './reuse.ts';
import { VectorCache } from './vector-cache.ts';

/** How far a stage of a build is. */
export interface BuildProgress {
  stage: 'encode' | 'link';
  /** Passages encoded, or vectors linked into the graph. */
  done: number;
  total: number;
  /** Share of the stage's work that is done, 0 to 1: long passages come first, and take longer. */
  share: number;
}

export interface EncodedCorpus {
  wordings: Wordings;
  /** Windows of each wording, in order. */
  windows: Windows[];
  encoded: number;
  /** Passages whose vectors came from the snapshot before. */
  reused: number;
  /** Passages whose vectors came from a build that did not end. */
  resumed: number;
}

/** Work of a text beside its characters: special tokens and prefix. */
const FIXED_WORK = 20;
const workOf = (text: string) => text.length + FIXED_WORK;

/** Encodes what neither the snapshot before nor a build that was killed has encoded. */
export async function encodeCorpus(
  transcripts: readonly Transcript[],
  encoder: Encoder,
  known: KnownVectors['byText'],
  dataDir: string,
  onProgress: (progress: BuildProgress) => void,
): Promise<EncodedCorpus> {
  const texts = transcripts.flatMap(({ passages }) => passages.map(({ text }) => text));
  // The same sentence said on ten days is encoded once.
  const wordings = findWordings(texts);
  const unknown = wordings.texts.filter((text) => !known.has(text));
  const cache = await VectorCache.open(dataDir, encoder.key, encoder.dimension);
  const resumed = new Map<string, Float32Array[]>();
  const fresh = new Map<string, Float32Array[]>();
  try {
    for (const text of unknown) {
      const windows = cache.get(text);
      if (windows) resumed.set(text, windows);
    }
    const missing = unknown.filter((text) => !resumed.has(text));
    const total = missing.reduce((sum, text) => sum + workOf(text), 0);
    let work = 0;
    const report = () => {
      const share = total > 0 ? work / total : 1;
      onProgress({ stage: 'encode', done: fresh.size, total: missing.length, share });
    };
    report();
    for await (const { position, windows } of encoder.encodePassages(missing)) {
      const text = missing[position] ?? '';
      fresh.set(text, windows);
      await cache.add(text, windows);
      work += workOf(text);
      report();
    }
  } finally {
    await cache.close();
  }
  return {
    wordings,
    windows: wordings.texts.map((text) => fresh.get(text) ?? resumed.get(text) ?? known.get(text) ?? []),
    encoded: texts.filter((text) => fresh.has(text)).length,
    reused: texts.filter((text) => known.has(text)).length,
    resumed: texts.filter((text) => resumed.has(text)).length,
  };
}
