/** A request whose fields are not as they should be: the first fault is named with its field. */
import type { z } from '@hono/zod-openapi';
import { WebError } from '../errors.ts';

const NAME_SHOWN = 60;

/** The hook of every route. @throws WebError naming the field */
export function refuseInvalid(result: { success: boolean; error?: z.ZodError }): void {
  if (result.success) return;
  const [issue] = result.error?.issues ?? [];
  throw new WebError(400, problemOf(issue), 'GET /api/openapi.json describes every field.');
}

function problemOf(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return 'The request is not as it should be.';
  if (issue.code === 'unrecognized_keys') return `There is no field ${quote(issue.keys[0] ?? '')}.`;
  const reason = issue.message.replace(/^Invalid input: /, '').replace(/\.$/, '');
  return issue.path.length === 0
    ? `The request is not as it should be: ${reason}.`
    : `The field ${quote(issue.path.join('.'))} is not as it should be: ${reason}.`;
}

function quote(name: string): string {
  return `“${name.slice(0, NAME_SHOWN)}”`;
}
