/** A passage as an entry of BibTeX, written by citation-js. */
import type { CslItem } from './csl.ts';

/** The entry, under the passage id as its key. */
export async function bibtex({ abstract: _, ...item }: CslItem): Promise<string> {
  // Loaded when the first citation is asked for: a bot that shows no page never needs it.
  const { Cite, plugins } = await import('@citation-js/core');
  await import('@citation-js/plugin-bibtex');
  const { format } = plugins.config.get('@bibtex');
  format.useIdAsLabel = true;
  // Names in other scripts would be left out silently.
  format.asciiOnly = false;
  return `${new Cite(item).format('bibtex').trim()}\n`;
}
