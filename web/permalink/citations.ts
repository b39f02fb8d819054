/** How to cite a passage: as text, Markdown, BibTeX and CSL-JSON. */
import { escapeMarkdown, foldSpace } from '../../bot/replies/markdown.ts';
import { citableText, supersededNote } from '../../bot/replies/passage.ts';
import { longDate } from '../../bot/replies/reply.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { bibtex } from './bibtex.ts';
import { type CslItem, cslItem } from './csl.ts';
import { sourceAddress, webAddress } from './link.ts';

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
