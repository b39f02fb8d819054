/** Files, folders, archives, addresses and standard input into the corpus, one document after the other. */
import { findSuspicions } from '../check/suspicions.ts';
import { OnRecordError } from '../errors.ts';
import { sha256 } from '../files.ts';
import { readSource, toTranscript } from '../parse.ts';
import type { Transcript } from '../schema.ts';
import { writeSidecar } from '../sidecar.ts';
import { readPages } from '../sources/index.ts';
import type { SourceFile } from '../sources/page.ts';
import type { Candidate, FoundFile } from './candidate.ts';
import { diagnose } from './diagnose.ts';
import { Client } from './fetch/client.ts';
import { Manners } from './fetch/manners.ts';
import { gatherPath, gatherStream } from './gather/files.ts';
import { gatherUrl, type Web } from './gather/urls.ts';
import { Known } from './known.ts';
import { LIMITS } from './limits.ts';
import { type Outcome, summarize, warningsOf } from './outcome.ts';
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
}

/** Imports everything that is named, and says what became of each document as soon as it is known. */
export async function* importAll(inputs: readonly string[], options: ImportOptions): AsyncGenerator<Outcome> {
  const { directory, allowPrivate = false, timeout, pause } = options;
  await sweep(directory);
  const known = await Known.of(directory);
  const client = new Client({ allowPrivate, ...(timeout !== undefined && { timeout }) });
  const web: Web = { client, manners: new Manners(client, pause), limits: LIMITS };
  try {
    for (const input of inputs) {
      for await (const candidate of gather(input, web, options))
        yield await importOne(candidate, known, options);
    }
  } finally {
    await client.close();
  }
}

function gather(
  input: string,
  web: Web,
  { follow, input: stream = process.stdin }: ImportOptions,
): AsyncGenerator<Candidate> {
  if (input === '-') return gatherStream(stream, LIMITS);
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(input) ? gatherUrl(web, input, follow) : gatherPath(input, LIMITS);
}

async function importOne(candidate: Candidate, known: Known, options: ImportOptions): Promise<Outcome> {
  const { name: source } = candidate;
  try {
    if ('error' in candidate) throw candidate.error;
    return await addFile(candidate, known, options);
  } catch (error) {
    if (!(error instanceof OnRecordError)) throw error;
    const { problem, remedy, firstLines } = await diagnose(candidate, error);
    return {
      source,
      outcome: 'refused',
      warnings: [],
      reason: problem,
      remedy,
      ...(firstLines && { firstLines }),
    };
  }
}

async function addFile(found: FoundFile, known: Known, options: ImportOptions): Promise<Outcome> {
  const { name: source, fileName, bytes, url } = found;
  const digest = sha256(bytes);
  const same = known.byBytes(digest);
  if (same !== undefined) return skipped(source, same, 'is in the corpus already');
  const file: SourceFile = { path: fileName, bytes, ...(url !== undefined && { url }) };
  const reading = readSource(file, await readPages(file));
  const transcript = toTranscript(file, reading);
  const alike = await known.byText(transcript.document);
  if (alike !== undefined) return skipped(source, alike, 'is in the corpus already with the same text');
  const document = summarize(transcript);
  const warnings = warningsOf(transcript, findSuspicions(transcript, reading));
  const names = namesFor(transcript, fileName, digest);
  const remember = (path: string) => known.add(path, transcript.document);
  if (options.dryRun === true) {
    const [path = ''] = names;
    remember(path);
    return { source, outcome: 'found', path, document, warnings };
  }
  const { directory, write } = options;
  const sidecar = url === undefined ? undefined : writeSidecar({ url, retrieved: new Date().toISOString() });
  const saved = await saveFile({ directory, names, bytes, ...(sidecar && { sidecar }) }, write);
  remember(saved.name);
  if (!saved.added) return skipped(source, saved.name, 'is in the corpus already');
  return { source, outcome: 'added', path: saved.name, document, warnings };
}

function skipped(source: string, path: string, why: string): Outcome {
  return { source, outcome: 'skipped', path, warnings: [], reason: `${source} ${why}: ${path}.` };
}

/** The document's id, and with a digest where that name is taken. */
function namesFor({ document }: Transcript, fileName: string, digest: string): string[] {
  const extension = /\.[^./\\]+$/.exec(fileName)?.[0].toLowerCase() ?? '.txt';
  const stem = cutBytes(document.id, MAX_STEM_BYTES);
  return [`${stem}${extension}`, `${stem}-${digest.slice(0, 8)}${extension}`];
}

/** File systems take 255 bytes, the endings of sidecars included; an ideograph has three. */
const MAX_STEM_BYTES = 200;

function cutBytes(text: string, limit: number): string {
  let cut = '';
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > limit) break;
    cut += character;
  }
  return cut;
}
