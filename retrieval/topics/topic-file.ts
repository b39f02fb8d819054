/** The topics on disk: one JSON file in the snapshot. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Topic } from '../../corpus/topics/extract.ts';
import { SnapshotError } from '../errors.ts';

export const TOPICS_FILE = 'topics.json';

const topicsSchema = z.array(
  z.object({
    name: z.string().min(1),
    variants: z.array(z.string().min(1)),
    passages: z.array(z.int().nonnegative()).min(1),
  }),
);

export async function writeTopics(folder: string, topics: readonly Topic[]): Promise<void> {
  await writeFile(path.join(folder, TOPICS_FILE), JSON.stringify(topics));
}

/**
 * Reads the topics of a snapshot, best first.
 * @throws SnapshotError when the file is missing or not of this form
 */
export async function readTopics(folder: string): Promise<Topic[]> {
  const json = await readFile(path.join(folder, TOPICS_FILE), 'utf8').catch(() => '');
  const topics = topicsSchema.safeParse(parseJson(json));
  if (topics.success) return topics.data;
  throw new SnapshotError(`${TOPICS_FILE} of the index is not a file of this program.`, 'Run: npm run embed');
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
