/** `/p/ID`: a passage as a page; `/p/ID.bib`, `.json`, `.md` and `.txt`: its citation alone. */
import { readFile } from 'node:fs/promises';
import { type Context, Hono } from 'hono';
import { permalinkOf } from '../../retrieval/citation.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import type { WebEnv } from '../environment.ts';
import { WebError } from '../errors.ts';
import { type Citations, citationsOf } from './citations.ts';
import { passageInContext } from './passage-in-context.ts';
import { passagePage } from './passage-page.ts';

export interface PermalinkOptions {
  services: () => RecordServices;
  publicUrl: string;
}

/** A passage id, read aloud or typed in capitals as well, and how it is asked for. */
const NAME = /^([0-9a-hjkmnp-tv-z]{10})(?:\.(bib|json|md|txt))?$/;

const FILES = {
  bib: { type: 'application/x-bibtex', write: ({ bibtex }: Citations) => bibtex },
  json: {
    type: 'application/vnd.citationstyles.csl+json',
    write: ({ cslJson }: Citations) => `${JSON.stringify([cslJson], null, 2)}\n`,
  },
  md: { type: 'text/markdown', write: ({ markdown }: Citations) => markdown },
  txt: { type: 'text/plain', write: ({ text }: Citations) => text },
} as const;

const ASSETS = [
  { name: 'permalink.css', type: 'text/css' },
  { name: 'permalink.js', type: 'text/javascript' },
] as const;

/** A new snapshot may know more about a passage, but its words never change. */
const FRESH = 'public, max-age=300';

export function permalinkRoutes({ services, publicUrl }: PermalinkOptions): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
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
    const { type, write } = FILES[extension];
    return file(c, write(citations), type);
  });
  return routes;
}

function file(c: Context<WebEnv>, content: string, type: string): Response {
  return c.body(content, 200, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': FRESH });
}

/** @throws WebError (404) when the name has not the form of a passage id: nothing is looked up for it */
function readName(name: string): { id: string; extension?: keyof typeof FILES } {
  const [, id, extension] = NAME.exec(name.toLowerCase()) ?? [];
  if (id === undefined) {
    throw new WebError(
      404,
      'This is no address of a passage.',
      'A passage id has ten characters: digits, and letters but i, l, o and u.',
    );
  }
  return extension === undefined ? { id } : { id, extension: extension as keyof typeof FILES };
}
