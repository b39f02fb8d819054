/** The manifest: what a snapshot was made from, what it holds, and the size and digest of each of its files. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Source } from '../../corpus/load.ts';
import { PARSER_VERSION } from '../../corpus/parse.ts';
import { OtherFormatError, SnapshotError } from '../errors.ts';
import { BM25 } from '../lexical/scoring.ts';
import { HNSW } from '../vector/hnsw.ts';
import { INDEXING_CODE } from './code-digest.ts';
import { pointerSchema } from './pointer.ts';

/** Raised whenever the files of a snapshot change their form. */
export const SNAPSHOT_FORMAT = 4;
export const MANIFEST_FILE = 'manifest.json';
export const REBUILD = 'Run: npm run embed';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What the manifests of all formats tell the next build. */
const earlierSchema = z.object({
  format: z.int().positive(),
  name: z.string(),
  encoder: z.object({ key: z.string(), dimension: z.int().positive() }),
  sources: z.array(z.object({ path: z.string(), sha256 })),
  /** Sources that gave no transcript. */
  refused: z.array(z.string()),
  /** Breadth of the HNSW search, and what it was measured by; absent where the exact scan is used. */
  breadth: z.object({ ef: z.int().positive(), recall: z.number(), windows: z.int().positive() }).optional(),
  /** The segments that this one adds to, the first one first; absent where it holds the whole record. */
  segments: z.array(pointerSchema).optional(),
  /** Of its own folder. */
  files: z.array(z.object({ name: z.string().regex(/^[\w.-]+$/), bytes: z.int(), sha256 })),
});
/** The manifest of a snapshot that another version of this program may have written. */
export type EarlierManifest = z.infer<typeof earlierSchema>;

export const manifestSchema = earlierSchema.extend({
  format: z.literal(SNAPSHOT_FORMAT),
  createdAt: z.iso.datetime(),
  /** Everything but the sources that decides what a build gives; when it differs, the snapshot is stale. */
  recipe: z.string(),
  /** Of the whole record. */
  counts: z.object({
    documents: z.int(),
    turns: z.int(),
    passages: z.int(),
    /** Different texts among the passages: each has its vectors once. */
    wordings: z.int(),
    windows: z.int(),
  }),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** The recipe of a build with the given encoder. */
export function recipeOf(encoderKey: string): string {
  return JSON.stringify({
    format: SNAPSHOT_FORMAT,
    parser: PARSER_VERSION,
    encoder: encoderKey,
    bm25: BM25,
    hnsw: HNSW,
    code: INDEXING_CODE,
  });
}

/** Whether the snapshot was made from these sources by this recipe. */
export function isFresh(manifest: Manifest, sources: readonly Source[], encoderKey: string): boolean {
  return (
    manifest.recipe === recipeOf(encoderKey) &&
    manifest.sources.length === sources.length &&
    manifest.sources.every(
      ({ path, sha256 }, i) => path === sources[i]?.path && sha256 === sources[i]?.sha256,
    )
  );
}

/** Digest of a file, read as a stream. */
export async function digestFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** Name, size and digest of each file of a folder, for its manifest. */
export async function describeFiles(folder: string, names: readonly string[]): Promise<Manifest['files']> {
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      return { name, bytes: (await stat(file)).size, sha256: await digestFile(file) };
    }),
  );
}

/**
 * Reads a snapshot's manifest and holds every file against it.
 * @throws OtherFormatError when another version of this program wrote it
 * @throws SnapshotError naming the first file that is missing, half-written, damaged or foreign
 */
export async function checkSnapshot(folder: string, manifestSha256: string): Promise<Manifest> {
  const json = await readManifest(folder, manifestSha256);
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    if (isOtherFormat(json)) {
      throw new OtherFormatError(
        `The index in ${folder} was written by another version of this program.`,
        REBUILD,
      );
    }
    throw unusable(folder, `${MANIFEST_FILE} is not a manifest of this program`);
  }
  await checkFiles(folder, parsed.data.files);
  return parsed.data;
}

/** The same for a snapshot of any format that tells what it was made from. @throws SnapshotError */
export async function checkEarlier(folder: string, manifestSha256: string): Promise<EarlierManifest> {
  const parsed = earlierSchema.safeParse(await readManifest(folder, manifestSha256));
  if (!parsed.success) throw unusable(folder, `${MANIFEST_FILE} cannot be understood`);
  await checkFiles(folder, parsed.data.files);
  return parsed.data;
}

function isOtherFormat(json: unknown): boolean {
  const header = z.object({ format: z.int() }).safeParse(json);
  return header.success && header.data.format !== SNAPSHOT_FORMAT;
}

const unusable = (folder: string, fault: string, cause?: unknown) =>
  new SnapshotError(`The index in ${folder} cannot be used: ${fault}.`, REBUILD, { cause });

async function checkFiles(folder: string, files: Manifest['files']): Promise<void> {
  const faults = await Promise.all(
    files.map(async ({ name, bytes, sha256 }) => {
      try {
        const { size } = await stat(path.join(folder, name));
        if (size !== bytes) return `${name} holds ${size} bytes instead of ${bytes}`;
        return (await digestFile(path.join(folder, name))) === sha256 ? undefined : `${name} is damaged`;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return code === 'ENOENT' ? `${name} is missing` : `${name} cannot be read (${code})`;
      }
    }),
  );
  const fault = faults.find((text) => text !== undefined);
  if (fault) throw unusable(folder, fault);
}

async function readManifest(folder: string, manifestSha256: string): Promise<unknown> {
  const bytes = await readFile(path.join(folder, MANIFEST_FILE)).catch((cause: unknown) => {
    throw unusable(folder, `${MANIFEST_FILE} is missing or cannot be read`, cause);
  });
  if (createHash('sha256').update(bytes).digest('hex') !== manifestSha256) {
    throw unusable(folder, `${MANIFEST_FILE} is damaged`);
  }
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw unusable(folder, `${MANIFEST_FILE} is not JSON`, cause);
  }
}
