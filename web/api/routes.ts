/** The JSON API: thin routes over the services of a record, each described by the schemas that check it. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { createMiddleware } from 'hono/factory';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import type { WebEnv } from '../security/connection.ts';
import { addAsk } from './ask.ts';
import { refuseInvalid } from './json-body.ts';
import { addRecord } from './record.ts';
import { addVerify } from './verify.ts';

interface ApiOptions {
  services: () => RecordServices;
  publicUrl: string;
}

/** Raised when a field that programs rely on changes its meaning or disappears. */
const API_VERSION = '1';

/** How long a passage may be taken from a cache: its words never change, but it may be superseded. */
const PASSAGE_CACHE = 'public, max-age=300';

export function apiRoutes({ services, publicUrl }: ApiOptions): OpenAPIHono<WebEnv> {
  const api = new OpenAPIHono<WebEnv>({ defaultHook: refuseInvalid });
  api.use('/api/*', describeResponse);
  api.use('/api/*', etag());
  addAsk(api, services);
  addRecord(api, services, publicUrl);
  addVerify(api, services);
  api.get('/api/openapi.json', (c) => c.json(description(api, publicUrl)));
  return api;
}

function description(api: OpenAPIHono<WebEnv>, publicUrl: string) {
  return api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'On Record',
      version: API_VERSION,
      description:
        'What officials actually said: verbatim passages, each with its source. Read only, without a key. ' +
        'Pages of any origin may read by GET, without credentials; POST is for programs and pages of this origin. ' +
        'The header API-Version of every response names this version.',
    },
    servers: [{ url: publicUrl }],
  });
}

/** The OpenAPI document, without a record behind it. */
export function describeApi(publicUrl: string) {
  const services = () => {
    throw new Error('only described, never asked');
  };
  return description(apiRoutes({ services, publicUrl }), publicUrl);
}

const describeResponse = createMiddleware(async (c, next) => {
  await next();
  c.header('API-Version', API_VERSION);
  // The record changes under the other addresses, and what somebody asks stays out of shared caches.
  const isPassage = c.res.ok && c.req.path.startsWith('/api/passages/');
  c.header('Cache-Control', isPassage ? PASSAGE_CACHE : 'no-store');
});

// No header but the plain ones may be sent: a POST with a JSON body stays with this site's own pages.
const openToAll = cors({
  origin: '*',
  allowMethods: ['GET', 'HEAD'],
  allowHeaders: ['Accept'],
  exposeHeaders: [
    'API-Version',
    'ETag',
    'RateLimit-Limit',
    'RateLimit-Policy',
    'RateLimit-Remaining',
    'RateLimit-Reset',
    'Retry-After',
  ],
});

/** Pages of any origin may read the API; none may post to it, and no credentials are taken. */
export const apiCors = createMiddleware<WebEnv>((c, next) =>
  c.req.method === 'POST' ? next().then(() => undefined) : openToAll(c, next),
);
