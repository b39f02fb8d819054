/** How to cite a passage: as text, Markdown, CSL-JSON (https://docs.citationstyles.org) and BibTeX. */
import { z } from '@hono/zod-openapi';
import { escapeMarkdown } from '../../bot/replies/markdown.ts';
import { citableText, sourceLink, supersededNote } from '../../bot/replies/passage.ts';
import { longDate } from '../../bot/replies/reply.ts';
import { foldSpace } from '../../corpus/passage-id.ts';
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

export const cslSchema = z
  .object({
    id: z.string(),
    type: z.literal('speech'),
    genre: z.string(),
    author: z.array(z.object({ literal: z.string() })),
    issued: z.object({ 'date-parts': z.array(z.array(z.int())) }),
    title: z.string(),
    publisher: z.string(),
    language: z.string(),
    URL: z.string(),
    abstract: z.string().describe('The passage, word for word.'),
    archive: z.string(),
    archive_location: z.string().describe('The passage id.'),
    note: z.string(),
  })
  .openapi('CslItem');
type CslItem = z.infer<typeof cslSchema>;

const GENRES = { 'press-conference': 'Press conference', statement: 'Statement' } as const;

/** The address is that of the words at their source, or the permalink where the source has none. */
export function cslItem(cited: CitedPassage, permalink: string): CslItem {
  const { passage, turn, document } = cited;
  const superseded = supersededNote(cited);
  return {
    id: passage.id,
    type: 'speech',
    genre: GENRES[document.kind],
    // Which of the names is the family's cannot be told: the whole name is one.
    author: [{ literal: turn.speaker }],
    issued: { 'date-parts': [document.date.split('-').map(Number)] },
    title: foldSpace(document.title),
    publisher: document.publisher,
    language: document.language,
    URL: sourceAddress(cited) ?? permalink,
    abstract: foldSpace(passage.text),
    archive: 'On Record',
    archive_location: passage.id,
    note: `On Record, passage ${passage.id}: ${permalink}${superseded === undefined ? '' : `. ${superseded}`}`,
  };
}

export interface Citations {
  text: string;
  markdown: string;
  bibtex: string;
  cslJson: CslItem;
}

export async function citationsOf(cited: CitedPassage, permalink: string): Promise<Citations> {
  const cslJson = cslItem(cited, permalink);
  return {
    text: `${citableText(withWebAddress(cited), permalink)}\n`,
    markdown: markdownCitation(cited, permalink),
    bibtex: await bibtex(cslJson),
    cslJson,
  };
}

/** The citations as files, by their endings, in the order in which the page shows them. */
export const CITATION_FILES = {
  txt: { name: 'Plain text', type: 'text/plain', write: ({ text }: Citations) => text },
  md: { name: 'Markdown', type: 'text/markdown', write: ({ markdown }: Citations) => markdown },
  bib: { name: 'BibTeX', type: 'application/x-bibtex', write: ({ bibtex }: Citations) => bibtex },
  json: {
    name: 'CSL-JSON',
    type: 'application/vnd.citationstyles.csl+json',
    write: ({ cslJson }: Citations) => `${JSON.stringify([cslJson], null, 2)}\n`,
  },
} as const;

/** Without an address that is none of the web. */
function withWebAddress(cited: CitedPassage): CitedPassage {
  const { url, ...document } = cited.document;
  const source = webAddress(url);
  return { ...cited, document: { ...document, ...(source !== undefined && { url: source }) } };
}

function markdownCitation(cited: CitedPassage, permalink: string): string {
  const { passage, turn, document } = cited;
  const source = sourceAddress(cited);
  const superseded = supersededNote(cited);
  const title = visible(document.title);
  const place = source === undefined ? title : `[${title}](<${source}>)`;
  const spoken = `${visible(turn.speaker)}, ${longDate(document.date)}`;
  return [
    `> ${visible(passage.text)}`,
    `— ${spoken}. ${place}. ${visible(document.publisher)}. [On Record, passage ${passage.id}](<${permalink}>)`,
    ...(superseded === undefined ? [] : [visible(superseded)]),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What is a sign in CommonMark or on GitHub, but not on Discord, is escaped as well. */
function visible(text: string): string {
  return escapeMarkdown(foldSpace(text)).replace(/[&$]/g, '\\$&');
}

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
