/** The manifest: what a snapshot was made from, what it holds, and the size and digest of each of its files. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { OtherFormatError, SnapshotError } from '../errors.ts';
import { type Pointer, REBUILD, readPointer, snapshotFolder } from './folder.ts';

/** Raised whenever the files of a snapshot change their form. */
export const SNAPSHOT_FORMAT = 5;
export const MANIFEST_FILE = 'manifest.json';
export const RECORD_FILE = 'record.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.object({
  format: z.literal(SNAPSHOT_FORMAT),
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** Everything but the sources that decides what a build gives. */
  recipe: z.string(),
  encoder: z.object({ key: z.string(), dimension: z.int().positive() }),
  sources: z.array(z.object({ path: z.string(), sha256 })),
  /** Sources that gave no transcript. */
  refused: z.array(z.string()),
  counts: z.object({
    documents: z.int(),
    turns: z.int(),
    passages: z.int(),
    /** Distinct texts among the passages: each has its vectors once. */
    texts: z.int(),
    windows: z.int(),
  }),
  /** How far a search of the graph goes, and what that was measured by; absent where the exact scan is used. */
  efSearch: z.object({ ef: z.int().positive(), recall: z.number(), windows: z.int().positive() }).optional(),
  /** Packed token vectors, where they are kept: of which model, and the first bytes of a file that may grow. */
  tokens: z.object({ key: z.string(), bytes: z.int().positive(), sha256 }).optional(),
  files: z.array(z.object({ name: z.string().regex(/^[\w.-]+$/), bytes: z.int(), sha256 })),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Digest of a file, read as a stream. @param bytes how many from its beginning; by default all */
export async function digestFile(file: string, bytes = Number.POSITIVE_INFINITY): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20, end: bytes - 1 }), hash);
  return hash.digest('hex');
}

/** What is wrong with a file, or with the first `bytes` of it; nothing where its digest is the given one. */
export async function faultOf(file: string, sha256: string, bytes?: number): Promise<string | undefined> {
  try {
    return (await digestFile(file, bytes)) === sha256 ? undefined : 'is damaged';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`;
  }
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

function isOtherFormat(json: unknown): boolean {
  const header = z.object({ format: z.int() }).safeParse(json);
  return header.success && header.data.format !== SNAPSHOT_FORMAT;
}

const unusable = (folder: string, fault: string, cause?: unknown) =>
  new SnapshotError(`The index in ${folder} cannot be used: ${fault}.`, REBUILD, { cause });

async function checkFiles(folder: string, files: Manifest['files']): Promise<void> {
  const faults = await Promise.all(
    files.map(async ({ name, bytes, sha256 }) => {
      const file = path.join(folder, name);
      const size = await stat(file).then(
        (found) => found.size,
        () => bytes,
      );
      if (size !== bytes) return `${name} holds ${size} bytes instead of ${bytes}`;
      const fault = await faultOf(file, sha256);
      return fault && `${name} ${fault}`;
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

/** What every build takes over from the snapshot before, whatever its format. */
export interface Predecessor {
  sources: Manifest['sources'];
  refused: string[];
  /** Document ids by the path of their file: a document keeps its id. */
  ids: Map<string, string>;
}

const predecessorSchema = manifestSchema.pick({ sources: true, refused: true, files: true }).extend({
  /** Format 4 could have the first documents in other folders. */
  segments: z.array(z.object({ snapshot: z.string(), manifest: z.string() })).optional(),
});
const idsSchema = z.object({ documents: z.array(z.object({ id: z.string(), path: z.string() })) });

/** What the next build takes over from the snapshot that serves; nothing where there is none, or none that is whole. */
export async function readPredecessor(dataDir: string): Promise<Predecessor | undefined> {
  try {
    const pointer = await readPointer(dataDir);
    if (!pointer) return undefined;
    const read = async ({ snapshot, manifest }: Pointer) => {
      const folder = snapshotFolder(dataDir, snapshot);
      const parsed = predecessorSchema.parse(await readManifest(folder, manifest));
      await checkFiles(
        folder,
        parsed.files.filter(({ name }) => name === RECORD_FILE),
      );
      const json: unknown = JSON.parse(await readFile(path.join(folder, RECORD_FILE), 'utf8'));
      return { ...parsed, ...idsSchema.parse(json) };
    };
    const last = await read(pointer);
    const parts = [...(await Promise.all((last.segments ?? []).map(read))), last];
    const ids = parts.flatMap(({ documents }) => documents.map(({ id, path }) => [path, id] as const));
    return { sources: last.sources, refused: last.refused, ids: new Map(ids) };
  } catch (error) {
    // Files of another version may be of any form.
    if (error instanceof SnapshotError || error instanceof z.ZodError || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
