/** `/p/ID`: a passage as a page; `/p/ID.bib`, `.json`, `.md` and `.txt`: its citation alone; and what leads crawlers there. */
import { readFile } from 'node:fs/promises';
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { permalinkOf } from '../../retrieval/citation.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import type { SearchService } from '../../retrieval/search.ts';
import { WebError } from '../problem.ts';
import type { WebEnv } from '../security/connection.ts';
import { CITATION_FILES, citationsOf } from './citations.ts';
import { homePage, type PassageInContext, passagePage, problemsPage } from './page.ts';
import { addSitemap } from './sitemap.ts';

interface PermalinkOptions {
  services: () => RecordServices;
  publicUrl: string;
}

/** A passage id, read aloud or typed in capitals as well, and how it is asked for. */
const NAME = /^([0-9a-hjkmnp-tv-z]{10})(?:\.(bib|json|md|txt))?$/;

const ASSETS = [
  { name: 'permalink.css', type: 'text/css' },
  { name: 'permalink.js', type: 'text/javascript' },
] as const;

/** The words of a passage never change, but it may be superseded. */
const FRESH = 'public, max-age=300';

export function permalinkRoutes({ services, publicUrl }: PermalinkOptions): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  for (const path of ['/p/*', '/assets/permalink.*', '/sitemap*']) routes.use(path, etag());
  for (const { name, type } of ASSETS) {
    routes.get(`/assets/${name}`, async (c) => {
      const content = await readFile(new URL(name, import.meta.url), 'utf8');
      return file(c, content, type);
    });
  }
  routes.get('/p/:name', async (c) => {
    const { id, extension } = readName(c.req.param('name'));
    const context = await passageInContext(id, services().search);
    const permalink = permalinkOf(publicUrl, id);
    const citations = await citationsOf(context.cited, permalink);
    c.header('Cache-Control', FRESH);
    if (extension === undefined) return c.html(passagePage(context, permalink, citations));
    const { type, write } = CITATION_FILES[extension];
    return file(c, write(citations), type);
  });
  routes.get('/problems', (c) => c.html(problemsPage()));
  addSitemap(routes, services, publicUrl);
  return routes;
}

/** `/` where there is no playground. */
export function homeRoutes(services: () => RecordServices): Hono<WebEnv> {
  return new Hono<WebEnv>().get('/', async (c) => c.html(homePage(await services().search.summary())));
}

function file(c: Context<WebEnv>, content: string, type: string): Response {
  return c.body(content, 200, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': FRESH });
}

/** @throws WebError (404) when the name has not the form of a passage id: nothing is looked up for it */
function readName(name: string): { id: string; extension?: keyof typeof CITATION_FILES } {
  const [, id, extension] = NAME.exec(name.toLowerCase()) ?? [];
  if (id === undefined) {
    throw new WebError(
      'not-found',
      'This is not the address of a passage.',
      'A passage id has ten characters: digits, and letters but i, l, o and u.',
    );
  }
  return extension === undefined ? { id } : { id, extension: extension as keyof typeof CITATION_FILES };
}

/** Paragraphs shown on either side. */
const AROUND = 3;

/** @throws WebError (404) when the record does not hold it */
export async function passageInContext(id: string, search: SearchService): Promise<PassageInContext> {
  const turn = await search.turn(id);
  const at = turn.findIndex(({ passage }) => passage.id === id);
  const cited = turn[at];
  if (!cited) {
    throw new WebError(
      'not-found',
      `The record holds no passage ${id}.`,
      'It may have been removed, or the address may hold a typing error.',
    );
  }
  const passages = turn.map(({ passage }) => passage);
  return {
    cited,
    before: passages.slice(Math.max(0, at - AROUND), at),
    after: passages.slice(at + 1, at + 1 + AROUND),
    paragraphs: turn.length,
  };
}
