/** Verification: every index file against its manifest, every passage against its source. */
import type { Transcript } from '../../corpus/schema.ts';
import type { PassageStore } from '../interfaces.ts';
import type { Manifest } from './manifest.ts';

/** One thing that is not as it should be, in a sentence. */
export type Fault = string;

export interface Verification {
  documents: number;
  passages: number;
  faults: Fault[];
}

/**
 * Holds every passage of an open snapshot against the documents as they stand in the corpus folder now. (That the
 * snapshot's files are whole was checked when it was opened.)
 */
export async function verifyPassages(
  passages: PassageStore,
  manifest: Manifest,
  transcripts: readonly Transcript[],
): Promise<Verification> {
  const sources = new Map(transcripts.map(({ document }) => [document.id, document]));
  const faults: Fault[] = [];
  const indexed = new Set<string>();
  for (let row = 0; row < passages.size; row++) {
    const [cited] = await passages.read([row]);
    if (!cited) continue;
    const { passage, document } = cited;
    const source = sources.get(document.id);
    const first = !indexed.has(document.id);
    indexed.add(document.id);
    if (!source) {
      if (first) faults.push(`${document.path}: is on record, but not in the corpus folder.`);
    } else if (source.sha256 !== document.sha256) {
      if (first) faults.push(`${document.path}: has changed since it was indexed.`);
    } else if (source.text.slice(passage.start, passage.end) !== passage.text) {
      faults.push(`${document.path}: passage ${passage.id} differs from its source at ${passage.start}.`);
    }
  }
  for (const [id, { path }] of sources) if (!indexed.has(id)) faults.push(`${path}: is not in the index.`);
  if (passages.size !== manifest.counts.passages) {
    faults.push(`The index holds ${passages.size} passages; its manifest says ${manifest.counts.passages}.`);
  }
  return { documents: sources.size, passages: passages.size, faults };
}
