/** The JSON API: thin routes over the services of a record, each described by the schemas that check it. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import type { WebEnv } from '../environment.ts';
import { addAsk } from './ask.ts';
import { addPassages } from './passages.ts';
import { addRecord } from './record.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { addTopics } from './topics.ts';
import { addVerify } from './verify.ts';

export interface ApiOptions {
  services: () => RecordServices;
  publicUrl: string;
}

export function apiRoutes({ services, publicUrl }: ApiOptions): OpenAPIHono<WebEnv> {
  const api = new OpenAPIHono<WebEnv>({ defaultHook: refuseInvalid });
  api.use('/api/*', uncached);
  addAsk(api, services);
  addTopics(api, services);
  addPassages(api, services, publicUrl);
  addVerify(api, services);
  addRecord(api, services);
  api.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'On Record',
      version: '1',
      description: 'What officials actually said: verbatim passages, each with its source. Read only.',
    },
    servers: [{ url: publicUrl }],
  });
  return api;
}

/** The record changes under its addresses, and what somebody asks stays out of shared caches. */
const uncached = createMiddleware(async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
});

// No header but the plain ones may be sent: a POST with a JSON body stays with this site's own pages.
const openToAll = cors({
  origin: '*',
  allowMethods: ['GET', 'HEAD'],
  allowHeaders: ['Accept'],
  exposeHeaders: ['Retry-After'],
});

/** Any page may read the API; none may ask it to act, and no credentials are taken. */
export const apiCors = createMiddleware<WebEnv>((c, next) =>
  c.req.method === 'POST' ? next().then(() => undefined) : openToAll(c, next),
);
