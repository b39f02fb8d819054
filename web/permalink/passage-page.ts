/** A passage in its document: who said it, when, in answer to what, between which paragraphs, and how to cite it. */
import { html } from 'hono/html';
import { foldSpace } from '../../bot/replies/markdown.ts';
import { supersededNote } from '../../bot/replies/passage.ts';
import { longDate, shorten } from '../../bot/replies/reply.ts';
import type { Passage } from '../../corpus/schema.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { Citations } from './citations.ts';
import { byline, passageHead } from './head.ts';
import { type Html, page } from './layout.ts';
import { sourceAddress, webAddress } from './link.ts';
import type { PassageInContext } from './passage-in-context.ts';

/** Characters of the passage's beginning that mark its place between its neighbours. */
const HERE_SHOWN = 90;

export function passagePage(context: PassageInContext, permalink: string, citations: Citations): Html {
  const { cited } = context;
  const { passage, turn, document } = cited;
  const source = webAddress(document.url);
  return page({
    title: `${byline(cited)} · On Record`,
    head: passageHead(cited, permalink),
    main: html`<article>
<header>
<p class="kind">${document.publisher}</p>
<h1 lang="${document.language}" dir="auto">${document.title}</h1>
<p class="byline"><strong>${turn.speaker}</strong> <time datetime="${document.date}">${longDate(document.date)}</time></p>
</header>
<blockquote id="passage" lang="${document.language}" dir="auto"${source === undefined ? '' : html` cite="${source}"`}><p>${passage.text}</p></blockquote>
${supersededPart(cited)}
${sourcePart(cited)}
${contextPart(context)}
</article>
<section class="cite" aria-labelledby="cite">
<h2 id="cite">Cite this passage</h2>
<p>It keeps its address: <a href="/p/${passage.id}">${permalink}</a></p>
${citationPart('Plain text', `${passage.id}.txt`, citations.text)}
${citationPart('Markdown', `${passage.id}.md`, citations.markdown)}
${citationPart('BibTeX', `${passage.id}.bib`, citations.bibtex)}
${citationPart('CSL-JSON', `${passage.id}.json`, JSON.stringify([citations.cslJson], null, 2))}
</section>
<footer>
<p>Passage <code>${passage.id}</code>, characters ${passage.start} to ${passage.end} of the source as it was read.
The source file’s SHA-256 begins with <code>${document.sha256.slice(0, 16)}</code>.</p>
</footer>`,
  });
}

/** The question and the paragraphs around the passage; where it stands itself, its first words point back to it. */
function contextPart({ cited, before, after, paragraphs }: PassageInContext): Html {
  const { passage, turn, document } = cited;
  if (turn.question === undefined && paragraphs === 1) return html``;
  const earlier = passage.ordinal - before.length;
  const later = paragraphs - passage.ordinal - 1 - after.length;
  return html`<section class="context" aria-labelledby="context">
<h2 id="context">${headingOf(cited)}</h2>
${turn.question === undefined ? '' : html`<p class="question" lang="${document.language}" dir="auto">${turn.question}</p>`}
${leftOut(earlier, 'before')}${before.map((one) => neighbour(one, document.language))}
<p class="here" lang="${document.language}" dir="auto"><a href="#passage">${firstWords(passage.text)}</a></p>
${after.map((one) => neighbour(one, document.language))}${leftOut(later, 'after')}
</section>`;
}

function headingOf({ turn }: CitedPassage): string {
  if (turn.question === undefined) return 'From a statement';
  return turn.asker === undefined ? 'The question' : `Asked by ${turn.asker}`;
}

function firstWords(text: string): string {
  return shorten(foldSpace(text), HERE_SHOWN);
}

function neighbour({ id, text, ordinal }: Passage, language: string): Html {
  return html`<p class="neighbour" lang="${language}" dir="auto">${text}&nbsp;<a href="/p/${id}" lang="en" aria-label="Paragraph ${ordinal + 1} of this answer">¶</a></p>
`;
}

function leftOut(count: number, where: 'before' | 'after'): Html {
  if (count <= 0) return html``;
  const what = count === 1 ? 'One more paragraph' : `${count} more paragraphs`;
  return html`<p class="left-out">${what} of this answer ${where}.</p>`;
}

function supersededPart(cited: CitedPassage): Html {
  const note = supersededNote(cited);
  return note === undefined
    ? html``
    : html`<p class="superseded" role="note"><strong>Superseded.</strong> ${note}</p>`;
}

function sourcePart(cited: CitedPassage): Html {
  const source = sourceAddress(cited);
  if (source === undefined)
    return html`<p class="source">From the file <code>${cited.document.path}</code>.</p>`;
  return html`<p class="source"><a href="${source}" rel="noopener">Read it at its source</a>
<span>${new URL(source).hostname}</span></p>`;
}

function citationPart(name: string, file: string, text: string): Html {
  return html`<h3>${name} <a href="/p/${file}">${file}</a></h3>
<pre tabindex="0" aria-label="Citation as ${name}"><code>${text.trimEnd()}</code></pre>
`;
}
