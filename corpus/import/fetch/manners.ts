/** How an import behaves towards a host: it asks robots.txt first, and takes its time. */
import { setTimeout as sleep } from 'node:timers/promises';
import robotsParser from 'robots-parser';
import { ImportError } from '../../errors.ts';
import { type Client, USER_AGENT } from './client.ts';

const MILLISECONDS_BETWEEN_REQUESTS = 1000;
/** A host that asks for more is a host that does not want to be read by a program. */
const MAX_DELAY = 30_000;
const ROBOTS_BYTES = 500 * 1024;

/** The package is a function; its types speak of a default export that it does not have. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

interface Rules {
  allows(url: string): boolean;
  delay: number;
}

export class Manners {
  readonly #client: Client;
  readonly #between: number;
  readonly #rules = new Map<string, Promise<Rules>>();
  readonly #next = new Map<string, number>();

  constructor(client: Client, between = MILLISECONDS_BETWEEN_REQUESTS) {
    this.#client = client;
    this.#between = between;
  }

  /** Waits until the host may be asked. Throws `ImportError` where its robots.txt forbids the page. */
  async before(url: URL): Promise<void> {
    const rules = await this.#rulesOf(url);
    if (!rules.allows(url.href)) {
      throw new ImportError(
        `${url.href} is closed to programs by the site’s robots.txt.`,
        'Open it in a browser, save it, and import the file.',
      );
    }
    await this.#wait(url, rules.delay);
  }

  #rulesOf(url: URL): Promise<Rules> {
    const known = this.#rules.get(url.origin) ?? this.#readRules(url);
    this.#rules.set(url.origin, known);
    return known;
  }

  /** RFC 9309: without a robots.txt (4xx) all is allowed; where it cannot be had (5xx), nothing is. */
  async #readRules({ origin }: URL): Promise<Rules> {
    const address = `${origin}/robots.txt`;
    const { status, bytes } = await this.#client.fetch(address, (url) => this.#wait(url, this.#between));
    if (status >= 500) return { allows: () => false, delay: this.#between };
    if (status >= 400) return { allows: () => true, delay: this.#between };
    const robots = parseRobots(address, new TextDecoder().decode(bytes.subarray(0, ROBOTS_BYTES)));
    const wanted = (robots.getCrawlDelay(USER_AGENT) ?? 0) * 1000;
    return {
      allows: (url) => robots.isAllowed(url, USER_AGENT) !== false,
      delay: Math.max(this.#between, Math.min(wanted, MAX_DELAY)),
    };
  }

  async #wait({ host }: URL, delay: number): Promise<void> {
    const now = performance.now();
    const turn = Math.max(now, this.#next.get(host) ?? 0);
    this.#next.set(host, turn + delay);
    if (turn > now) await sleep(turn - now);
  }
}
