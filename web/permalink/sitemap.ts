/** `robots.txt` and a sitemap of the permalinks, in pages (https://www.sitemaps.org/protocol.html). */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import { permalinkOf } from '../../retrieval/citation.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { WebError } from '../problem.ts';
import type { WebEnv } from '../security/connection.ts';

/** Documents whose passages a page lists; the protocol allows 50,000 addresses. */
const DOCUMENTS_PER_PAGE = 100;

const HEADERS = { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'public, max-age=3600' };
const XMLNS = 'http://www.sitemaps.org/schemas/sitemap/0.9';

export function addSitemap(routes: Hono<WebEnv>, services: () => RecordServices, publicUrl: string): void {
  routes.get('/robots.txt', (c) =>
    c.text(`User-agent: *\nDisallow: /api/\nDisallow: /playground/\nSitemap: ${publicUrl}/sitemap.xml\n`),
  );

  routes.get('/sitemap.xml', async (c) => {
    const pages = pagesOf(await services().catalogue.documents());
    const entries = pages.map(
      (_, at) => html`<sitemap><loc>${publicUrl}/sitemap/${at + 1}.xml</loc></sitemap>\n`,
    );
    return c.body(await xml(html`<sitemapindex xmlns="${XMLNS}">\n${entries}</sitemapindex>`), 200, HEADERS);
  });

  routes.get('/sitemap/:page{[1-9][0-9]{0,5}\\.xml}', async (c) => {
    const { catalogue } = services();
    const page = pagesOf(await catalogue.documents())[Number.parseInt(c.req.param('page'), 10) - 1];
    if (!page)
      throw new WebError('not-found', 'The sitemap has no such page.', 'GET /sitemap.xml lists its pages.');
    const entries = [];
    for (const { id } of page) {
      for (const passage of (await catalogue.document(id))?.passages ?? [])
        entries.push(html`<url><loc>${permalinkOf(publicUrl, passage.id)}</loc></url>\n`);
    }
    return c.body(await xml(html`<urlset xmlns="${XMLNS}">\n${entries}</urlset>`), 200, HEADERS);
  });
}

/** Oldest first: what is added changes the last page alone. */
function pagesOf<Listing>(newestFirst: readonly Listing[]): Listing[][] {
  const documents = newestFirst.toReversed();
  const pages: Listing[][] = [];
  for (let at = 0; at < documents.length; at += DOCUMENTS_PER_PAGE)
    pages.push(documents.slice(at, at + DOCUMENTS_PER_PAGE));
  return pages;
}

async function xml(body: ReturnType<typeof html>): Promise<string> {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${await body}\n`;
}
