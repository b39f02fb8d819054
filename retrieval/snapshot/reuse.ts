/** Vectors of an earlier snapshot by the text that they encode, so that only changed passages are encoded again. */
import { readWindows } from './index-files.ts';
import type { CheckedSnapshot } from './open.ts';
import { openPassageStore } from './passage-store.ts';

export type VectorsByText = ReadonlyMap<string, Float32Array[]>;

/** The vectors of a snapshot that the same encoder made; none of another's, or without a snapshot. */
export async function readVectorsByText(
  before: CheckedSnapshot | undefined,
  encoderKey: string,
): Promise<VectorsByText> {
  if (before?.manifest.encoder.key !== encoderKey) return new Map();
  const { folder, manifest } = before;
  const { vectors, firstWindow, dimension } = await readWindows(folder, manifest.encoder.dimension);
  const store = await openPassageStore(folder, manifest);
  try {
    const cited = await store.read(Array.from({ length: store.size }, (_, row) => row));
    return new Map(
      cited.map(({ passage }, row) => {
        const windows: Float32Array[] = [];
        for (let window = firstWindow[row] ?? 0; window < (firstWindow[row + 1] ?? 0); window++) {
          windows.push(vectors.subarray(window * dimension, (window + 1) * dimension));
        }
        return [passage.text, windows];
      }),
    );
  } finally {
    store.close();
  }
}
