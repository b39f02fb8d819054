/** Whether a record can grow by a segment: on a large one, building all anew for one document takes minutes. */
import { isSidecar, type Source } from '../../corpus/files.ts';
import { SIDECAR_ENDING } from '../../corpus/sidecar.ts';
import { recipeOf } from './manifest.ts';
import type { CheckedSnapshot } from './open.ts';

/** A smaller record is built anew within seconds, and has its topics and frequencies of one piece then. */
export const LARGE_RECORD = 10_000;
/** Every search asks every segment; all are joined by a build of the whole when there are more. */
export const MOST_SEGMENTS = 8;
/** A record that has grown by this share is built anew: new topics and lengths of passages are seen only then. */
export const MOST_GROWTH = 0.1;

/**
 * The files to add, where nothing else has changed; nothing where the whole has to be built.
 * @param sources all files of the corpus as they are now
 */
export function filesToAdd(
  { manifest, segments }: CheckedSnapshot,
  sources: readonly Source[],
  encoderKey: string,
  largeRecord = LARGE_RECORD,
): string[] | undefined {
  const [first] = segments;
  const base = first?.manifest.counts.passages ?? 0;
  if (manifest.recipe !== recipeOf(encoderKey) || base < largeRecord) return undefined;
  if (segments.length >= MOST_SEGMENTS || manifest.counts.passages > base * (1 + MOST_GROWTH))
    return undefined;
  const now = new Map(sources.map(({ path, sha256 }) => [path, sha256]));
  if (!manifest.sources.every(({ path, sha256 }) => now.get(path) === sha256)) return undefined;
  const known = new Set(manifest.sources.map(({ path }) => path));
  const added = sources.map(({ path }) => path).filter((path) => !known.has(path));
  // A sidecar that comes later changes a document that is on record.
  const changes = added.some((path) => isSidecar(path) && known.has(path.slice(0, -SIDECAR_ENDING.length)));
  return added.length === 0 || changes ? undefined : added;
}
