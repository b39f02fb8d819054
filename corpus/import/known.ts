/** What the corpus already holds, by the bytes of its files and by their texts. */

import { CorpusError, TranscriptError } from '../errors.ts';
import { isSidecar, listPaths, readContent, sha256 } from '../files.ts';
import { readTranscript } from '../parse.ts';
import { foldSpace } from '../passage-id.ts';
import type { Document } from '../schema.ts';
import { readPages } from '../sources/index.ts';
import type { SourceFile } from '../sources/page.ts';

/** A text may recur (`No comment.`): only on the same day it is the same document. */
interface Seen {
  path: string;
  date?: string;
}

/** Looks a file up before it is added, and remembers what is added. */
export class Known {
  readonly #directory: string;
  readonly #bytes = new Map<string, string>();
  readonly #texts = new Map<string, Seen>();

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Reads a corpus folder; one that is missing or empty holds nothing. */
  static async of(directory: string): Promise<Known> {
    const known = new Known(directory);
    for (const path of await pathsIn(directory)) {
      if (isSidecar(path)) continue;
      const { bytes, sha256: digest } = await readContent(directory, path);
      known.#bytes.set(digest, path);
      if (bytes === undefined) continue;
      for (const text of await textsOf({ path, bytes })) known.#texts.set(text, { path });
    }
    return known;
  }

  /** The path of the file that holds these bytes. */
  byBytes(digest: string): string | undefined {
    return this.#bytes.get(digest);
  }

  /** The path of a file with the same text, white space aside, and the same day. */
  async byText({ text, date }: Document): Promise<string | undefined> {
    const seen = this.#texts.get(digestText(text));
    if (seen === undefined) return undefined;
    const its = seen.date ?? (await this.#dateOf(seen.path));
    return its === undefined || its === date ? seen.path : undefined;
  }

  add(path: string, { sha256: digest, text, date }: Document): void {
    this.#bytes.set(digest, path);
    this.#texts.set(digestText(text), { path, date });
  }

  async #dateOf(path: string): Promise<string | undefined> {
    const { bytes } = await readContent(this.#directory, path);
    try {
      return bytes && (await readTranscript({ path, bytes })).document.date;
    } catch (error) {
      if (error instanceof TranscriptError) return undefined;
      throw error;
    }
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
