/** The passages of several segments as one store: row by row those of the first segment, then those of the next. */
import type { Transcript } from '../../corpus/schema.ts';
import type { DocumentListing, PassageStore, RecordSummary, Row } from '../interfaces.ts';
import type { Manifest } from './manifest.ts';
import type { SnapshotPassageStore } from './passage-store.ts';
import { SegmentRows } from './rows.ts';

/** What a whole record's store can do beside reading passages. */
export interface RecordPassages extends PassageStore {
  listings(): DocumentListing[];
  transcriptOf(documentId: string): Transcript | undefined;
  /** The whole document of a source file as it stands in the snapshot; nothing when it is not on record. */
  transcript(sourcePath: string): Transcript | undefined;
}

/** `manifest` is that of the whole record. */
export function joinPassages(stores: readonly SnapshotPassageStore[], manifest: Manifest): RecordPassages {
  const rows = new SegmentRows(stores.map(({ size }) => size));
  const storeOf = (segment: number): SnapshotPassageStore => {
    const store = stores[segment];
    if (!store) throw new RangeError(`there is no segment ${segment}`);
    return store;
  };
  return {
    size: rows.size,
    read: (wanted) => rows.perRow(wanted, (segment, own) => storeOf(segment).read(own)),
    datesOf: (wanted) => rows.perRow(wanted, (segment, own) => storeOf(segment).datesOf(own)),
    async turnOf(row) {
      const segment = rows.segmentOf(row);
      const own = await storeOf(segment).turnOf(row - (rows.starts[segment] ?? 0));
      return rows.toRecord(segment, own);
    },
    async select(filter) {
      const selected: Row[] = [];
      for (const [segment, store] of stores.entries()) {
        for (const row of await store.select(filter)) selected.push(row + (rows.starts[segment] ?? 0));
      }
      return selected;
    },
    async find(passageId) {
      for (const [segment, store] of stores.entries()) {
        const row = await store.find(passageId);
        if (row !== undefined) return row + (rows.starts[segment] ?? 0);
      }
      return undefined;
    },
    summary: async () => joinSummaries(await Promise.all(stores.map((store) => store.summary())), manifest),
    transcript: (sourcePath) => firstOf(stores, (store) => store.transcript(sourcePath)),
    transcriptOf: (documentId) => firstOf(stores, (store) => store.transcriptOf(documentId)),
    listings: () => stores.flatMap((store) => store.listings()),
  };
}

function firstOf<Part, Found>(
  parts: readonly Part[],
  find: (part: Part) => Found | undefined,
): Found | undefined {
  for (const part of parts) {
    const found = find(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function joinSummaries(parts: readonly RecordSummary[], manifest: Manifest): RecordSummary {
  const dates = parts.flatMap(({ dates }) => (dates ? [dates] : []));
  const first = dates.map((range) => range.first).sort()[0];
  const last = dates
    .map((range) => range.last)
    .sort()
    .at(-1);
  const { documents, turns, passages } = manifest.counts;
  return {
    index: manifest.name,
    model: manifest.encoder.key,
    documents,
    turns,
    passages,
    speakers: [...new Set(parts.flatMap(({ speakers }) => speakers))].sort(),
    ...(first !== undefined && last !== undefined && { dates: { first, last } }),
  };
}
