/** Vectors of a build that is under way, appended as they come: one that is killed goes on from there. */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

export const CACHE_FILE = 'encoding.cache';
const MAGIC = Buffer.from('ONRECORD vectors');
const DIGEST = 32;
const HEADER = MAGIC.length + DIGEST;
const CHECK = 8;
/** A killed build loses at most this much, or this long a time, of encoding. */
const FLUSH_BYTES = 1 << 20;
const FLUSH_MS = 1000;

/** One record: digest of the text, number of windows, their components, and a digest of all this. */
export class VectorCache {
  private readonly handle: FileHandle;
  private readonly known: ReadonlyMap<string, Float32Array[]>;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private flushed = performance.now();

  private constructor(handle: FileHandle, known: ReadonlyMap<string, Float32Array[]>) {
    this.handle = handle;
    this.known = known;
  }

  /** Opens the cache of a data folder. What another encoder left, or what is damaged, is cut off. */
  static async open(dataDir: string, encoderKey: string, dimension: number): Promise<VectorCache> {
    const file = path.join(dataDir, CACHE_FILE);
    const header = Buffer.concat([MAGIC, digest(`${encoderKey} ${dimension}`)]);
    const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    const ours = bytes.length >= HEADER && bytes.subarray(0, HEADER).equals(header);
    const { known, end } = ours ? readRecords(bytes, dimension) : { known: new Map(), end: 0 };
    // Appending, so that every write goes to the end, wherever reading stopped.
    const handle = await open(file, 'a');
    await handle.truncate(end);
    if (end === 0) await handle.write(header);
    return new VectorCache(handle, known);
  }

  /** The vectors of a text, if the build before got that far. */
  get(text: string): Float32Array[] | undefined {
    return this.known.size > 0 ? this.known.get(digest(text).toString('base64')) : undefined;
  }

  /** Keeps the vectors of a text; on disk within a second. */
  async add(text: string, windows: readonly Float32Array[]): Promise<void> {
    const count = Buffer.alloc(4);
    count.writeUInt32LE(windows.length);
    const vectors = windows.map((window) => Buffer.from(window.buffer, window.byteOffset, window.byteLength));
    const record = Buffer.concat([digest(text), count, ...vectors]);
    this.pending.push(record, digest(record).subarray(0, CHECK));
    this.pendingBytes += record.length + CHECK;
    if (this.pendingBytes >= FLUSH_BYTES || performance.now() - this.flushed >= FLUSH_MS) await this.flush();
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.handle.close();
    }
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.concat(this.pending);
    this.pending = [];
    this.pendingBytes = 0;
    this.flushed = performance.now();
    for (let at = 0; at < bytes.length; ) at += (await this.handle.write(bytes, at)).bytesWritten;
  }
}

/** Takes the cache away: what it held is in a snapshot now. */
export async function dropVectorCache(dataDir: string): Promise<void> {
  await rm(path.join(dataDir, CACHE_FILE), { force: true });
}

/** The records up to the first that is not whole, and where that begins. */
function readRecords(bytes: Buffer, dimension: number): { known: Map<string, Float32Array[]>; end: number } {
  const known = new Map<string, Float32Array[]>();
  let at = HEADER;
  while (at + DIGEST + 4 + CHECK <= bytes.length) {
    const from = at + DIGEST + 4;
    const windows = bytes.readUInt32LE(at + DIGEST);
    const to = from + windows * dimension * 4;
    if (windows === 0 || to + CHECK > bytes.length) break;
    if (
      !digest(bytes.subarray(at, to))
        .subarray(0, CHECK)
        .equals(bytes.subarray(to, to + CHECK))
    )
      break;
    const start = bytes.byteOffset + from;
    const vectors = new Float32Array(bytes.buffer.slice(start, start + (to - from)) as ArrayBuffer);
    known.set(
      bytes.subarray(at, at + DIGEST).toString('base64'),
      Array.from({ length: windows }, (_, i) => vectors.subarray(i * dimension, (i + 1) * dimension)),
    );
    at = to + CHECK;
  }
  return { known, end: at };
}

function digest(bytes: Buffer | string): Buffer {
  return createHash('sha256').update(bytes).digest();
}
