/** The web side as one app: what every request passes through, then the API, the permalinks and further routes. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { createMiddleware } from 'hono/factory';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import type { RecordServices } from '../retrieval/process/protocol.ts';
import { apiCors, apiRoutes } from './api/routes.ts';
import { permalinkRoutes } from './permalink/routes.ts';
import { WebError } from './problem.ts';
import { refuse } from './respond.ts';
import { hostGuard, type IsTrusted, type WebEnv } from './security/connection.ts';
import { securityHeaders } from './security/headers.ts';
import { LIMITS, type Limits, type LimitWatch, limitClients } from './security/limits.ts';

const BODY_KILOBYTES = 64;

export interface WebWatch extends LimitWatch {
  /** A request was answered; `route` is the pattern of its path, or `none`. */
  onRequest?(request: { route: string; method: string; status: number; ms: number }): void;
}

export interface WebOptions {
  /** The record as it stands when a request begins. */
  services: () => RecordServices;
  log: Logger;
  /** Where people find this server, such as `https://record.example.org`: permalinks begin with it. */
  publicUrl: string;
  /** More routes (the playground, operations), mounted at `/` behind the same guards. */
  routes?: readonly Hono<WebEnv>[];
  limits?: Partial<Limits>;
  isTrusted?: IsTrusted;
  watch?: WebWatch;
}

export function createWebApp(options: WebOptions): OpenAPIHono<WebEnv> {
  const { services, log, publicUrl, routes = [], isTrusted = () => false, watch = {} } = options;
  const app = new OpenAPIHono<WebEnv>();
  app.use(watchRequests(log, watch));
  app.use(securityHeaders(publicUrl));
  app.use(compress());
  app.use('/api/*', apiCors);
  app.use(hostGuard(publicUrl));
  app.use(limitClients({ ...LIMITS, ...options.limits }, isTrusted, watch));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (_, allowed) => refuseMethod(allowed) }));
  app.use(bodyLimit({ maxSize: BODY_KILOBYTES * 1024, onError: refuseLarge }));
  app.route('/', apiRoutes({ services, publicUrl }));
  app.route('/', permalinkRoutes({ services, publicUrl }));
  for (const more of routes) app.route('/', more);
  app.notFound((c) => {
    const nothing = new WebError(
      'not-found',
      'There is nothing at this address.',
      'See /, or GET /api/openapi.json.',
    );
    return refuse(c, nothing, publicUrl, log);
  });
  app.onError((error, c) => {
    const told = brokeOff(c)
      ? new WebError('invalid-request', 'The request broke off.', 'Send it again.')
      : error;
    return refuse(c, told, publicUrl, log);
  });
  return app;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

function watchRequests(log: Logger, { onRequest }: WebWatch) {
  return createMiddleware<WebEnv>(async (c, next) => {
    const begin = performance.now();
    await next();
    const path = routePath(c, -1);
    const request = {
      route: path.includes('*') ? 'none' : path,
      method: METHODS.has(c.req.method) ? c.req.method : 'other',
      status: c.res.status,
      ms: Math.round(performance.now() - begin),
    };
    onRequest?.(request);
    log.debug(request, 'request');
  });
}

/** Whether the client left before it had sent its whole request: then the server is not at fault. */
function brokeOff({ env }: Context<WebEnv>): boolean {
  return env?.incoming?.destroyed === true && !env.incoming.complete;
}

function refuseMethod(allowed: readonly string[]): never {
  throw new WebError('method-not-allowed', 'Method not allowed.', `Use ${allowed.join(' or ')}.`, {
    Allow: allowed.join(', '),
  });
}

function refuseLarge(): never {
  throw new WebError('body-too-large', `The body is larger than ${BODY_KILOBYTES} KB.`, 'Send less.', {
    Connection: 'close',
  });
}
