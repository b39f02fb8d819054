/**
 * The pages that need no script: a passage in its document (who said it, when, in answer to what, between which
 * paragraphs, and how to cite it), and what is shown instead when a request is refused.
 */
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { supersededNote } from '../../bot/replies/passage.ts';
import { longDate, shorten } from '../../bot/replies/reply.ts';
import { foldSpace } from '../../corpus/passage-id.ts';
import type { Passage } from '../../corpus/schema.ts';
import type { CitedPassage, RecordSummary } from '../../retrieval/interfaces.ts';
import { PROBLEMS, type Problem } from '../problem.ts';
import { CITATION_FILES, type Citations, sourceAddress, webAddress } from './citations.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

interface PageParts {
  title: string;
  /** What else stands in the head. */
  head?: Html;
  main: Html;
}

/** A quotation mark. */
const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Cpath fill=%22%231f6b45%22 d=%22M2 9V6l2-4h3L5 7h2v6H2zM9 9V6l2-4h3l-2 5h2v6H9z%22/%3E%3C/svg%3E';

function page({ title, head = html``, main }: PageParts): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="/assets/permalink.css">
<script type="module" src="/assets/permalink.js"></script>
${head}
</head>
<body>
<header class="site"><a href="/">On Record</a> <span>what officials actually said</span></header>
<main>${main}</main>
</body>
</html>
`;
}

/** `Geng Shuang, 18 February 2019`. */
function byline({ turn, document }: CitedPassage): string {
  return `${turn.speaker}, ${longDate(document.date)}`;
}

const citationFiles = Object.entries(CITATION_FILES);

function passageHead(cited: CitedPassage, permalink: string): Html {
  const { passage, turn, document } = cited;
  const title = byline(cited);
  const description = beginningOf(passage.text, document.language);
  return html`<meta name="description" content="${description}">
<meta name="author" content="${turn.speaker}">
<link rel="canonical" href="${permalink}">
${citationFiles.map(([ending, { name, type }]) => html`<link rel="alternate" type="${type}" href="/p/${passage.id}.${ending}" title="${name}">\n`)}
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
<meta name="twitter:data1" content="${foldSpace(document.title)}">
<script type="application/ld+json">${raw(JSON.stringify(quotationOf(cited, permalink)).replaceAll('<', '\\u003c'))}</script>`;
}

/** For search engines: https://schema.org/Quotation */
function quotationOf({ passage, turn, document }: CitedPassage, permalink: string) {
  const source = webAddress(document.url);
  return {
    '@context': 'https://schema.org',
    '@type': 'Quotation',
    text: passage.text,
    creator: { '@type': 'Person', name: turn.speaker },
    dateCreated: document.date,
    inLanguage: document.language,
    url: permalink,
    isPartOf: {
      '@type': 'CreativeWork',
      name: foldSpace(document.title),
      datePublished: document.date,
      publisher: { '@type': 'Organization', name: document.publisher },
      ...(source !== undefined && { url: source }),
    },
  };
}

/** What most previews have room for, in UTF-16 units. */
const ROOM = 300;
/** A full stop after these does not end a sentence. */
const ABBREVIATION =
  /(?:^|[\s(“"'])(?:\p{Lu}\.)+\s*$|\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|St|No|vs)\.\s*$/u;

/**
 * The passage, white space folded, or as many of its first sentences as there is room for, and `…`. A first sentence
 * that is longer stays whole.
 */
export function beginningOf(text: string, language: string): string {
  const folded = foldSpace(text);
  if (folded.length <= ROOM) return folded;
  let end = 0;
  for (const stop of sentenceEnds(folded, language)) {
    if (end > 0 && stop > ROOM) break;
    end = stop;
  }
  return end >= folded.length ? folded : `${folded.slice(0, end).trimEnd()} …`;
}

function* sentenceEnds(text: string, language: string): Generator<number> {
  const [locale] = Intl.Segmenter.supportedLocalesOf([language.slice(0, 2)]);
  for (const { index, segment } of new Intl.Segmenter(locale, { granularity: 'sentence' }).segment(text)) {
    const end = index + segment.length;
    if (end === text.length || !ABBREVIATION.test(text.slice(0, end))) yield end;
  }
}

/** Characters of the passage's beginning that mark its place between its neighbours. */
const HERE_SHOWN = 90;

/** A passage with the paragraphs around it in its answer. */
export interface PassageInContext {
  cited: CitedPassage;
  /** The nearest paragraphs of the same answer, in reading order. */
  before: Passage[];
  after: Passage[];
  /** How many paragraphs the answer has. */
  paragraphs: number;
}

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
${citationFiles.map(([ending, { name, write }]) => citationPart(name, `${passage.id}.${ending}`, write(citations)))}
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
<p class="here" lang="${document.language}" dir="auto"><a href="#passage">${shorten(foldSpace(passage.text), HERE_SHOWN)}</a></p>
${after.map((one) => neighbour(one, document.language))}${leftOut(later, 'after')}
</section>`;
}

function headingOf({ turn }: CitedPassage): string {
  if (turn.question === undefined) return 'From a statement';
  return turn.asker === undefined ? 'The question' : `Asked by ${turn.asker}`;
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

/** What somebody sees who followed a link to nothing. */
export function problemPage({ status, detail, remedy, reference }: Problem): Html {
  return page({
    title: `${detail} · On Record`,
    head: html`<meta name="robots" content="noindex">`,
    main: html`<article class="failure">
<p class="kind">${status}</p>
<h1>${detail}</h1>
<p>${remedy}</p>
${reference === undefined ? '' : html`<p>Reference: <code>${reference}</code></p>`}
</article>`,
  });
}

/** The first page where there is no playground. */
export function homePage({ documents, passages, dates }: RecordSummary): Html {
  const days = dates ? html` from ${longDate(dates.first)} to ${longDate(dates.last)}` : '';
  return page({
    title: 'On Record',
    main: html`<article><h1>What officials actually said</h1>
<p>This record holds ${passages.toLocaleString('en')} passages of ${documents.toLocaleString('en')} documents${days},
word for word, each with its source. Ask it in Discord, or through its API:
<a href="/api/openapi.json">/api/openapi.json</a> describes it.</p>
</article>`,
  });
}

/** What the `type` of a problem leads to. */
export function problemsPage(): Html {
  const entries = Object.entries(PROBLEMS).map(
    ([kind, { status, title, meaning }]) => html`<h2 id="${kind}">${title}</h2>
<p>Status ${status}. ${meaning}</p>
`,
  );
  return page({
    title: 'Problems · On Record',
    main: html`<article><h1>Problems</h1>
<p>Each refusal of the API names one of these as its <code>type</code> (RFC 9457).</p>
${entries}
</article>`,
  });
}
