/** What a page of a passage tells programs: search engines, previews of links, reference managers. */
import { html } from 'hono/html';
import { foldSpace } from '../../bot/replies/markdown.ts';
import { longDate } from '../../bot/replies/reply.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { beginningOf } from './description.ts';
import type { Html } from './layout.ts';

/** `Geng Shuang, 18 February 2019`. */
export function byline({ turn, document }: CitedPassage): string {
  return `${turn.speaker}, ${longDate(document.date)}`;
}

export function passageHead(cited: CitedPassage, permalink: string): Html {
  const { passage, turn, document } = cited;
  const title = byline(cited);
  const description = beginningOf(passage.text, document.language);
  return html`<meta name="description" content="${description}">
<meta name="author" content="${turn.speaker}">
<link rel="canonical" href="${permalink}">
<link rel="alternate" type="application/x-bibtex" href="/p/${passage.id}.bib" title="BibTeX">
<link rel="alternate" type="application/vnd.citationstyles.csl+json" href="/p/${passage.id}.json" title="CSL-JSON">
<link rel="alternate" type="text/markdown" href="/p/${passage.id}.md" title="Markdown">
<link rel="alternate" type="text/plain" href="/p/${passage.id}.txt" title="Plain text">
<meta property="og:type" content="article">
<meta property="og:site_name" content="On Record">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${permalink}">
<meta property="article:published_time" content="${document.date}">
<meta name="twitter:card" content="summary">
<meta name="twitter:title" content="${title}">
<meta name="twitter:description" content="${description}">
<meta name="twitter:label1" content="From">
<meta name="twitter:data1" content="${foldSpace(document.title)}">`;
}
