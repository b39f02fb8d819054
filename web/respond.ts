/** The response to a request that is refused. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { problemPage } from './permalink/page.ts';
import { PROBLEM_TYPE, type Refusal } from './problem.ts';

/** As a page to those who look at pages, as problem details to programs. */
export function respond(c: Context, { problem, headers }: Refusal): Response | Promise<Response> {
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  c.header('Cache-Control', 'no-store');
  const status = problem.status as ContentfulStatusCode;
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  const isPage = isRead && !/^\/(?:api|playground)\//.test(c.req.path);
  if (isPage) return c.html(problemPage(problem), status);
  return c.body(JSON.stringify(problem), status, { 'Content-Type': PROBLEM_TYPE });
}
