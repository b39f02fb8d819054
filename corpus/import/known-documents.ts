/** What the corpus already holds, by the bytes of its files and by their texts. */
import { CorpusError } from '../errors.ts';
import { sha256 } from '../files.ts';
import { loadCorpus } from '../load.ts';
import { foldSpace } from '../passage-id.ts';
import type { ParseFile } from '../read-file.ts';
import type { Document } from '../schema.ts';

type Content = Pick<Document, 'sha256' | 'text' | 'date'>;

/** Looks a document up before it is added, and remembers what is added. */
export class KnownDocuments {
  readonly #bytes = new Map<string, string>();
  readonly #texts = new Map<string, string>();

  /** Reads a corpus folder; one that is missing or empty holds nothing. A file that is refused is no document. */
  static async of(directory: string, parse: ParseFile): Promise<KnownDocuments> {
    const known = new KnownDocuments();
    try {
      const { transcripts } = await loadCorpus(directory, undefined, parse);
      for (const { document } of transcripts) known.add(document.path, document);
    } catch (error) {
      if (!(error instanceof CorpusError)) throw error;
    }
    return known;
  }

  /** The path of the file that holds these bytes. */
  byBytes({ sha256: digest }: Content): string | undefined {
    return this.#bytes.get(digest);
  }

  /** The path of a file with the same text, white space aside, and the same day. */
  byText(document: Content): string | undefined {
    return this.#texts.get(textKey(document));
  }

  add(path: string, document: Content): void {
    this.#bytes.set(document.sha256, path);
    this.#texts.set(textKey(document), path);
  }
}

/** A text may recur (`No comment.`): only on the same day it is the same document. */
function textKey({ text, date }: Content): string {
  return `${date} ${sha256(foldSpace(text))}`;
}
