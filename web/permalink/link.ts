/** Where the words of a passage stand: the address of their source, where it has one on the web. */
import { sourceLink } from '../../bot/replies/passage.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';

/** An address that a page may link to: what a transcript names as its source need not be one. */
export function webAddress(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).href : undefined;
}

/** Where the words stand at their source; absent where the source has no address on the web. */
export function sourceAddress(cited: CitedPassage): string | undefined {
  const url = webAddress(cited.document.url);
  return url === undefined ? undefined : sourceLink({ ...cited, document: { ...cited.document, url } });
}
