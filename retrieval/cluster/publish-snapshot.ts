/** From the snapshot that a build has made to the cluster: the same transcripts, vectors, tokens and topics. */
import { SnapshotError } from '../errors.ts';
import { vectorStoreKey } from '../snapshot/build-vectors.ts';
import { ContentStore } from '../snapshot/encoded-texts.ts';
import { readTopics } from '../snapshot/index-files.ts';
import { type OpenSnapshot, openCurrent } from '../snapshot/open.ts';
import { type Connect, WHILE_PUBLISHING } from './connection.ts';
import { prepareControl, readPointer, takeLease } from './control.ts';
import { type Publication, type PublishReport, publish } from './publish.ts';

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
  const connection = connect(WHILE_PUBLISHING);
  const snapshot = await openCurrent(dataDir);
  if (!snapshot) throw new SnapshotError(`No index was found in ${dataDir}.`, 'Run: npm run embed');
  const { publication, close } = await publicationOfSnapshot(snapshot, dataDir);
  try {
    await prepareControl(connection);
    const lease = await takeLease(connection, 'publish', LEASE_MS);
    try {
      if ((await readPointer(connection))?.pointer.name === publication.name) return undefined;
      let renewedAt = Date.now();
      const beat = async () => {
        if (Date.now() - renewedAt < LEASE_MS / 4) return;
        renewedAt = Date.now();
        await lease.renew();
      };
      return await publish(connection, publication, { onProgress, beat });
    } finally {
      await lease.release();
    }
  } finally {
    await close();
    snapshot.close();
    await connection.close();
  }
}

/** What a snapshot publishes, for as long as it is open. */
export async function publicationOfSnapshot(
  { manifest, passages, folder, store }: OpenSnapshot,
  dataDir: string,
): Promise<{ publication: Publication; close(): Promise<void> }> {
  const vectors = await ContentStore.open(dataDir, vectorStoreKey(manifest.encoder));
  const publication = {
    name: manifest.name,
    recipe: manifest.recipe,
    encoder: manifest.encoder,
    transcripts: passages.listings().flatMap(({ id }) => passages.transcriptOf(id) ?? []),
    windowsOf: (text: string) => windowsIn(vectors, text),
    tokens: store.tokens,
    topics: await readTopics(folder),
  };
  return { publication, close: () => vectors.close() };
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
