/** When a source was changed, the version on record is kept: a quote from it stays a quote of what was there. */
import type { CorpusError } from '../../corpus/errors.ts';
import { keepVersion } from '../../corpus/history.ts';
import type { Corpus } from '../../corpus/load.ts';
import type { CheckedSnapshot } from './open.ts';
import { openPassages } from './passages.ts';

/** Keeps the version on record of each document whose source the corpus now holds with other bytes. */
export async function keepChanged(
  before: CheckedSnapshot,
  corpus: Corpus,
  corpusDir: string,
  onWarning: ((message: string) => void) | undefined,
): Promise<void> {
  const digests = new Map(before.manifest.sources.map(({ path, sha256 }) => [path, sha256]));
  const changed = corpus.transcripts.filter(({ document: { path, sha256 } }) => {
    const old = digests.get(path);
    return old !== undefined && old !== sha256;
  });
  if (changed.length === 0) return;
  const now = new Date();
  const passages = await openPassages(before.folder, before.manifest);
  try {
    for (const { document } of changed) {
      const old = passages.transcript(document.path);
      if (!old) continue;
      // All that can go wrong: a corpus that may not be written to is indexed all the same; it only has no history.
      await keepVersion(corpusDir, old, now).catch(({ message }: CorpusError) => onWarning?.(message));
    }
  } finally {
    passages.close();
  }
}
