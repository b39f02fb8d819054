/** Named typed arrays in one file: a JSON header, then each array's bytes, 8-byte aligned, little-endian. */
import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SnapshotError } from '../errors.ts';
import { REBUILD } from './folder.ts';

const MAGIC = 'ONRECORD';
const ALIGNMENT = 8;

const kinds = {
  u8: Uint8Array,
  i16: Int16Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
type Kind = keyof typeof kinds;
const kindNames = Object.keys(kinds) as Kind[];
type Column = Uint8Array | Int16Array | Uint32Array | Float32Array | Float64Array;
export type Columns = Record<string, Column>;
/** The columns of the wanted names, each of its kind. */
export type ColumnsOf<Wanted extends Record<string, Kind>> = {
  [Name in keyof Wanted]: InstanceType<(typeof kinds)[Wanted[Name]]>;
};

const headerSchema = z.record(
  z.string(),
  z.object({
    kind: z.literal(kindNames),
    offset: z.int().nonnegative(),
    length: z.int().nonnegative(),
  }),
);

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Writes the columns to a new file. */
export async function writeColumns(file: string, columns: Columns): Promise<void> {
  let offset = 0;
  const header: z.infer<typeof headerSchema> = {};
  for (const [name, column] of Object.entries(columns)) {
    const kind = kindNames.find((known) => column instanceof kinds[known]) ?? 'u8';
    header[name] = { kind, offset, length: column.length };
    offset += aligned(column.byteLength);
  }
  const headerBytes = Buffer.from(JSON.stringify(header));
  const bodyStart = aligned(MAGIC.length + 4 + headerBytes.length);
  const bytes = Buffer.alloc(bodyStart + offset);
  bytes.write(MAGIC, 'latin1');
  bytes.writeUInt32LE(headerBytes.length, MAGIC.length);
  headerBytes.copy(bytes, MAGIC.length + 4);
  for (const [name, column] of Object.entries(columns)) {
    const start = bodyStart + (header[name]?.offset ?? 0);
    bytes.set(bytesOf(column), start);
  }
  await writeFile(file, bytes);
}

/**
 * Reads the wanted columns of a file.
 * @throws SnapshotError when the file is not of this format, is shorter than its header says, or lacks a column
 */
export async function readColumns<const Wanted extends Record<string, Kind>>(
  file: string,
  wanted: Wanted,
): Promise<ColumnsOf<Wanted>> {
  const handle = await open(file);
  try {
    const layout = await readLayout(handle, file);
    const columns: Columns = {};
    for (const [name, kind] of Object.entries<Kind>(wanted)) {
      const place = layout[name];
      if (place?.kind !== kind) throw missing(name);
      const column = new kinds[kind](place.length);
      await readWhole(handle, bytesOf(column), place.start);
      columns[name] = column;
    }
    return columns as ColumnsOf<Wanted>;
  } finally {
    await handle.close();
  }
}

/** A column that stays on disk: only what is asked for is read. */
interface StoredColumn {
  /** Elements from one up to another. */
  read(from: number, to: number): Int16Array;
  close(): void;
}

/** Opens a column of 16-bit numbers. @throws SnapshotError as `readColumns` does */
export async function openColumn(file: string, name: string): Promise<StoredColumn> {
  const handle = await open(file);
  const { [name]: place } = await readLayout(handle, file).finally(() => handle.close());
  if (place?.kind !== 'i16') throw missing(name);
  const descriptor = openSync(file, 'r');
  // Used again for each reading: questions that look at thousands of rows would leave as many arrays behind.
  let buffer = new Int16Array(0);
  return {
    read(from, to) {
      const count = Math.max(0, Math.min(to, place.length) - from);
      if (buffer.length < count) buffer = new Int16Array(count);
      const column = buffer.subarray(0, count);
      const position = place.start + from * column.BYTES_PER_ELEMENT;
      readSync(descriptor, bytesOf(column), 0, column.byteLength, position);
      return column;
    },
    close: () => closeSync(descriptor),
  };
}

const bytesOf = (column: Column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

/** Kind, first byte and number of elements of each column. */
async function readLayout(handle: FileHandle, file: string) {
  const foreign = () =>
    new SnapshotError(`${path.basename(file)} of the index is not a file of this program.`, REBUILD);
  const { size } = await handle.stat();
  const opening = Buffer.alloc(MAGIC.length + 4);
  if (size < opening.length) throw foreign();
  await readWhole(handle, opening, 0);
  if (opening.toString('latin1', 0, MAGIC.length) !== MAGIC) throw foreign();
  const headerEnd = opening.length + opening.readUInt32LE(MAGIC.length);
  if (headerEnd > size) throw foreign();
  const json = Buffer.alloc(headerEnd - opening.length);
  await readWhole(handle, json, opening.length);
  const header = parseHeader(json.toString('utf8'));
  if (!header) throw foreign();
  const bodyStart = aligned(headerEnd);
  return Object.fromEntries(
    Object.entries(header).map(([name, { kind, offset, length }]) => {
      const start = bodyStart + offset;
      if (start + length * kinds[kind].BYTES_PER_ELEMENT > size) throw foreign();
      return [name, { kind, start, length }];
    }),
  );
}

/** One call may read less than it was asked for. */
async function readWhole(handle: FileHandle, into: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < into.length; ) {
    const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) throw new Error('the file has become shorter');
    done += bytesRead;
  }
}

function parseHeader(json: string): z.infer<typeof headerSchema> | undefined {
  try {
    return headerSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

function missing(name: string): SnapshotError {
  return new SnapshotError(`The index has no column “${name}”.`, REBUILD);
}
