/** What the corpus already holds, by the bytes of its files and by their texts. */

import { CorpusError, TranscriptError } from '../errors.ts';
import { isSidecar, listPaths, readContent, sha256 } from '../files.ts';
import { foldSpace } from '../passage-id.ts';
import { readPages } from '../sources/index.ts';
import type { SourceFile } from '../sources/page.ts';

/** Looks a file up before it is added, and remembers what is added. */
export class Known {
  readonly #bytes = new Map<string, string>();
  readonly #texts = new Map<string, string>();

  /** Reads a corpus folder; one that is missing or empty holds nothing. */
  static async of(directory: string): Promise<Known> {
    const known = new Known();
    for (const path of await pathsIn(directory)) {
      if (isSidecar(path)) continue;
      const { bytes, sha256: digest } = await readContent(directory, path);
      known.#bytes.set(digest, path);
      if (bytes !== undefined)
        for (const text of await textsOf({ path, bytes })) known.#texts.set(text, path);
    }
    return known;
  }

  /** The path of the file that holds these bytes. */
  byBytes(digest: string): string | undefined {
    return this.#bytes.get(digest);
  }

  /** The path of a file with the same text, white space aside. */
  byText(text: string): string | undefined {
    return this.#texts.get(digestText(text));
  }

  add(path: string, digest: string, text: string): void {
    this.#bytes.set(digest, path);
    this.#texts.set(digestText(text), path);
  }
}

async function pathsIn(directory: string): Promise<string[]> {
  try {
    return await listPaths(directory);
  } catch (error) {
    if (error instanceof CorpusError) return [];
    throw error;
  }
}

async function textsOf(file: SourceFile): Promise<string[]> {
  try {
    return (await readPages(file)).map(({ text }) => digestText(text));
  } catch (error) {
    if (error instanceof TranscriptError) return [];
    throw error;
  }
}

function digestText(text: string): string {
  return sha256(new TextEncoder().encode(foldSpace(text)));
}
