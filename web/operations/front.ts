/** What the socket answers from the first moment on: operations at once, the pages when the index is open. */
import { Hono } from 'hono';

/** Anything that answers requests: a Hono app. */
export interface Answers {
  fetch(request: Request, env: object): Response | Promise<Response>;
}

export interface Front extends Answers {
  /** From now on these pages answer, operations included. */
  open(pages: Answers): void;
}

const RETRY_SECONDS = '2';

export function createFront(operations: Hono): Front {
  const opening = new Hono();
  opening.route('/', operations);
  opening.all('*', (c) =>
    c.text('The index is being built. The page comes by itself when it is ready.', 503, {
      'Retry-After': RETRY_SECONDS,
      // For browsers, which wait for no other header: the page comes by itself.
      Refresh: RETRY_SECONDS,
      'Cache-Control': 'no-store',
    }),
  );
  let pages: Answers = opening;
  return {
    open: (now) => {
      pages = now;
    },
    fetch: (request, env) => pages.fetch(request, env),
  };
}
