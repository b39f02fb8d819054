/** Candidates on the web: a page, or those that a list page links; robots.txt first, and one request a second. */
import { setTimeout as sleep } from 'node:timers/promises';
import robotsParser from 'robots-parser';
import { ImportError, OnRecordError } from '../errors.ts';
import { decodePage } from '../sources/decode.ts';
import { extractHtml } from '../sources/html/extract.ts';
import { isSourceName } from '../sources/index.ts';
import { archiveKind } from './archives.ts';
import { guessExtension, type ImportCandidate } from './candidate.ts';
import { gatherBytes } from './files.ts';
import { type Fetched, type HttpClient, USER_AGENT, type Validators } from './http-client.ts';

const MILLISECONDS_BETWEEN_REQUESTS = 1000;
/** A host that asks for more is a host that does not want to be read by a program. */
const MAX_DELAY = 30_000;
const ROBOTS_BYTES = 500 * 1024;
const MAX_LINKS = 1000;

const EXTENSIONS: readonly { type: RegExp; extension: string }[] = [
  { type: /^(?:text\/html|application\/xhtml)/i, extension: '.html' },
  { type: /^application\/pdf/i, extension: '.pdf' },
  { type: /^text\/(?:x-)?markdown/i, extension: '.md' },
];

/** The package is a function; its types speak of a default export that it does not have. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

interface RobotRules {
  allows(url: string): boolean;
  delay: number;
}

/** Fetches pages by the rules of their hosts: robots.txt, and a pause between two requests. */
export class Crawler {
  readonly #client: HttpClient;
  readonly #pause: number;
  readonly #rules = new Map<string, Promise<RobotRules>>();
  readonly #nextAt = new Map<string, number>();

  /** @param pause milliseconds between two requests to a host, where its robots.txt asks for no more */
  constructor(client: HttpClient, pause = MILLISECONDS_BETWEEN_REQUESTS) {
    this.#client = client;
    this.#pause = pause;
  }

  /** The page at an address, whatever its status. Throws `ImportError`. */
  async fetch(address: string, validators?: Validators): Promise<Fetched> {
    return await this.#client.fetch(address, (url) => this.#permit(url), validators);
  }

  /** The page at an address. Throws `ImportError`, also where the answer is no page. */
  async fetchPage(address: string): Promise<Fetched> {
    const page = await this.fetch(address);
    const problem = statusProblem(address, page.status);
    if (problem !== undefined) throw problem;
    return page;
  }

  /** Waits until the host may be asked. Throws `ImportError` where its robots.txt forbids the page. */
  async #permit(url: URL): Promise<void> {
    const rules = this.#rules.get(url.origin) ?? this.#readRules(url);
    this.#rules.set(url.origin, rules);
    const { allows, delay } = await rules;
    if (!allows(url.href)) {
      throw new ImportError(
        `${url.href} is disallowed by the site’s robots.txt.`,
        'Open it in a browser, save it, and import the file.',
      );
    }
    await this.#wait(url, delay);
  }

  /** RFC 9309: without a robots.txt (4xx) all is allowed; where it cannot be had (5xx), nothing is. */
  async #readRules({ origin }: URL): Promise<RobotRules> {
    const address = `${origin}/robots.txt`;
    const { status, bytes } = await this.#client.fetch(address, (url) => this.#wait(url, this.#pause));
    if (status >= 400) return { allows: () => status < 500, delay: this.#pause };
    const robots = parseRobots(address, new TextDecoder().decode(bytes.subarray(0, ROBOTS_BYTES)));
    const wanted = (robots.getCrawlDelay(USER_AGENT) ?? 0) * 1000;
    return {
      allows: (url) => robots.isAllowed(url, USER_AGENT) !== false,
      delay: Math.max(this.#pause, Math.min(wanted, MAX_DELAY)),
    };
  }

  async #wait({ host }: URL, delay: number): Promise<void> {
    const now = performance.now();
    const turn = Math.max(now, this.#nextAt.get(host) ?? 0);
    this.#nextAt.set(host, turn + delay);
    if (turn > now) await sleep(turn - now);
  }
}

/** The page at an address; with `follow`, the pages that it links and whose addresses fit. */
export async function* gatherUrl(
  crawler: Crawler,
  address: string,
  follow?: string,
): AsyncGenerator<ImportCandidate> {
  let links = [address];
  try {
    if (follow !== undefined) links = findLinks(await crawler.fetchPage(address), follow);
  } catch (error) {
    return yield { name: address, error: OnRecordError.expected(error) };
  }
  for (const link of links) {
    try {
      yield* pageCandidates(link, await crawler.fetchPage(link));
    } catch (error) {
      yield { name: link, error: OnRecordError.expected(error) };
    }
  }
}

/** What a fetched page holds: itself, or the files of an archive. */
export function pageCandidates(name: string, page: Fetched): AsyncGenerator<ImportCandidate> {
  return gatherBytes({ name, fileName: fileNameOf(page), bytes: page.bytes, url: page.url });
}

/** Why an answer is no page, if it is none. */
export function statusProblem(address: string, status: number): ImportError | undefined {
  if (status >= 200 && status < 300) return undefined;
  return status === 401 || status === 403
    ? new ImportError(
        `${address} may not be read without logging in (${status}).`,
        'Open it in a browser, save it, and import the file.',
      )
    : new ImportError(`${address} answers with status ${status}.`, 'Check the address, or try later.');
}

/**
 * Addresses that a list page links and that hold the pattern, in order and each once.
 * @throws ImportError where there are none, or too many
 */
export function findLinks({ url, bytes }: Pick<Fetched, 'url' | 'bytes'>, pattern: string): string[] {
  const page = extractHtml(decodePage(url, bytes));
  const base = page.base ?? '';
  const from = URL.canParse(base, url) ? new URL(base, url).href : url;
  const links = new Set<string>();
  for (const href of page.links) {
    if (!URL.canParse(href, from)) continue;
    const link = new URL(href, from);
    link.hash = '';
    if (/^https?:$/.test(link.protocol) && link.href !== url && fits(link.href, pattern))
      links.add(link.href);
  }
  if (links.size === 0 || links.size > MAX_LINKS) {
    throw new ImportError(
      `${url} links ${links.size === 0 ? 'no page' : `more than ${MAX_LINKS} pages`} that fits “${pattern}”.`,
      'A pattern is a part of the address; * stands for anything in between.',
    );
  }
  return [...links];
}

/** Whether the parts of a pattern between its stars stand in a text, in order. */
export function fits(text: string, pattern: string): boolean {
  let from = 0;
  for (const part of pattern.split('*')) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

/** The last part of the address, with the extension that its content calls for. */
function fileNameOf({ url, contentType, bytes }: Fetched): string {
  const name = new URL(url).pathname.split('/').findLast((part) => part !== '') ?? 'page';
  const known = EXTENSIONS.find(({ type }) => type.test(contentType))?.extension;
  if (known !== undefined) return name.toLowerCase().endsWith(known) ? name : `${name}${known}`;
  return isSourceName(name) || archiveKind(name) !== undefined ? name : `${name}${guessExtension(bytes)}`;
}
