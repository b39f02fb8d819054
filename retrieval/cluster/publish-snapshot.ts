/** From the snapshot that a build has made to the cluster: the same transcripts, vectors and topics. */
import { SnapshotError } from '../errors.ts';
import { vectorStoreKey } from '../snapshot/build-vectors.ts';
import { ContentStore } from '../snapshot/content-store.ts';
import { readTopics } from '../snapshot/index-files.ts';
import { openCurrent } from '../snapshot/open.ts';
import type { Connect } from './connection.ts';
import { prepareControl, readPointer, takeLease } from './control.ts';
import { type PublishReport, publish } from './publish.ts';

/** A publisher that has not been heard of for so long was killed. */
const LEASE_MS = 120_000;

/**
 * Publishes the snapshot of a data folder; nothing where it is what the cluster holds.
 * @param onProgress hears how many of the changed documents were written
 * @throws BusyError when another process publishes this record now
 * @throws ClusterError, ClusterUnavailableError
 */
export async function publishSnapshot(
  connect: Connect,
  dataDir: string,
  onProgress: (done: number, total: number) => void,
): Promise<PublishReport | undefined> {
  const connection = connect();
  const snapshot = await openCurrent(dataDir);
  if (!snapshot) throw new SnapshotError(`No index was found in ${dataDir}.`, 'Run: npm run embed');
  const { manifest, passages, folder } = snapshot;
  const vectors = await ContentStore.open(dataDir, vectorStoreKey(manifest.encoder));
  try {
    await prepareControl(connection);
    const lease = await takeLease(connection, 'publish', LEASE_MS);
    try {
      if ((await readPointer(connection))?.pointer.name === manifest.name) return undefined;
      let renewedAt = Date.now();
      const transcripts = passages.listings().flatMap(({ id }) => passages.transcriptOf(id) ?? []);
      return await publish(
        connection,
        {
          name: manifest.name,
          recipe: manifest.recipe,
          encoder: manifest.encoder,
          transcripts,
          windowsOf: (text) => windowsIn(vectors, text),
          tokens: snapshot.store.tokens,
          topics: await readTopics(folder),
        },
        {
          onProgress,
          beat: async () => {
            if (Date.now() - renewedAt < LEASE_MS / 4) return;
            renewedAt = Date.now();
            await lease.renew();
          },
        },
      );
    } finally {
      await lease.release();
    }
  } finally {
    await vectors.close();
    snapshot.close();
    await connection.close();
  }
}

function windowsIn(vectors: ContentStore, text: string): Int16Array {
  const bytes = vectors.read(text);
  if (!bytes) {
    throw new SnapshotError(
      'The vectors of a passage are missing.',
      'Delete the folder DATA_DIR, then run: npm run embed',
    );
  }
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / Int16Array.BYTES_PER_ELEMENT);
}
