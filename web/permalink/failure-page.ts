/** What somebody sees who followed a link to nothing. */
import { html } from 'hono/html';
import type { Failure } from '../failure.ts';
import { type Html, page } from './layout.ts';

export function failurePage({ status, message, remedy, reference }: Failure): Html {
  return page({
    title: `${message} · On Record`,
    head: html`<meta name="robots" content="noindex">`,
    main: html`<article class="failure">
<p class="kind">${status}</p>
<h1>${message}</h1>
<p>${remedy}</p>
${reference === undefined ? '' : html`<p>Reference: <code>${reference}</code></p>`}
</article>`,
  });
}
