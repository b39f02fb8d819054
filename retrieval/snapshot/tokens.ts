/**
 * Packed token vectors of all texts: a link to the file of the content store, which other builds go on appending to,
 * and the places in it. A snapshot whose tokens are damaged or gone serves all the same: a reranker then encodes its
 * candidates itself.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { copyFile, link } from 'node:fs/promises';
import path from 'node:path';
import type { Transcript } from '../../corpus/schema.ts';
import type { BuildProgress, TokenVectors, TurnTokens } from '../interfaces.ts';
import { textsOf } from '../rerank/late-interaction.ts';
import type { TokenPacker } from '../rerank/packed-tokens.ts';
import { type Columns, readColumns, writeColumns } from './columns.ts';
import { ContentStore } from './encoded-texts.ts';
import { digestFile, faultOf, type Manifest } from './manifest.ts';
import type { SnapshotPassages } from './passages.ts';

export const TOKENS_FILE = 'tokens.bin';
/** Where those of each passage stand among them. */
export const TOKEN_PLACES_FILE = 'token-places.bin';
/** Up to this many bytes stay in memory. */
const IN_MEMORY_BYTES = 64 * 2 ** 20;
/** Texts that are encoded at once: a killed build loses no more. */
const TEXTS_AT_ONCE = 256;

type Stored = NonNullable<Manifest['tokens']>;

/** Writes the tokens of all passages, questions and titles into a build folder. */
export async function buildTokens(
  folder: string,
  transcripts: readonly Transcript[],
  build: { dataDir: string; packer: TokenPacker; onProgress(progress: BuildProgress): void },
): Promise<Stored> {
  const { dataDir, packer, onProgress } = build;
  const rows = transcripts.flatMap(({ document, turns, passages }) =>
    passages.map((passage) => {
      const turn = turns[passage.turn];
      return textsOf({ passage, document, turn: turn ?? { document: document.id, ordinal: 0, speaker: '' } });
    }),
  );
  const texts = new Set(rows.flatMap((own) => Object.values(own)));
  texts.delete('');
  const store = await ContentStore.open(dataDir, packer.key, texts);
  try {
    const missing = [...texts].filter((text) => !store.has(text));
    await packMissing(missing, packer, store, onProgress);
    await writePlaces(path.join(folder, TOKEN_PLACES_FILE), rows, store);
    const file = path.join(folder, TOKENS_FILE);
    // Not every file system has hard links.
    await link(store.file, file).catch(() => copyFile(store.file, file));
    return { key: packer.key, bytes: store.size, sha256: await digestFile(file, store.size) };
  } finally {
    await store.close();
  }
}

async function packMissing(
  missing: string[],
  packer: TokenPacker,
  store: ContentStore,
  onProgress: (progress: BuildProgress) => void,
): Promise<void> {
  // Of like length: padding is work for nothing. The longest first, so that what is left takes less than it seems.
  missing.sort((a, b) => b.length - a.length);
  const total = missing.reduce((sum, { length }) => sum + length, 0);
  let [done, work] = [0, 0];
  const report = () =>
    onProgress({ stage: 'tokens', done, total: missing.length, share: total > 0 ? work / total : 1 });
  if (missing.length > 0) report();
  for (let from = 0; from < missing.length; from += TEXTS_AT_ONCE) {
    const texts = missing.slice(from, from + TEXTS_AT_ONCE);
    for (const [i, { bytes }] of (await packer.pack(texts)).entries()) await store.add(texts[i] ?? '', bytes);
    done += texts.length;
    work += texts.reduce((sum, { length }) => sum + length, 0);
    report();
  }
  await store.flush();
}

async function writePlaces(
  file: string,
  rows: readonly ReturnType<typeof textsOf>[],
  store: ContentStore,
): Promise<void> {
  const columns: Columns = {};
  for (const which of ['passage', 'question', 'title'] as const) {
    const places = rows.map((texts) => store.placeOf(texts[which]));
    columns[`${which}Starts`] = Float64Array.from(places, (place) => place?.at ?? 0);
    columns[`${which}Lengths`] = Uint32Array.from(places, (place) => place?.bytes ?? 0);
  }
  await writeColumns(file, columns);
}

/** What is wrong with the tokens of a snapshot, in a sentence; nothing where they are whole, or not kept. */
export async function faultOfTokens(
  folder: string,
  { name, tokens: stored }: Pick<Manifest, 'name' | 'tokens'>,
): Promise<string | undefined> {
  // Later builds append to it.
  const fault = stored && (await faultOf(path.join(folder, TOKENS_FILE), stored.sha256, stored.bytes));
  return fault && `${TOKENS_FILE} of the index ${name} ${fault}.`;
}

export interface OpenTokens extends TokenVectors {
  close(): void;
}

/** Opens tokens that are whole. */
export async function openTokens(
  folder: string,
  { key, bytes }: Stored,
  passages: Pick<SnapshotPassages, 'find'>,
): Promise<OpenTokens> {
  const places = await readColumns(path.join(folder, TOKEN_PLACES_FILE), {
    passageStarts: 'f64',
    passageLengths: 'u32',
    questionStarts: 'f64',
    questionLengths: 'u32',
    titleStarts: 'f64',
    titleLengths: 'u32',
  });
  const descriptor = openSync(path.join(folder, TOKENS_FILE), 'r');
  const readBytes = (start: number, length: number): Uint8Array => {
    const into = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const count = readSync(descriptor, into, done, length - done, start + done);
      if (count === 0) throw new Error('the file has become shorter');
      done += count;
    }
    return into;
  };
  const memory = bytes <= IN_MEMORY_BYTES ? readBytes(0, bytes) : undefined;
  const cut = (start: number, length: number) =>
    memory ? memory.subarray(start, start + length) : readBytes(start, length);
  return {
    key,
    async read(passageIds) {
      // The question of a turn and the title of a document come up again and again.
      const known = new Map<number, Uint8Array>();
      const at = (which: keyof TurnTokens, row: number) => {
        const start = places[`${which}Starts` as const][row] ?? 0;
        const found = known.get(start) ?? cut(start, places[`${which}Lengths` as const][row] ?? 0);
        known.set(start, found);
        return found;
      };
      return passageIds.map((id): TurnTokens | undefined => {
        const row = passages.find(id);
        if (row === undefined) return undefined;
        try {
          return { passage: at('passage', row), question: at('question', row), title: at('title', row) };
        } catch {
          // A build found the file damaged and cut it off: the passage is encoded anew.
          return undefined;
        }
      });
    },
    close: () => closeSync(descriptor),
  };
}
