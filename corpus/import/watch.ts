/** Keeps a corpus current: fetches what is new or has changed on the list pages of `sources.yaml`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { OnRecordError, TranscriptError } from '../errors.ts';
import { replaceFile, sha256 } from '../files.ts';
import { foldSpace } from '../passage-id.ts';
import { type ParsedFile, type ParseFile, readFileHere } from '../read-file.ts';
import { readSidecar, SIDECAR_ENDING, type Sidecar, writeSidecar } from '../sidecar.ts';
import type { FoundFile, ImportCandidate } from './candidate.ts';
import { type Crawler, findLinks, pageCandidates, statusProblem } from './crawl.ts';
import type { Fetched } from './http-client.ts';
import { Importer } from './import.ts';
import type { WatchedSource } from './watch-list.ts';
import {
  type ListState,
  type PageState,
  readWatchState,
  type WatchState,
  writeWatchState,
} from './watch-state.ts';

const HOUR = 3_600_000;
/** A host that says nothing of when to come back is left alone for so long at first, and twice as long each time. */
const FIRST_PAUSE = HOUR / 4;
const LONGEST_PAUSE = 7 * 24 * HOUR;

/** What became of one page, or of a list that could not be read. */
export interface WatchEvent {
  source: string;
  outcome: 'added' | 'updated' | 'known' | 'refused' | 'gone' | 'failed';
  path?: string | undefined;
  reason?: string | undefined;
  remedy?: string | undefined;
}

interface WatchOptions {
  /** The corpus folder. */
  directory: string;
  dataDir: string;
  crawler: Crawler;
  parse?: ParseFile;
  /** Look at every list and page, whenever they were looked at last. */
  all?: boolean;
  /** Another clock for tests; milliseconds since 1970. */
  now?: () => number;
}

/** When the next list or page is due, in milliseconds since 1970. */
export function nextDue(sources: readonly WatchedSource[], state: WatchState): number {
  const pages = (list: string) => Object.entries(state.pages).filter(([, page]) => page.list === list);
  return Math.min(
    ...sources.flatMap(({ list, every }) => [
      Math.max(listDue(state.lists[list], every), pausedUntil(state, list)),
      ...pages(list).map(([address, page]) => Math.max(pageDue(page, every), pausedUntil(state, address))),
    ]),
  );
}

/**
 * Looks at every source that is due, one request after the other. New transcripts are added, changed ones replace
 * theirs (the index keeps the old version), and what vanished from its site stays on record.
 */
export async function* watchSources(
  sources: readonly WatchedSource[],
  options: WatchOptions,
): AsyncGenerator<WatchEvent> {
  const state = await readWatchState(options.dataDir);
  const watch = new Watch(state, options);
  for (const source of sources) {
    for await (const event of watch.look(source)) {
      yield event;
      // Page by page: a process that is ended goes on from here.
      await writeWatchState(options.dataDir, state);
    }
    await writeWatchState(options.dataDir, state);
  }
}

class Watch {
  readonly #state: WatchState;
  readonly #options: WatchOptions;
  readonly #parse: ParseFile;
  readonly #now: () => number;
  readonly #importers = new Map<WatchedSource, Importer>();

  constructor(state: WatchState, options: WatchOptions) {
    this.#state = state;
    this.#options = options;
    this.#parse = options.parse ?? readFileHere;
    this.#now = options.now ?? Date.now;
  }

  async *look(source: WatchedSource): AsyncGenerator<WatchEvent> {
    const { pages } = this.#state;
    const links: string[] = [];
    if (this.#isDue(source.list, listDue(this.#state.lists[source.list], source.every))) {
      const failed = await this.#readList(source, links);
      if (failed !== undefined) yield failed;
    }
    const former = Object.keys(pages).filter((address) => pages[address]?.list === source.list);
    for (const address of new Set([...links, ...former])) {
      const page = pages[address];
      if (this.#isDue(address, page === undefined ? 0 : pageDue(page, source.every)))
        yield await this.#lookAt(address, source);
    }
  }

  /** A host that asked to be left alone is, whatever is due. */
  #isDue(address: string, at: number): boolean {
    const now = this.#now();
    return pausedUntil(this.#state, address) <= now && (this.#options.all === true || at <= now);
  }

  /** Collects the links of a list page; says so where it fails. */
  async #readList(source: WatchedSource, links: string[]): Promise<WatchEvent | undefined> {
    const known = this.#state.lists[source.list];
    const list: ListState = { validators: {}, failures: 0, ...known, checked: this.#now() };
    this.#state.lists[source.list] = list;
    delete list.reason;
    try {
      const page = await this.#options.crawler.fetch(
        source.list,
        this.#options.all === true ? {} : list.validators,
      );
      if (page.status !== 304) {
        const problem = statusProblem(source.list, page.status);
        this.#respectPause(source.list, list.failures, page);
        if (problem !== undefined) throw problem;
        links.push(...findLinks(page, source.pattern));
        list.validators = page.validators;
      }
      list.failures = 0;
      return undefined;
    } catch (error) {
      const { problem: reason, remedy } = OnRecordError.expected(error);
      list.failures += 1;
      list.reason = reason;
      return { source: source.list, outcome: 'failed', reason, remedy };
    }
  }

  async #lookAt(address: string, source: WatchedSource): Promise<WatchEvent> {
    const now = this.#now();
    const known = this.#state.pages[address];
    const page: PageState = {
      state: 'failed',
      validators: {},
      firstSeen: now,
      failures: 0,
      ...known,
      list: source.list,
      checked: now,
    };
    this.#state.pages[address] = page;
    try {
      const answer = await this.#options.crawler.fetch(address, page.validators);
      this.#respectPause(address, page.failures, answer);
      const event = await this.#take(address, answer, page, source);
      page.failures = 0;
      return note(page, event);
    } catch (error) {
      const { problem: reason, remedy } = OnRecordError.expected(error);
      page.failures += 1;
      if (page.path === undefined) page.state = 'failed';
      return note(page, { source: address, outcome: 'failed', reason, remedy });
    }
  }

  async #take(address: string, answer: Fetched, page: PageState, source: WatchedSource): Promise<WatchEvent> {
    const at = { source: address, path: page.path };
    const asBefore: WatchEvent = { ...at, outcome: page.state === 'refused' ? 'refused' : 'known' };
    if (answer.status === 304) return asBefore;
    if (answer.status === 404 || answer.status === 410) {
      page.state = 'gone';
      const reason = `${address} is gone from its site (${answer.status}).`;
      return { ...at, outcome: 'gone', reason, remedy: 'Its document stays on record.' };
    }
    const problem = statusProblem(address, answer.status);
    if (problem !== undefined) throw problem;
    const digest = sha256(answer.bytes);
    page.validators = answer.validators;
    if (digest === page.sha256 && page.state !== 'gone') return asBefore;
    page.sha256 = digest;
    const candidates: ImportCandidate[] = [];
    for await (const candidate of pageCandidates(address, answer)) candidates.push(candidate);
    const [candidate, ...more] = candidates;
    if (candidate === undefined || more.length > 0 || 'error' in candidate) {
      const refused = candidate !== undefined && 'error' in candidate ? candidate.error : undefined;
      page.state = 'refused';
      return {
        ...at,
        outcome: 'refused',
        reason: refused?.problem ?? `${address} is an archive of several files.`,
        remedy: refused?.remedy ?? 'Import it yourself.',
      };
    }
    return page.path === undefined
      ? await this.#add(candidate, page, source)
      : await this.#replace(candidate, page, page.path, source);
  }

  async #add(candidate: FoundFile, page: PageState, source: WatchedSource): Promise<WatchEvent> {
    const { directory } = this.#options;
    const importer =
      this.#importers.get(source) ??
      (await Importer.open({ directory, stated: statedBy(source), parse: this.#parse }));
    this.#importers.set(source, importer);
    const { outcome, path: file, reason, remedy } = await importer.add(candidate);
    const at = { source: candidate.name, path: file };
    page.path = file;
    page.state = outcome === 'refused' ? 'refused' : 'on record';
    if (outcome === 'refused') return { ...at, outcome, reason, remedy };
    return { ...at, outcome: outcome === 'added' ? 'added' : 'known' };
  }

  /** Takes a new version of a page whose document is on record. Where it is no transcript, the old one stays. */
  async #replace(
    { name, bytes, url }: FoundFile,
    page: PageState,
    file: string,
    source: WatchedSource,
  ): Promise<WatchEvent> {
    const target = path.join(this.#options.directory, file);
    const before = await readFile(target).catch(() => undefined);
    page.state = 'on record';
    // Somebody took the document off the record: it does not come back by itself.
    if (before === undefined) return { source: name, outcome: 'known' };
    const beside = `${target}${SIDECAR_ENDING}`;
    const noted = await readFile(beside).catch(() => undefined);
    // What a person corrected in the sidecar stays.
    const stated = {
      ...statedBy(source),
      ...(noted && readSidecar(`${file}${SIDECAR_ENDING}`, noted).sidecar),
    };
    const sidecar: Sidecar = { ...stated, ...(url !== undefined && { url }) };
    const read = (version: Uint8Array) => this.#parse({ path: file, bytes: version, sidecar, url });
    try {
      const next = await read(bytes);
      const old = await read(before).catch(() => undefined);
      // Counters and advertisements around the same words are no new version.
      if (old !== undefined && sameWords(old, next)) return { source: name, outcome: 'known', path: file };
      await replaceFile(target, bytes);
      const retrieved = new Date(this.#now()).toISOString();
      await replaceFile(beside, writeSidecar({ ...sidecar, retrieved }));
      return { source: name, outcome: 'updated', path: file };
    } catch (error) {
      if (!(error instanceof TranscriptError)) throw error;
      const reason = error.problem.replace(file, name);
      const remedy = `${error.remedy} The version on record stays.`;
      page.state = 'refused';
      return { source: name, outcome: 'refused', path: file, reason, remedy };
    }
  }

  /** Leaves a host alone that says so, for as long as it says. */
  #respectPause(address: string, failures: number, { status, retryAfter }: Fetched): void {
    if (status !== 429 && status !== 503) return;
    const now = this.#now();
    const asked = retryAfter === undefined ? Number.NaN : readRetryAfter(retryAfter, now);
    const pause = Number.isNaN(asked) ? backoff(failures + 1) : Math.min(Math.max(asked, 0), LONGEST_PAUSE);
    this.#state.pausedUntil[new URL(address).host] = now + pause;
  }
}

/** `Retry-After` is a number of seconds or a date (RFC 9110); in milliseconds from now. */
function readRetryAfter(header: string, now: number): number {
  return /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
}

/** Exponential backoff after failures in a row, in milliseconds. */
function backoff(failures: number): number {
  return Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE);
}

function pausedUntil(state: WatchState, address: string): number {
  return state.pausedUntil[new URL(address).host] ?? 0;
}

function listDue(list: ListState | undefined, every: number): number {
  return list === undefined ? 0 : list.checked + (list.failures > 0 ? backoff(list.failures) : every);
}

/** A page that has stood for long is looked at less often: after half the time since it was first seen. */
function pageDue({ firstSeen, checked, failures }: PageState, every: number): number {
  return checked + (failures > 0 ? backoff(failures) : Math.max(every, (checked - firstSeen) / 2));
}

/** Notes why a page is not taken as it is; one that is refused as before is refused for the reason that is known. */
function note(page: PageState, event: WatchEvent): WatchEvent {
  if (event.outcome !== 'refused' || event.reason !== undefined) {
    page.reason = event.reason;
    page.remedy = event.remedy;
  }
  return { ...event, reason: page.reason, remedy: page.remedy };
}

function statedBy({ list: _, pattern: __, every: ___, ...stated }: WatchedSource): Sidecar {
  return stated;
}

function sameWords({ transcript: a }: ParsedFile, { transcript: b }: ParsedFile): boolean {
  const wordsOf = ({ document, turns, passages }: ParsedFile['transcript']) =>
    JSON.stringify([
      [document.title, document.date],
      turns.map(({ asker, question, speaker }) => [asker, question && foldSpace(question), speaker]),
      passages.map(({ text, turn }) => [turn, foldSpace(text)]),
    ]);
  return wordsOf(a) === wordsOf(b);
}
