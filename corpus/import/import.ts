/** Files, folders, archives, addresses and standard input into the corpus, one document after the other. */
import { fileStem } from '../document-id.ts';
import { CorpusError, OnRecordError, TranscriptError } from '../errors.ts';
import { sha256 } from '../files.ts';
import { loadCorpus } from '../load.ts';
import { foldSpace } from '../passage-id.ts';
import { type ParsedFile, type ParseFile, readFileHere } from '../read-file.ts';
import type { Document, Transcript } from '../schema.ts';
import { type Sidecar, writeSidecar } from '../sidecar.ts';
import type { FoundFile, ImportCandidate } from './candidate.ts';
import { Crawler, gatherUrl } from './crawl.ts';
import { gatherPath, gatherStream } from './files.ts';
import { HttpClient } from './http-client.ts';
import { saveFile, sweep, type Writer } from './save.ts';

export interface ImportOptions {
  /** The corpus folder. */
  directory: string;
  dryRun?: boolean;
  allowPrivate?: boolean;
  /** Of the addresses given, import the pages that they link and that fit. */
  follow?: string;
  /** For `-`. */
  input?: AsyncIterable<Uint8Array>;
  /** Milliseconds for one page, and between two requests to a host. */
  timeout?: number;
  pause?: number;
  write?: Writer;
  /** Reads a file: in this thread, if nothing else is given. */
  parse?: ParseFile;
  /** What is stated about every document: it goes into its sidecar. */
  stated?: Sidecar;
}

/** What became of one document of an import: plain data, as `--json` prints it. */
export interface Outcome {
  /** Where it came from: a path, a path in an archive, an address. */
  source: string;
  /** `found` in a dry run, where it would have been added. */
  outcome: 'added' | 'found' | 'skipped' | 'refused';
  /** The file below the corpus folder that holds it. */
  path?: string;
  document?: Summary;
  warnings: string[];
  /** Why it was skipped or refused, and what to do. */
  reason?: string;
  remedy?: string;
  /** What a refused file begins with. */
  firstLines?: readonly string[];
  /** What was read of a file, for `--turns`. */
  parsed?: ParsedFile;
}

/** An outcome with every turn, as `--json --turns` prints it. */
export function withTurns({ source, outcome, reason, warnings, parsed }: Outcome) {
  const { transcript, confidence } = parsed ?? {};
  const { title, date, publisher, language } = transcript?.document ?? {};
  const passages = new Map<number, string[]>();
  for (const { turn, text } of transcript?.passages ?? [])
    passages.set(turn, [...(passages.get(turn) ?? []), text]);
  const turns = (transcript?.turns ?? []).map(({ ordinal, asker, question, speaker }) => ({
    asker,
    question,
    speaker,
    passages: passages.get(ordinal) ?? [],
  }));
  return { source, outcome, reason, title, date, publisher, language, confidence, warnings, turns };
}

export interface Summary extends Omit<Document, 'path' | 'sha256' | 'text'> {
  speakers: string[];
  turns: number;
  passages: number;
}

/** Imports everything that is named, and says what became of each document as soon as it is known. */
export async function* importAll(inputs: readonly string[], options: ImportOptions): AsyncGenerator<Outcome> {
  const { allowPrivate = false, timeout, pause, follow, input: stream = process.stdin } = options;
  const importer = await Importer.open(options);
  const client = new HttpClient(allowPrivate, timeout);
  const crawler = new Crawler(client, pause);
  const gather = (input: string): AsyncGenerator<ImportCandidate> => {
    if (input === '-') return gatherStream(stream);
    const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(input);
    return isAddress ? gatherUrl(crawler, input, follow) : gatherPath(input);
  };
  try {
    for (const input of inputs) {
      for await (const candidate of gather(input)) yield await importer.add(candidate);
    }
  } finally {
    await client.close();
  }
}

type ImporterOptions = Pick<ImportOptions, 'directory' | 'dryRun' | 'write' | 'parse' | 'stated'>;

/** Adds candidates to a corpus folder, each once. */
export class Importer {
  readonly #options: ImporterOptions;
  readonly #parse: ParseFile;
  readonly #known: KnownDocuments;

  private constructor(options: ImporterOptions, parse: ParseFile, known: KnownDocuments) {
    this.#options = options;
    this.#parse = parse;
    this.#known = known;
  }

  /** Reads what the corpus holds already. */
  static async open(options: ImporterOptions): Promise<Importer> {
    const { directory, parse = readFileHere } = options;
    await sweep(directory);
    return new Importer(options, parse, await KnownDocuments.of(directory, parse));
  }

  /** Adds a candidate, or says why not. */
  async add(candidate: ImportCandidate): Promise<Outcome> {
    const { name: source } = candidate;
    try {
      if ('error' in candidate) throw candidate.error;
      return await this.#addFile(candidate);
    } catch (thrown) {
      const error = OnRecordError.expected(thrown);
      // Only the name that the person knows: a page's own file name says nothing.
      const reason = 'error' in candidate ? error.problem : error.problem.replace(candidate.fileName, source);
      const firstLines = error instanceof TranscriptError ? error.firstLines : [];
      return {
        source,
        outcome: 'refused',
        warnings: [],
        reason,
        remedy: error.remedy,
        ...(firstLines.length > 0 && { firstLines }),
      };
    }
  }

  async #addFile({ name: source, fileName, bytes, ...found }: FoundFile): Promise<Outcome> {
    const { directory, write, dryRun, stated: given } = this.#options;
    const stated: Sidecar = { ...found.sidecar, ...given };
    const isStated = Object.keys(stated).length > 0;
    const parsed = await this.#parse({
      path: fileName,
      bytes,
      url: found.url ?? stated.url,
      sidecar: isStated ? stated : undefined,
    });
    const { document } = parsed.transcript;
    const known = this.#known;
    const result = { source, document: summarize(parsed.transcript), warnings: parsed.warnings, parsed };
    const skipped = (path: string, how = ''): Outcome => ({
      ...result,
      outcome: 'skipped',
      path,
      reason: `${source} is in the corpus already${how}: ${path}.`,
    });
    const same = known.byBytes(document);
    if (same !== undefined) return skipped(same);
    const alike = known.byText(document);
    if (alike !== undefined) return skipped(alike, ' with the same text');
    const names = namesFor(document, fileName);
    if (dryRun === true) {
      const [path = ''] = names;
      known.add(path, document);
      return { ...result, outcome: 'found', path };
    }
    const fetched = found.url === undefined ? {} : { url: found.url, retrieved: new Date().toISOString() };
    const sidecar = isStated || found.url !== undefined ? writeSidecar({ ...stated, ...fetched }) : undefined;
    const saved = await saveFile({ directory, names, bytes, sidecar }, write);
    known.add(saved.name, document);
    return saved.added ? { ...result, outcome: 'added', path: saved.name } : skipped(saved.name);
  }
}

function summarize({ document, turns, passages }: ParsedFile['transcript']): Summary {
  const { path: _, sha256: __, text: ___, ...particulars } = document;
  const speakers = [...new Set(turns.map(({ speaker }) => speaker))];
  return { ...particulars, speakers, turns: turns.length, passages: passages.length };
}

/** The document's id, and with a digest where that name is taken. */
function namesFor({ id, sha256 }: Transcript['document'], fileName: string): string[] {
  const extension = /\.[^./\\]+$/.exec(fileName)?.[0].toLowerCase() ?? '.txt';
  const stem = fileStem(id);
  return [`${stem}${extension}`, `${stem}-${sha256.slice(0, 8)}${extension}`];
}

type Content = Pick<Document, 'sha256' | 'text' | 'date'>;

/** What the corpus already holds, by the bytes of its files and by their texts. */
class KnownDocuments {
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
