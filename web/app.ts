/** The web side as one app: the guards that every request passes, then the API, the permalinks and the pages. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import type { RecordServices } from '../retrieval/process/protocol.ts';
import { jsonBody } from './api/json-body.ts';
import { apiCors, apiRoutes } from './api/routes.ts';
import type { WebEnv } from './environment.ts';
import { WebError } from './errors.ts';
import { type Failure, failureOf } from './failure.ts';
import { failurePage } from './permalink/failure-page.ts';
import { permalinkRoutes } from './permalink/routes.ts';
import { boundBody } from './security/bound-body.ts';
import { securityHeaders } from './security/headers.ts';
import { hostGuard } from './security/host-guard.ts';
import { rateLimit } from './security/rate-limit.ts';
import { boundWaiting, type WaitingLimits } from './security/waiting.ts';

export interface WebLimits extends WaitingLimits {
  /** What each client may spend; `security/costs.ts` says on what. */
  pointsPerMinute: number;
  bodyBytes: number;
}

/** For each client, 30 questions a minute: what the bot allows in the long run. */
export const WEB_LIMITS: WebLimits = {
  pointsPerMinute: 600,
  questionsAtOnce: 8,
  questionsAtOncePerClient: 4,
  bodyBytes: 64 * 1024,
};

export interface WebOptions {
  /** The record as it stands when a request begins. */
  services: () => RecordServices;
  log: Logger;
  /** Where people find this server, such as `https://record.example.org`: permalinks begin with it. */
  publicUrl: string;
  /** More routes (the playground, operations), mounted at `/` behind the same guards. */
  routes?: readonly Hono[];
  limits?: Partial<WebLimits>;
}

export function createWebApp(options: WebOptions): OpenAPIHono<WebEnv> {
  const { services, log, publicUrl, routes = [] } = options;
  const limits = { ...WEB_LIMITS, ...options.limits };
  const app = new OpenAPIHono<WebEnv>();
  app.use(securityHeaders(publicUrl));
  app.use(hostGuard(publicUrl));
  app.use('/api/*', apiCors);
  app.use(rateLimit(limits.pointsPerMinute));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (_, allowed) => refuseMethod(allowed) }));
  app.use(boundBody(limits.bodyBytes));
  for (const path of ['/api/*', '/playground/*']) app.use(path, jsonBody);
  app.use(boundWaiting(limits));
  app.route('/', apiRoutes({ services, publicUrl }));
  app.route('/', permalinkRoutes({ services, publicUrl }));
  for (const more of routes) app.route('/', more);
  app.notFound((c) => {
    const nothing = new WebError(
      404,
      'There is nothing at this address.',
      'See GET /api/openapi.json, or begin at /.',
    );
    return respond(c, failureOf(nothing, '', log));
  });
  app.onError((error, c) => {
    const told = brokeOff(c) ? new WebError(400, 'The request broke off.', 'Send it again.') : error;
    return respond(c, failureOf(told, routePath(c, -1), log));
  });
  return app;
}

/** Whether the client left before it had sent its whole request: then nothing here is at fault. */
function brokeOff({ env }: Context<WebEnv>): boolean {
  return env?.incoming?.destroyed === true && !env.incoming.complete;
}

/** As a page to those who look at pages, as JSON to programs. */
function respond(c: Context<WebEnv>, failure: Failure): Response | Promise<Response> {
  const { status, headers, ...error } = failure;
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  c.header('Cache-Control', 'no-store');
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  const isPage = isRead && !/^\/(?:api|playground)\//.test(c.req.path);
  return isPage ? c.html(failurePage(failure), status) : c.json({ error }, status);
}

function refuseMethod(allowed: readonly string[]): never {
  throw new WebError(405, 'This address takes no such request.', `Use ${allowed.join(' or ')}.`, {
    Allow: allowed.join(', '),
  });
}
