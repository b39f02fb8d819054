/**
 * Parsed documents by the digest of their file and of the code that parsed them, below the data folder: after a change
 * to one file of a large corpus, only that file is parsed again.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256, temporaryIn } from './files.ts';
import { ParseWorker } from './parse-worker.ts';
import type { ParsedFile, ParseFile } from './read-file.ts';
import type { Passage } from './schema.ts';
import type { SourceFile } from './sources/page.ts';

export const PARSE_CACHE_FOLDER = 'parsed';

/** Code and packages that decide what is parsed out of a file. */
const OTHER_CODE = /^(?:topics|import|documents)\b/;
const PACKAGES = ['chrono-node', 'htmlparser2', 'unpdf', 'yaml'];

/** A digest of the code that parses, hex. Line ends do not count. */
function parserVersion(): string {
  const root = fileURLToPath(new URL('.', import.meta.url));
  const hash = createHash('sha256');
  const files = readdirSync(root, { recursive: true }).map((name) => String(name).split(path.sep).join('/'));
  for (const name of files.filter((file) => file.endsWith('.ts') && !OTHER_CODE.test(file)).sort()) {
    hash.update(`${name}\n${readFileSync(path.join(root, name), 'utf8').replaceAll('\r\n', '\n')}\n`);
  }
  const { dependencies } = JSON.parse(readFileSync(path.join(root, '../package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of PACKAGES) hash.update(`${name} ${dependencies[name]}\n`);
  return hash.digest('hex');
}

/** Runs work with the parser of commands that must not hang: cached, and in a worker thread with a deadline. */
export async function withParser<Result>(
  dataDir: string,
  work: (cache: ParseCache) => Promise<Result>,
): Promise<Result> {
  const worker = new ParseWorker();
  try {
    return await work(new ParseCache(dataDir, worker.parse));
  } finally {
    await worker.close();
  }
}

/** Passages without their text, which is cut from the document's again. */
type StoredPassage = Omit<Passage, 'text'>;

/**
 * Parses files through a cache. A file that is refused is never kept: the reason may be a deadline. What cannot be
 * written is parsed again next time.
 */
export class ParseCache {
  readonly #folder: string;
  readonly #parse: ParseFile;
  readonly #version: string;
  readonly #used = new Set<string>();

  /** @param dataDir where built files go; `parse` reads what the cache does not hold */
  constructor(dataDir: string, parse: ParseFile, version = parserVersion()) {
    this.#folder = path.join(dataDir, PARSE_CACHE_FOLDER);
    this.#parse = parse;
    this.#version = version;
  }

  /** Throws `TranscriptError`. */
  readonly parse = async (file: SourceFile): Promise<ParsedFile> => {
    const name = `${this.#keyOf(file)}.json`;
    this.#used.add(name);
    const known = await this.#read(name);
    if (known !== undefined) return known;
    const parsed = await this.#parse(file);
    await this.#write(name, parsed);
    return parsed;
  };

  /** Removes what was not asked for since the cache was opened. */
  async prune(): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      if (!this.#used.has(name)) await rm(path.join(this.#folder, name), { force: true });
    }
  }

  #keyOf({ bytes, ...known }: SourceFile): string {
    return sha256(JSON.stringify([this.#version, known, sha256(bytes)]));
  }

  /** Nothing where it is missing, or not whole. */
  async #read(name: string): Promise<ParsedFile | undefined> {
    const stored = await readFile(path.join(this.#folder, name), 'utf8').catch(() => '');
    const json = stored.slice(stored.indexOf('\n') + 1);
    if (stored === '' || stored.slice(0, -json.length - 1) !== sha256(json)) return undefined;
    const { transcript, ...rest } = JSON.parse(json) as ParsedFile;
    const { document } = transcript;
    const passages = (transcript.passages as StoredPassage[]).map((passage) => ({
      ...passage,
      text: document.text.slice(passage.start, passage.end),
    }));
    return { transcript: { ...transcript, passages }, ...rest };
  }

  async #write(name: string, { transcript, ...rest }: ParsedFile): Promise<void> {
    const passages = transcript.passages.map(({ text: _, ...passage }) => passage);
    const json = JSON.stringify({ transcript: { ...transcript, passages }, ...rest });
    const unfinished = temporaryIn(this.#folder);
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(unfinished, `${sha256(json)}\n${json}`);
      await rename(unfinished, path.join(this.#folder, name));
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }
}
