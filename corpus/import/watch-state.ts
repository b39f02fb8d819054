/** What is known of the list pages of `sources.yaml` and of what they link: two files in the data folder. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../files.ts';
import type { Validators } from './http-client.ts';

const STATE_FILE = 'watched-sources.json';
/** A few figures of it, for whoever only counts. */
const SUMMARY_FILE = 'watched-summary.json';

const validatorsSchema: z.ZodType<Validators> = z.object({
  etag: z.string().optional(),
  lastModified: z.string().optional(),
});

const pageSchema = z.object({
  /** The list page that links it. */
  list: z.string(),
  state: z.enum(['on record', 'refused', 'gone', 'failed']),
  /** The file below the corpus folder, once there is one. */
  path: z.string().optional(),
  /** Of the bytes that were looked at last. */
  sha256: z.string().optional(),
  validators: validatorsSchema.default({}),
  /** Milliseconds since 1970. */
  firstSeen: z.number(),
  checked: z.number(),
  /** Failed requests in a row. */
  failures: z.number().default(0),
  /** Why it is refused, gone or failed; or why its present version is not taken. */
  reason: z.string().optional(),
  remedy: z.string().optional(),
});

const listSchema = z.object({
  validators: validatorsSchema.default({}),
  checked: z.number(),
  failures: z.number().default(0),
  reason: z.string().optional(),
});

const stateSchema = z.object({
  lists: z.record(z.string(), listSchema).default({}),
  pages: z.record(z.string(), pageSchema).default({}),
  /** By host: until when it asked to be left alone. */
  pausedUntil: z.record(z.string(), z.number()).default({}),
});

export type PageState = z.infer<typeof pageSchema>;
export type ListState = z.infer<typeof listSchema>;
/** What is known of all lists and pages; a file in the data folder. */
export type WatchState = z.infer<typeof stateSchema>;

/** What was found so far; nothing where no source was ever looked at, or the file is damaged. */
export async function readWatchState(dataDir: string): Promise<WatchState> {
  return (await readJson(path.join(dataDir, STATE_FILE), stateSchema)) ?? stateSchema.parse({});
}

const summarySchema = z.object({
  /** List pages, and pages on record that they link. */
  lists: z.int().nonnegative(),
  onRecord: z.int().nonnegative(),
  /** Pages that gave no transcript, or could not be fetched. */
  refused: z.int().nonnegative(),
  /** When a list was last looked at (ISO date and time). */
  checked: z.iso.datetime(),
});

/** What the record is kept current from, in figures. */
export type WatchSummary = z.infer<typeof summarySchema>;

/** Nothing where no source was ever looked at. */
export function readWatchSummary(dataDir: string): Promise<WatchSummary | undefined> {
  return readJson(path.join(dataDir, SUMMARY_FILE), summarySchema);
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes both files, each as a whole. */
export async function writeWatchState(dataDir: string, state: WatchState): Promise<void> {
  const pages = Object.values(state.pages);
  const summary: WatchSummary = {
    lists: Object.keys(state.lists).length,
    onRecord: pages.filter((page) => page.path !== undefined).length,
    refused: pages.filter((page) => page.state === 'refused' || page.state === 'failed').length,
    checked: new Date(Math.max(0, ...Object.values(state.lists).map((list) => list.checked))).toISOString(),
  };
  await replaceFile(path.join(dataDir, STATE_FILE), JSON.stringify(state));
  await replaceFile(path.join(dataDir, SUMMARY_FILE), JSON.stringify(summary));
}
