/** What the public socket answers while the record opens, and then the pages. */
import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { ServiceState } from './operations/health.ts';
import { WebError } from './problem.ts';
import { refuse } from './respond.ts';
import type { WebEnv } from './security/connection.ts';
import type { WebHandler } from './server.ts';

interface Front extends WebHandler {
  /** From now on these pages answer. */
  open(pages: WebHandler): void;
}

const RETRY_SECONDS = '2';

interface FrontOptions {
  state: Readonly<ServiceState>;
  /** Routes that answer already. */
  routes: Hono<WebEnv>;
  publicUrl: string;
  log: Logger;
}

export function createFront({ state, routes, publicUrl, log }: FrontOptions): Front {
  const opening = new Hono<WebEnv>().route('/', routes);
  opening.all('*', (c) => {
    const doing = state.isBuilding ? 'built' : 'loaded';
    const loading = new WebError(
      'loading',
      `The index is being ${doing}.`,
      'It opens by itself when it is ready.',
      {
        'Retry-After': RETRY_SECONDS,
        // Browsers do not wait for Retry-After: the page reloads by itself.
        Refresh: RETRY_SECONDS,
      },
    );
    return refuse(c, loading, publicUrl, log);
  });
  let pages: WebHandler = opening;
  return {
    open(now) {
      pages = now;
    },
    fetch: (request, env) => pages.fetch(request, env),
  };
}
