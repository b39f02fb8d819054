/** What the socket answers from the first moment on: operations at once, everything else when the index is open. */
import { Hono } from 'hono';

/** Anything that answers requests: a Hono app. */
export interface Answers {
  fetch(request: Request, env: object): Response | Promise<Response>;
}

export interface Front extends Answers {
  /** From now on `pages` answers what operations do not. */
  open(pages: Answers): void;
}

const RETRY_SECONDS = '5';

export function createFront(operations: Answers, operationsPaths: readonly string[]): Front {
  let pages: Answers = opening();
  return {
    open: (now) => {
      pages = now;
    },
    fetch: (request, env) => {
      const { pathname } = new URL(request.url);
      return (operationsPaths.includes(pathname) ? operations : pages).fetch(request, env);
    },
  };
}

function opening(): Answers {
  const app = new Hono();
  app.all('*', (c) =>
    c.text('The index is being built. Try again in a moment.', 503, {
      'Retry-After': RETRY_SECONDS,
      'Cache-Control': 'no-store',
    }),
  );
  return app;
}
