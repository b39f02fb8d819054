/**
 * A content-addressed store: one file of a data folder that keeps what a model made of each text, under the text's
 * digest. It is only ever appended to, so that a build that is killed goes on from there, and rewritten where too much of it
 * is no longer used.
 */
import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from './folder.ts';

const FOLDER = 'vectors';
const MAGIC = Buffer.from('ONRECORD content');
const KEY_DIGEST = 32;
const HEADER = MAGIC.length + KEY_DIGEST;
/** A record: digest of the text, number of bytes, the bytes, and a digest of all this. */
const DIGEST = 16;
const CHECK = 8;
const OVERHEAD = DIGEST + 4 + CHECK;
/** A killed build loses at most this much, or this long a time, of encoding. */
const FLUSH_BYTES = 1 << 20;
const FLUSH_MS = 1000;
const READ_BYTES = 1 << 22;
/** Share of unused bytes from which on the file is rewritten. */
const MOST_UNUSED = 0.1;

interface Place {
  at: number;
  bytes: number;
}

export class ContentStore {
  /** Where it is on disk. */
  file: string;
  private readonly handle: FileHandle;
  private readonly header: Buffer;
  private readonly places: Map<string, Place>;
  private end: number;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private flushed = performance.now();

  private constructor(file: string, handle: FileHandle, header: Buffer, { places, end }: Known) {
    this.file = file;
    this.handle = handle;
    this.header = header;
    this.places = places;
    this.end = end;
  }

  /**
   * Opens the store of a data folder, which must be locked.
   * @param key names what makes the content: a model and its settings. What is damaged is cut off.
   * @param texts all that will be asked for: what belongs to no other is taken out where it is more than a tenth
   */
  static async open(dataDir: string, key: string, texts?: Iterable<string>): Promise<ContentStore> {
    await makeFolder(path.join(dataDir, FOLDER));
    const header = Buffer.concat([MAGIC, createHash('sha256').update(key).digest()]);
    const store = await ContentStore.openFile(fileOf(dataDir, key), header);
    return texts ? store.pruned(texts) : store;
  }

  private static async openFile(file: string, header: Buffer): Promise<ContentStore> {
    // Appending, so that every write goes to the end.
    const handle = await open(file, 'a+');
    try {
      const known = await readPlaces(handle, header);
      await handle.truncate(known.end);
      if (known.end === 0) {
        await handle.write(header);
        known.end = HEADER;
      }
      return new ContentStore(file, handle, header, known);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** This store, or one rewritten without what belongs to none of the texts, where that is more than a tenth. */
  private async pruned(texts: Iterable<string>): Promise<ContentStore> {
    const kept = new Map<string, Place>();
    for (const text of texts) {
      const digest = digestOf(text);
      const place = this.places.get(digest);
      if (place) kept.set(digest, place);
    }
    const used = HEADER + [...kept.values()].reduce((sum, { bytes }) => sum + OVERHEAD + bytes, 0);
    if (this.end - used <= MOST_UNUSED * this.end) return this;
    try {
      return await this.rewritten(kept);
    } finally {
      await this.close();
    }
  }

  private async rewritten(kept: ReadonlyMap<string, Place>): Promise<ContentStore> {
    const file = `${this.file}.next`;
    await rm(file, { force: true });
    const next = await ContentStore.openFile(file, this.header);
    try {
      for (const [digest, place] of kept) await next.append(digest, this.readAt(place));
      await next.flush();
      await next.handle.sync();
      // A snapshot that is linked to the file before keeps it.
      await rename(file, this.file);
      next.file = this.file;
      return next;
    } catch (error) {
      await next.close();
      throw error;
    }
  }

  has(text: string): boolean {
    return this.places.has(digestOf(text));
  }

  /** What is kept of a text; nothing where it is not known. */
  read(text: string): Buffer | undefined {
    const place = this.placeOf(text);
    return place && this.readAt(place);
  }

  /** Keeps the content of a text that is not known; on disk within a second, and then to be read. */
  add(text: string, content: Uint8Array): Promise<void> {
    return this.append(digestOf(text), content);
  }

  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.pending);
    this.pending = [];
    this.pendingBytes = 0;
    this.flushed = performance.now();
    for (let at = 0; at < bytes.length; ) at += (await this.handle.write(bytes, at)).bytesWritten;
  }

  /** Where the content of a text stands in the file; nothing where it is not known. */
  placeOf(text: string): Readonly<Place> | undefined {
    return this.places.get(digestOf(text));
  }

  /** Bytes of the file, once it is flushed. */
  get size(): number {
    return this.end;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.handle.close();
    }
  }

  private readAt({ at, bytes }: Place): Buffer {
    const content = Buffer.alloc(bytes);
    readSync(this.handle.fd, content, 0, bytes, at);
    return content;
  }

  private async append(digest: string, content: Uint8Array): Promise<void> {
    const record = recordOf(digest, content);
    this.places.set(digest, { at: this.end + DIGEST + 4, bytes: content.length });
    this.end += record.length;
    this.pending.push(record);
    this.pendingBytes += record.length;
    if (this.pendingBytes >= FLUSH_BYTES || performance.now() - this.flushed >= FLUSH_MS) await this.flush();
  }
}

/** Removes the stores of other keys. */
export async function removeOtherStores(dataDir: string, keys: readonly string[]): Promise<void> {
  const keep = new Set(keys.map((key) => fileOf(dataDir, key)));
  for (const name of await readdir(path.join(dataDir, FOLDER))) {
    const file = path.join(dataDir, FOLDER, name);
    if (/^[0-9a-f]{16}\.bin(?:\.next)?$/.test(name) && !keep.has(file)) await rm(file, { force: true });
  }
}

function fileOf(dataDir: string, key: string): string {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return path.join(dataDir, FOLDER, `${name}.bin`);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest().toString('latin1', 0, DIGEST);
}

function recordOf(digest: string, content: Uint8Array): Buffer {
  const record = Buffer.alloc(OVERHEAD + content.length);
  record.write(digest, 'latin1');
  record.writeUInt32LE(content.length, DIGEST);
  record.set(content, DIGEST + 4);
  checkOf(record.subarray(0, -CHECK)).copy(record, record.length - CHECK);
  return record;
}

function checkOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, CHECK);
}

interface Known {
  places: Map<string, Place>;
  end: number;
}

/** The records up to the first that is not whole, and where that begins; 0 where the file is not of this key. */
async function readPlaces(handle: FileHandle, header: Buffer): Promise<Known> {
  const places = new Map<string, Place>();
  const { size } = await handle.stat();
  const start = Buffer.alloc(HEADER);
  await handle.read(start, 0, HEADER, 0);
  if (size < HEADER || !start.equals(header)) return { places, end: 0 };
  let end = HEADER;
  let chunk = Buffer.alloc(READ_BYTES);
  let from = end;
  let held = 0;
  /** The bytes from `end` on, at least as many as that; nothing beyond the end of the file. */
  const bytesOf = async (length: number): Promise<Buffer | undefined> => {
    if (end + length > size) return undefined;
    if (end + length > from + held) {
      if (length > chunk.length) chunk = Buffer.alloc(length);
      from = end;
      held = (await handle.read(chunk, 0, chunk.length, from)).bytesRead;
      if (length > held) return undefined;
    }
    return chunk.subarray(end - from, end - from + length);
  };
  for (;;) {
    const bytes = (await bytesOf(DIGEST + 4))?.readUInt32LE(DIGEST);
    if (bytes === undefined) break;
    const record = await bytesOf(OVERHEAD + bytes);
    if (!record || !checkOf(record.subarray(0, -CHECK)).equals(record.subarray(-CHECK))) break;
    places.set(record.toString('latin1', 0, DIGEST), { at: end + DIGEST + 4, bytes });
    end += record.length;
  }
  return { places, end };
}
