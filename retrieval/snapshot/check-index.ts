/** Verification: every index file against its manifest, every passage against its source. */
import type { Corpus } from '../../corpus/load.ts';
import type { Transcript } from '../../corpus/schema.ts';
import type { Manifest } from './manifest.ts';
import type { SnapshotPassages } from './passages.ts';

/**
 * Holds every passage of an open snapshot against the documents as they stand in the corpus folder now. (That the
 * snapshot's files are whole was checked when it was opened.)
 * @returns how many there are of each, and all that is not as it should be, each in a sentence
 */
export async function verifyPassages(
  passages: SnapshotPassages,
  manifest: Manifest,
  corpus: Pick<Corpus, 'transcripts' | 'refused'>,
): Promise<{ documents: number; passages: number; faults: string[] }> {
  const sources = new Map(corpus.transcripts.map((transcript) => [transcript.document.id, transcript]));
  const refused = new Map(corpus.refused.map(({ path, error }) => [path, error.problem]));
  const faults: string[] = [];
  const indexed = new Map<string, Set<string>>();
  for (let row = 0; row < passages.size; row++) {
    const [cited] = await passages.read([row]);
    if (!cited) continue;
    const { passage, document } = cited;
    const source = sources.get(document.id);
    const known = indexed.get(document.id);
    indexed.set(document.id, (known ?? new Set()).add(passage.id));
    if (!source || source.document.sha256 !== document.sha256) {
      if (!known) faults.push(whatBecameOf(document.path, source !== undefined, refused));
      // All that is to be said of it.
      sources.delete(document.id);
    } else if (source.document.text.slice(passage.start, passage.end) !== passage.text) {
      faults.push(`${document.path}: passage ${passage.id} differs from its source at ${passage.start}.`);
    }
  }
  for (const [id, transcript] of sources) faults.push(...missingFrom(indexed.get(id), transcript));
  if (passages.size !== manifest.counts.passages) {
    faults.push(`The index holds ${passages.size} passages; its manifest says ${manifest.counts.passages}.`);
  }
  return { documents: corpus.transcripts.length, passages: passages.size, faults };
}

function whatBecameOf(path: string, changed: boolean, refused: ReadonlyMap<string, string>): string {
  if (changed) return `${path}: has changed since it was indexed.`;
  const refusal = refused.get(path);
  if (refusal === undefined) return `${path}: is on record, but not in the corpus folder.`;
  return `${path}: is on record, and in the corpus folder, but no longer a transcript: ${refusal}`;
}

/** Passages that a document has and the index has not. */
function missingFrom(indexed: ReadonlySet<string> | undefined, { document, passages }: Transcript): string[] {
  if (!indexed) return [`${document.path}: is not in the index.`];
  const missing = passages.filter(({ id }) => !indexed.has(id));
  return missing.map(({ id, start }) => `${document.path}: passage ${id} at ${start} is not in the index.`);
}
