/** A passage as an entry of BibTeX, written by citation-js. */
import type { CslItem } from './csl.ts';

/** The entry, under the passage id as its key. */
export async function bibtex(item: CslItem): Promise<string> {
  // Loaded when the first citation is asked for: a bot that shows no page never needs it.
  const { Cite, plugins } = await import('@citation-js/core');
  await import('@citation-js/plugin-bibtex');
  const { format } = plugins.config.get('@bibtex');
  format.useIdAsLabel = true;
  // Else names in other scripts are left out silently; then escaping what LaTeX takes for a sign is up to us.
  format.asciiOnly = false;
  return `${new Cite(escaped(item)).format('bibtex').trim()}\n`;
}

/** A brace counts in BibTeX even behind a backslash: it goes by its name. */
const NAMES: Readonly<Record<string, string>> = {
  '\\': 'textbackslash',
  '{': 'textbraceleft',
  '}': 'textbraceright',
  '~': 'textasciitilde',
  '^': 'textasciicircum',
  '<': 'textless',
  '>': 'textgreater',
};

function escaped({ abstract: _, ...item }: CslItem) {
  return {
    ...item,
    author: item.author.map(({ literal }) => ({ literal: escapeLatex(literal) })),
    title: escapeLatex(item.title),
    publisher: escapeLatex(item.publisher),
    note: escapeLatex(item.note),
    URL: item.URL.replace(/[{}\\]/g, encodeURIComponent),
  };
}

function escapeLatex(text: string): string {
  return text.replace(/[\\{}~^<>]|[$&%#_]/g, (sign) => {
    const name = NAMES[sign];
    return name === undefined ? `\\${sign}` : `\\${name}{}`;
  });
}
