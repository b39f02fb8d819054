/** What a build can take over from the snapshot before: vectors by the text that they encode, and document ids. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SnapshotError } from '../errors.ts';
import type { WindowMatrix, WindowRange } from '../vector/windows.ts';
import { readPointer, snapshotFolder } from './folder.ts';
import { GRAPH_FILE, readFloatVectors, readVectors } from './index-files.ts';
import { checkEarlier, type EarlierManifest } from './manifest.ts';
import type { Pointer } from './pointer.ts';
import { RECORD_FILE, readPassageTable, TEXT_FILE } from './record-files.ts';

/** Vectors by the text that they encode, and the graph that links them. */
export interface KnownVectors {
  byText: ReadonlyMap<string, WindowRange>;
  graph?: { file: string; windowOfLabel: Uint32Array; matrix: WindowMatrix };
}

/** Snapshots before this format hold floats; from it on, graphs that can be gone on from. */
const FIRST_IN_16_BITS = 3;

interface EarlierSegment {
  folder: string;
  manifest: EarlierManifest;
}

/** A snapshot on disk, perhaps of another version of this program, whose files are whole. */
export interface EarlierSnapshot extends EarlierSegment {
  pointer: Pointer;
  /** Itself, after the segments that it adds to. */
  segments: EarlierSegment[];
}

const cardsSchema = z.object({
  documents: z.array(z.object({ id: z.string(), path: z.string(), textStart: z.int().nonnegative() })),
  turns: z.array(z.object({ document: z.int().nonnegative() })),
});

/** The snapshot that serves; nothing where there is none, or none of which anything can be taken over. */
export async function findEarlier(dataDir: string): Promise<EarlierSnapshot | undefined> {
  return orNothing(async () => {
    const pointer = await readPointer(dataDir);
    if (!pointer) return undefined;
    const check = async ({ snapshot, manifest }: Pointer): Promise<EarlierSegment> => {
      const folder = snapshotFolder(dataDir, snapshot);
      return { folder, manifest: await checkEarlier(folder, manifest) };
    };
    const last = await check(pointer);
    const segments = await Promise.all((last.manifest.segments ?? []).map(check));
    return { ...last, pointer, segments: [...segments, last] };
  });
}

/** Document ids by the path of their file, so that a document keeps its id. */
export async function readKnownIds(
  before: Pick<EarlierSnapshot, 'segments'> | undefined,
): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const { folder } of before?.segments ?? []) {
    const cards = await orNothing(() => readCards(folder));
    for (const { id, path } of cards?.documents ?? []) known.set(path, id);
  }
  return known;
}

/** The vectors that the same encoder made; none where the files have a form that cannot be read any more. */
export async function readKnownVectors(
  before: EarlierSnapshot | undefined,
  encoderKey: string,
): Promise<KnownVectors> {
  if (before?.manifest.encoder.key !== encoderKey) return { byText: new Map() };
  const known = await orNothing(() => Promise.all(before.segments.map(readVectorsByText)));
  // The first segment holds nearly all, so its graph is the one to go on from.
  const [first] = known ?? [];
  if (!first || !known) return { byText: new Map() };
  return { ...first, byText: new Map(known.toReversed().flatMap(({ byText }) => [...byText])) };
}

async function readVectorsByText({ folder, manifest }: EarlierSegment): Promise<KnownVectors> {
  const read = manifest.format < FIRST_IN_16_BITS ? readFloatVectors : readVectors;
  const { matrix, wordingOfRow, windowOfLabel } = await read(folder, manifest.encoder.dimension);
  const { documents, turns } = await readCards(folder);
  const table = await readPassageTable(folder);
  // The texts as they were stored: ids need not be computed again to know what was encoded.
  const texts = await readFile(path.join(folder, TEXT_FILE));
  const byText = new Map<string, WindowRange>();
  for (const [row, turn] of table.turns.entries()) {
    const textStart = documents[turns[turn]?.document ?? -1]?.textStart;
    const wording = wordingOfRow[row] ?? 0;
    const [from, to] = [matrix.firstWindow[wording] ?? 0, matrix.firstWindow[wording + 1] ?? 0];
    if (textStart === undefined || from === to) continue;
    const [start, end] = [textStart + (table.starts[row] ?? 0), textStart + (table.ends[row] ?? 0)];
    byText.set(texts.toString('utf16le', start * 2, end * 2), { matrix, from, to });
  }
  const graph =
    manifest.format >= FIRST_IN_16_BITS
      ? { file: path.join(folder, GRAPH_FILE), windowOfLabel, matrix }
      : undefined;
  return { byText, ...(graph && { graph }) };
}

async function readCards(folder: string) {
  return cardsSchema.parse(JSON.parse(await readFile(path.join(folder, RECORD_FILE), 'utf8')));
}

/** Files of another version may be of any form: then nothing is taken over, and all is encoded again. */
async function orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SnapshotError || error instanceof z.ZodError || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
