/** Bodies of requests, and what is wrong with them. */
import type { z } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import { WebError } from '../problem.ts';
import type { WebEnv } from '../security/connection.ts';

const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** Refuses a body of another type (415) and one that is not JSON (400). */
export const jsonBody = createMiddleware<WebEnv>(async (c, next) => {
  if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) {
    throw new WebError(
      'unsupported-media-type',
      'Content-Type must be application/json.',
      'Send JSON, with the header Content-Type: application/json.',
    );
  }
  try {
    JSON.parse(await c.req.text());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new WebError(
      'invalid-request',
      `The body is not valid JSON: ${error.message}`,
      'Send one JSON object, such as {"question": "What was said about 5G?"}.',
    );
  }
  await next();
});

const NAME_SHOWN = 60;

/** The hook of every route. @throws WebError naming the first invalid field */
export function refuseInvalid({ error }: { success: boolean; error?: z.ZodError }): void {
  const issue = error?.issues[0];
  if (!issue) return;
  throw new WebError('invalid-request', describeIssue(issue), 'GET /api/openapi.json describes every field.');
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `Unknown field ${quote(issue.keys[0] ?? '')}.`;
  const reason = issue.message.replace(/^Invalid (?:input|string): /, '').replace(/\.$/, '');
  return issue.path.length === 0
    ? `Invalid request: ${reason}.`
    : `Invalid field ${quote(issue.path.join('.'))}: ${reason}.`;
}

function quote(name: string): string {
  return `“${name.slice(0, NAME_SHOWN)}”`;
}
