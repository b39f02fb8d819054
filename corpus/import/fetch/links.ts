/** The links of a list page that fit a pattern. */
import { ImportError } from '../../errors.ts';
import { decodeText } from '../../sources/decode.ts';
import { declaredCharset } from '../../sources/html/charset.ts';
import { parseDocument } from '../../sources/html/dom.ts';
import type { Fetched } from './client.ts';

const MAX_LINKS = 1000;

/** Addresses that a page links and whose text holds the pattern, in order and each once. */
export function findLinks({ url, bytes }: Fetched, pattern: string): string[] {
  const document = parseDocument(decodeText(url, bytes, declaredCharset(bytes)));
  const base = document.querySelector('base')?.getAttribute('href') ?? '';
  const links = new Set<string>();
  for (const anchor of document.querySelectorAll('a[href]')) {
    const href = anchor.getAttribute('href') ?? '';
    const from = URL.canParse(base, url) ? new URL(base, url).href : url;
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
