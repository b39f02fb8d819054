/** A passage in its document: who said it, when, in answer to what, between which paragraphs, and how to cite it. */
import { html } from 'hono/html';
import { longDate } from '../../bot/replies/reply.ts';
import type { Passage } from '../../corpus/schema.ts';
import { textFragmentLink } from '../../retrieval/citation.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { Citations } from './citations.ts';
import { byline, passageHead } from './head.ts';
import { type Html, page } from './layout.ts';
import { webAddress } from './link.ts';
import type { PassageInContext } from './passage-in-context.ts';

export function passagePage(context: PassageInContext, permalink: string, citations: Citations): Html {
  const { cited } = context;
  const { passage, turn, document } = cited;
  return page({
    title: `${byline(cited)} · On Record`,
    head: passageHead(cited, permalink),
    main: html`<article>
<header>
<p class="kind">${document.publisher}</p>
<h1 lang="${document.language}" dir="auto">${document.title}</h1>
<p class="byline"><strong>${turn.speaker}</strong> <time datetime="${document.date}">${longDate(document.date)}</time></p>
</header>
${questionPart(cited)}
${answerPart(context)}
${sourcePart(cited)}
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

function questionPart({ turn, document }: CitedPassage): Html {
  if (turn.question === undefined) return html`<p class="opening">From a statement: nobody asked.</p>`;
  return html`<section class="question" aria-label="The question">
<h2>${turn.asker ?? 'Question'}</h2>
<p lang="${document.language}" dir="auto">${turn.question}</p>
</section>`;
}

function answerPart({ cited, before, after, paragraphs }: PassageInContext): Html {
  const { passage, turn, document } = cited;
  const earlier = passage.ordinal - before.length;
  const later = paragraphs - passage.ordinal - 1 - after.length;
  const source = webAddress(document.url);
  return html`<section class="answer" aria-label="The answer of ${turn.speaker}" lang="${document.language}">
${leftOut(earlier, 'before')}${before.map(neighbour)}
<blockquote id="passage" dir="auto"${source === undefined ? '' : html` cite="${source}"`}><p>${passage.text}</p></blockquote>
${after.map(neighbour)}${leftOut(later, 'after')}
</section>`;
}

function neighbour({ id, text, ordinal }: Passage): Html {
  return html`<p class="neighbour" dir="auto">${text} <a href="/p/${id}" lang="en" aria-label="Paragraph ${ordinal + 1} of this answer">¶</a></p>
`;
}

function leftOut(count: number, where: 'before' | 'after'): Html {
  if (count <= 0) return html``;
  const what = count === 1 ? 'One more paragraph' : `${count} more paragraphs`;
  return html`<p class="left-out" lang="en">${what} of this answer ${where}.</p>`;
}

function sourcePart({ passage, document }: CitedPassage): Html {
  const source = webAddress(document.url);
  if (source === undefined) return html`<p class="source">From the file <code>${document.path}</code>.</p>`;
  return html`<p class="source"><a href="${textFragmentLink(source, passage.text)}" rel="noopener">Read it at its source</a>
<span>${new URL(source).hostname}</span></p>`;
}

function citationPart(name: string, file: string, text: string): Html {
  return html`<h3>${name} <a href="/p/${file}">${file}</a></h3>
<pre tabindex="0" aria-label="Citation as ${name}"><code>${text.trimEnd()}</code></pre>
`;
}
