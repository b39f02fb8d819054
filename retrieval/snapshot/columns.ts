/** Named typed arrays in one file: a JSON header, then each array's bytes, 8-byte aligned, little-endian. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { SnapshotError } from '../errors.ts';

const MAGIC = 'ONRECORD';
const ALIGNMENT = 8;

const kinds = { u8: Uint8Array, i16: Int16Array, u32: Uint32Array, f32: Float32Array } as const;
type Kind = keyof typeof kinds;
export type Column = Uint8Array | Int16Array | Uint32Array | Float32Array;
export type Columns = Record<string, Column>;

const headerSchema = z.record(
  z.string(),
  z.object({
    kind: z.enum(['u8', 'i16', 'u32', 'f32']),
    offset: z.int().nonnegative(),
    length: z.int().nonnegative(),
  }),
);

function kindOf(column: Column): Kind {
  if (column instanceof Float32Array) return 'f32';
  if (column instanceof Int16Array) return 'i16';
  return column instanceof Uint32Array ? 'u32' : 'u8';
}

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Writes the columns to a new file. */
export async function writeColumns(file: string, columns: Columns): Promise<void> {
  let offset = 0;
  const header: z.infer<typeof headerSchema> = {};
  for (const [name, column] of Object.entries(columns)) {
    header[name] = { kind: kindOf(column), offset, length: column.length };
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
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), start);
  }
  await writeFile(file, bytes);
}

/**
 * Reads a file of columns; the arrays are views on one buffer.
 * @throws SnapshotError when the file is not of this format or shorter than its header says
 */
export async function readColumns(file: string): Promise<Columns> {
  const bytes = await readFile(file);
  const foreign = () =>
    new SnapshotError(
      `${path.basename(file)} of the index is not a file of this program.`,
      'Run: npm run embed',
    );
  if (bytes.length < MAGIC.length + 4 || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw foreign();
  const headerEnd = MAGIC.length + 4 + bytes.readUInt32LE(MAGIC.length);
  const header = parseHeader(bytes.toString('utf8', MAGIC.length + 4, headerEnd));
  if (!header) throw foreign();
  const bodyStart = aligned(headerEnd);
  const columns: Columns = {};
  for (const [name, { kind, offset, length }] of Object.entries(header)) {
    const start = bodyStart + offset;
    const size = length * kinds[kind].BYTES_PER_ELEMENT;
    if (start + size > bytes.length) throw foreign();
    // A pooled buffer may start anywhere, so the bytes are copied only where they are not aligned.
    const at = bytes.byteOffset + start;
    const buffer = at % ALIGNMENT === 0 ? bytes.buffer : bytes.buffer.slice(at, at + size);
    columns[name] = new kinds[kind](buffer as ArrayBuffer, at % ALIGNMENT === 0 ? at : 0, length);
  }
  return columns;
}

function parseHeader(json: string): z.infer<typeof headerSchema> | undefined {
  try {
    return headerSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

/** A column of the expected kind. @throws SnapshotError naming the column that is missing */
export function column<K extends Kind>(
  columns: Columns,
  name: string,
  kind: K,
): InstanceType<(typeof kinds)[K]> {
  const found = columns[name];
  if (found && kindOf(found) === kind) return found as InstanceType<(typeof kinds)[K]>;
  throw new SnapshotError(`The index has no column “${name}”.`, 'Run: npm run embed');
}
