/** One page from the web: bounded in size, time and redirects, and never from a private address unasked. */
import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import ipaddr from 'ipaddr.js';
import { Agent, type Dispatcher, request } from 'undici';
import { ImportError } from '../errors.ts';
import { LIMITS } from './candidate.ts';

export const USER_AGENT = 'on-record/0.1 (imports single transcripts for one reader; honours robots.txt)';
const MAX_REDIRECTS = 5;

export interface HttpClientOptions {
  /** Private, loopback and link-local addresses too. */
  allowPrivate: boolean;
  /** For one page with all its redirects. */
  timeout: number;
  maxBytes: number;
}

const CLIENT_OPTIONS: HttpClientOptions = {
  allowPrivate: false,
  timeout: 30_000,
  maxBytes: LIMITS.fileBytes,
};

export interface Fetched {
  /** After redirects. */
  url: string;
  status: number;
  contentType: string;
  bytes: Uint8Array;
  /** What to send when the page is asked for again. */
  validators: Validators;
  /** The header `Retry-After`, if there is one. */
  retryAfter?: string;
}

/** What a server said about a version of a page (RFC 9110): sent back, it answers 304 where nothing has changed. */
export interface Validators {
  etag?: string;
  lastModified?: string;
}

/** Called with each address before it is asked for, redirects included: to wait, or to refuse by throwing. */
export type BeforeRequest = (url: URL) => Promise<void>;

/** Fetches pages. Close it when done. */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #agent: Agent;

  constructor(options: Partial<HttpClientOptions> = {}) {
    this.#options = { ...CLIENT_OPTIONS, ...options };
    this.#agent = new Agent({
      connect: this.#options.allowPrivate ? {} : { lookup: publicLookup },
      headersTimeout: this.#options.timeout,
      bodyTimeout: this.#options.timeout,
    });
  }

  /** The page behind an address, whatever its status. Throws `ImportError`. */
  async fetch(
    address: string,
    before: BeforeRequest = async () => undefined,
    validators: Validators = {},
  ): Promise<Fetched> {
    let url = this.#check(address, undefined);
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      await before(url);
      const answer = await this.#request(url, validators);
      if (typeof answer !== 'string') return answer;
      url = this.#check(answer, url);
    }
    throw new ImportError(
      `${address} redirects more than ${MAX_REDIRECTS} times.`,
      'Give the final address.',
    );
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #check(address: string, base: URL | undefined): URL {
    if (!URL.canParse(address, base?.href))
      throw new ImportError(`${address} is no address.`, 'Check how it is written.');
    const url = new URL(address, base);
    if (!/^https?:$/.test(url.protocol)) {
      throw new ImportError(
        `${url.href} is not an http or https address.`,
        'Save the page and import the file.',
      );
    }
    const literal = literalAddress(url);
    if (literal !== undefined && !this.#options.allowPrivate && !isPublicAddress(literal))
      throw privateHost(url);
    return url;
  }

  /** A page, or where it redirects to. */
  async #request(url: URL, { etag, lastModified }: Validators): Promise<Fetched | string> {
    const { timeout, maxBytes } = this.#options;
    try {
      const { statusCode, headers, body } = await request(url, {
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(timeout),
        headers: {
          'user-agent': USER_AGENT,
          accept: 'text/html, text/plain, text/markdown, application/pdf, */*;q=0.1',
          'accept-encoding': 'identity',
          ...(etag !== undefined && { 'if-none-match': etag }),
          ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
        },
      });
      // A body that is left unread says so as an error, long after anybody listens.
      body.on('error', () => undefined);
      const location = header(headers, 'location');
      if (statusCode >= 300 && statusCode < 400 && location !== '') {
        body.destroy();
        return location;
      }
      const raw = await readBounded(body, Number(header(headers, 'content-length')), maxBytes);
      const bytes = await unpack(raw, header(headers, 'content-encoding'), maxBytes);
      const found = (name: string) => header(headers, name) || undefined;
      const [newEtag, newDate, retryAfter] = [found('etag'), found('last-modified'), found('retry-after')];
      return {
        url: url.href,
        status: statusCode,
        contentType: header(headers, 'content-type'),
        bytes,
        validators: {
          ...(newEtag !== undefined && { etag: newEtag }),
          ...(newDate !== undefined && { lastModified: newDate }),
        },
        ...(retryAfter !== undefined && { retryAfter }),
      };
    } catch (error) {
      throw explain(url, error, this.#options);
    }
  }
}

function header(headers: Dispatcher.ResponseData['headers'], name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

class TooLarge extends Error {}

async function readBounded(
  body: AsyncIterable<unknown>,
  announced: number,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (announced > maxBytes) throw new TooLarge();
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Some servers pack what was asked for plain. */
async function unpack(bytes: Buffer, encoding: string, maxOutputLength: number): Promise<Uint8Array> {
  const unpackers = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: brotliDecompress };
  const unpacker = Object.entries(unpackers).find(([name]) => name === encoding.toLowerCase())?.[1];
  if (unpacker === undefined) return bytes;
  return await promisify<Buffer, { maxOutputLength: number }, Buffer>(unpacker)(bytes, { maxOutputLength });
}

function explain(url: URL, error: unknown, { timeout, maxBytes }: HttpClientOptions): ImportError {
  const said = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in said ? String(said.code) : '';
  if (said instanceof PrivateAddressError || said.cause instanceof PrivateAddressError)
    return privateHost(url);
  const cause = { cause: error };
  if (said instanceof TooLarge || code === 'ERR_BUFFER_TOO_LARGE') {
    const size = `${Math.round(maxBytes / 1024 / 1024)} MiB`;
    return new ImportError(
      `${url.href} is larger than ${size}.`,
      'Save the transcript itself and import the file.',
      cause,
    );
  }
  if (said.name === 'TimeoutError' || /TIMEOUT/.test(code)) {
    const seconds = `${timeout / 1000} seconds`;
    return new ImportError(
      `${url.href} did not end within ${seconds}.`,
      'Try later, or save the page and import the file.',
      cause,
    );
  }
  const what = code === 'ENOTFOUND' ? 'has no such host' : `cannot be reached (${code || said.message})`;
  return new ImportError(`${url.href} ${what}.`, 'Check the address and your connection.', cause);
}

function privateHost(url: URL): ImportError {
  return new ImportError(
    `${url.href} is on a private network.`,
    'Add --allow-private if you trust every address and redirect of this import.',
  );
}

/** A host that resolves to a private address. `undici` passes it on as the cause of its own error. */
class PrivateAddressError extends Error {}

/** Whether an address is one of the public internet: not loopback, private, link-local, mapped or reserved. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** The host of an address, where it is itself an IP address. */
function literalAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) ? host : undefined;
}

/**
 * Looks a host up for a connection, and refuses it where any of its addresses is private. The connection is
 * made to what this gives, so a name that changes its address in between (DNS rebinding) gains nothing.
 */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error !== null) return callback(error, []);
    if (!found.every(({ address }) => isPublicAddress(address))) {
      return callback(new PrivateAddressError(`${hostname} has a private address`), []);
    }
    if (options.all === true) return callback(null, found);
    callback(null, found[0]?.address ?? '', found[0]?.family);
  });
};
