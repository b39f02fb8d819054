/** One page from the web: bounded in size, time and redirects, and never from a private address unasked. */
import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import ipaddr from 'ipaddr.js';
import { Agent, type Dispatcher, request } from 'undici';
import { ImportError } from '../errors.ts';
import { MAX_BYTES } from '../sources/decode.ts';

export const USER_AGENT = 'on-record/0.1 (imports single transcripts for one reader; honours robots.txt)';
const MAX_REDIRECTS = 5;
const TIMEOUT = 30_000;

export interface Fetched {
  /** After redirects. */
  url: string;
  status: number;
  contentType: string;
  bytes: Uint8Array;
  /** What to send when the page is asked for again. */
  validators: Validators;
  /** The header `Retry-After`, if there is one. */
  retryAfter: string | undefined;
}

/** What a server said about a version of a page (RFC 9110): sent back, it answers 304 where nothing has changed. */
export interface Validators {
  etag?: string | undefined;
  lastModified?: string | undefined;
}

/** Called with each address before it is asked for, redirects included: to wait, or to refuse by throwing. */
type BeforeRequest = (url: URL) => Promise<void>;

/** Fetches pages. Close it when done. */
export class HttpClient {
  readonly #allowPrivate: boolean;
  readonly #timeout: number;
  readonly #agent: Agent;

  /**
   * @param allowPrivate private, loopback and link-local addresses too
   * @param timeout milliseconds for each request
   */
  constructor(allowPrivate: boolean, timeout = TIMEOUT) {
    this.#allowPrivate = allowPrivate;
    this.#timeout = timeout;
    this.#agent = new Agent({
      connect: allowPrivate ? {} : { lookup: publicLookup },
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
  }

  /** The page behind an address, whatever its status. Throws `ImportError`. */
  async fetch(address: string, before: BeforeRequest, validators: Validators = {}): Promise<Fetched> {
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
    if (literal !== undefined && !this.#allowPrivate && !isPublicAddress(literal)) throw privateHost(url);
    return url;
  }

  /** A page, or where it redirects to. */
  async #request(url: URL, { etag, lastModified }: Validators): Promise<Fetched | string> {
    try {
      const { statusCode, headers, body } = await request(url, {
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(this.#timeout),
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
      const raw = await readBounded(body, Number(header(headers, 'content-length')));
      const bytes = await unpack(raw, header(headers, 'content-encoding'));
      const found = (name: string) => header(headers, name) || undefined;
      return {
        url: url.href,
        status: statusCode,
        contentType: header(headers, 'content-type'),
        bytes,
        validators: { etag: found('etag'), lastModified: found('last-modified') },
        retryAfter: found('retry-after'),
      };
    } catch (error) {
      throw explain(url, error, this.#timeout);
    }
  }
}

function header(headers: Dispatcher.ResponseData['headers'], name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

class TooLarge extends Error {}

async function readBounded(body: AsyncIterable<unknown>, announced: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (announced > MAX_BYTES) throw new TooLarge();
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > MAX_BYTES) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Some servers pack what was asked for plain. */
async function unpack(bytes: Buffer, encoding: string): Promise<Uint8Array> {
  const unpackers = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: brotliDecompress };
  const unpacker = Object.entries(unpackers).find(([name]) => name === encoding.toLowerCase())?.[1];
  if (unpacker === undefined) return bytes;
  return await promisify<Buffer, { maxOutputLength: number }, Buffer>(unpacker)(bytes, {
    maxOutputLength: MAX_BYTES,
  });
}

function explain(url: URL, error: unknown, timeout: number): ImportError {
  const said = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in said ? String(said.code) : '';
  if (said instanceof PrivateAddressError || said.cause instanceof PrivateAddressError)
    return privateHost(url);
  const cause = { cause: error };
  if (said instanceof TooLarge || code === 'ERR_BUFFER_TOO_LARGE') {
    return new ImportError(
      `${url.href} is larger than ${MAX_BYTES / 1024 / 1024} MiB.`,
      'Save the transcript itself and import the file.',
      cause,
    );
  }
  if (said.name === 'TimeoutError' || /TIMEOUT/.test(code)) {
    return new ImportError(
      `${url.href} did not end within ${timeout / 1000} seconds.`,
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
