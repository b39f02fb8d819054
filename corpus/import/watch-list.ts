/** `sources.yaml`: the list pages whose transcripts are fetched as they appear. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { ImportError } from '../errors.ts';
import { codeOf } from '../files.ts';
import { webAddress } from '../schema.ts';
import { COMMON } from '../sidecar.ts';

const MINUTE = 60_000;
const UNITS: Record<string, number> = { m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE };
/** More often than this, a host is not asked. */
const LEAST = 15 * MINUTE;

const interval = z
  .string()
  .regex(/^\d{1,4}\s?[mhd]$/, 'must be a number of minutes, hours or days, such as 30m, 6h or 1d')
  .transform((text) => Number.parseInt(text, 10) * (UNITS[text.at(-1) ?? ''] ?? 0))
  .refine((milliseconds) => milliseconds >= LEAST, 'must be at least 15m');

const sourceSchema = z.strictObject({
  /** A page that links transcripts. */
  list: webAddress,
  /** A part of the addresses of the transcripts; `*` stands for anything in between. */
  pattern: z.string().trim().min(1),
  /** How often the list is looked at, in milliseconds. */
  every: interval.default(24 * 60 * MINUTE),
  ...COMMON,
});

export type WatchedSource = z.infer<typeof sourceSchema>;

/**
 * Reads a list of sources.
 * @throws ImportError naming the entry and the field that are wrong
 */
export async function readWatchList(file: string): Promise<WatchedSource[]> {
  const remedy = 'See docs/import.md for what sources.yaml holds.';
  let raw: unknown;
  try {
    raw = parse(await readFile(file, 'utf8'), { maxAliasCount: 0 });
  } catch (cause) {
    const what = codeOf(cause) === 'ENOENT' ? 'does not exist' : 'is not valid YAML';
    throw new ImportError(`${file} ${what}.`, remedy, { cause });
  }
  const result = z.array(sourceSchema).min(1).safeParse(raw);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const [entry, ...field] = issue?.path ?? [];
  const where =
    typeof entry === 'number'
      ? `entry ${entry + 1}${field.length > 0 ? `, ${field.join('.')}` : ''}`
      : 'the list';
  throw new ImportError(`${file}, ${where}: ${issue?.message}.`, remedy);
}
