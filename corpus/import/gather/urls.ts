/** Pages on the web: one, or those that a list page links. */
import { ImportError, OnRecordError } from '../../errors.ts';
import { isSourceName } from '../../sources/index.ts';
import { type Candidate, guessExtension } from '../candidate.ts';
import type { Client, Fetched } from '../fetch/client.ts';
import { findLinks } from '../fetch/links.ts';
import type { Manners } from '../fetch/manners.ts';
import type { Limits } from '../limits.ts';
import { archiveKind } from './archive.ts';
import { gatherBytes } from './files.ts';

export interface Web {
  client: Client;
  manners: Manners;
  limits: Limits;
}

const EXTENSIONS: readonly { type: RegExp; extension: string }[] = [
  { type: /^(?:text\/html|application\/xhtml)/i, extension: '.html' },
  { type: /^application\/pdf/i, extension: '.pdf' },
  { type: /^text\/(?:x-)?markdown/i, extension: '.md' },
];

/** The page at an address; with `follow`, the pages that it links and whose addresses fit. */
export async function* gatherUrl(
  web: Web,
  address: string,
  follow: string | undefined,
): AsyncGenerator<Candidate> {
  let links = [address];
  if (follow !== undefined) {
    try {
      links = findLinks(await fetchPage(web, address), follow);
    } catch (error) {
      yield refused(address, error);
      return;
    }
  }
  for (const link of links) {
    try {
      const page = await fetchPage(web, link);
      yield* gatherBytes(link, fileNameOf(page), page.bytes, web.limits, page.url);
    } catch (error) {
      yield refused(link, error);
    }
  }
}

async function fetchPage({ client, manners }: Web, address: string): Promise<Fetched> {
  const page = await client.fetch(address, (url) => manners.before(url));
  if (page.status === 401 || page.status === 403) {
    throw new ImportError(
      `${address} may not be read without logging in (${page.status}).`,
      'Open it in a browser, save it, and import the file.',
    );
  }
  if (page.status >= 200 && page.status < 300) return page;
  throw new ImportError(`${address} answers with status ${page.status}.`, 'Check the address, or try later.');
}

/** The last part of the address, with the extension that its content calls for. */
function fileNameOf({ url, contentType, bytes }: Fetched): string {
  const name = new URL(url).pathname.split('/').findLast((part) => part !== '') ?? 'page';
  const known = EXTENSIONS.find(({ type }) => type.test(contentType))?.extension;
  if (known !== undefined) return name.toLowerCase().endsWith(known) ? name : `${name}${known}`;
  return isSourceName(name) || archiveKind(name) !== undefined ? name : `${name}${guessExtension(bytes)}`;
}

function refused(name: string, error: unknown): Candidate {
  if (error instanceof ImportError) return { name, error };
  if (!(error instanceof OnRecordError)) throw error;
  return { name, error: new ImportError(error.problem, error.remedy, { cause: error }) };
}
