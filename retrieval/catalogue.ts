/** The record as a shelf: which documents it holds, and the whole text of each. */
import type { Transcript } from '../corpus/schema.ts';
import type { DocumentCard } from './interfaces.ts';

export interface DocumentListing extends Omit<DocumentCard, 'sha256' | 'path'> {
  turns: number;
  /** Passages: what officials said, paragraph by paragraph. */
  statements: number;
  /** In the order in which they first speak. */
  speakers: string[];
}

export interface Catalogue {
  /** All documents, newest first. */
  documents(): Promise<DocumentListing[]>;
  /** A document with its text, turns and passages; nothing for an unknown id. */
  document(id: string): Promise<Transcript | undefined>;
}

/** What a catalogue is made from. */
export interface Shelf {
  listings(): DocumentListing[];
  transcriptOf(documentId: string): Transcript | undefined;
}

export function createCatalogue(shelf: Shelf): Catalogue {
  let sorted: DocumentListing[] | undefined;
  return {
    async documents() {
      // A snapshot never changes, so one listing serves as long as it does. Of one day, the order of the record.
      sorted ??= shelf.listings().sort((a, b) => (a.date === b.date ? 0 : a.date < b.date ? 1 : -1));
      return sorted;
    },
    document: async (id) => shelf.transcriptOf(id),
  };
}
