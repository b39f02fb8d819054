/** What several routes of the API share: schemas that check requests and describe responses. */
import { z } from '@hono/zod-openapi';
import { documentSchema, passageSchema, turnSchema } from '../../corpus/schema.ts';
import { MAX_QUESTION_LENGTH } from '../../retrieval/question.ts';
import { PROBLEM_TYPE, problemSchema, WebError } from '../problem.ts';

export const citedPassageSchema = z
  .object({
    passage: passageSchema,
    turn: turnSchema,
    document: documentSchema.omit({ text: true }),
    superseded: z.iso
      .datetime()
      .optional()
      .describe('Only of a passage that its source no longer holds: when that was first seen.'),
  })
  .openapi('CitedPassage');

export const passageIdSchema = passageSchema.shape.id;

/**
 * A text to search with. It also needs a letter or digit, or is refused with 422: dialects of patterns differ in what
 * they take for a letter, so no schema says it.
 */
export const words = (most = MAX_QUESTION_LENGTH) => z.string().min(1).max(most);

/** A number in a query string: digits alone, so that an empty value is not 0. */
export const digits = (least: number, most: number, byDefault: number) =>
  z
    .string()
    .regex(/^[0-9]{1,7}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .default(byDefault)
    .openapi({ type: 'integer', minimum: least, maximum: most, default: byDefault });

/** A response body of a schema. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

const problem = (description: string) => ({
  description,
  content: { [PROBLEM_TYPE]: { schema: problemSchema } },
});

/** What every request can meet. */
const ALWAYS = {
  400: problem('A field or the body does not match its schema; `detail` names it.'),
  421: problem('The server listens on loopback and was addressed by a foreign host name.'),
  429: problem('Too many requests from this client; `Retry-After` says when to come back.'),
  500: problem('A fault of the server; `reference` identifies it in its log.'),
  503: problem(
    'Too many questions wait, or the record cannot be read; `Retry-After` says when to come back.',
  ),
};

const SOMETIMES = {
  404: problem('The record does not hold it.'),
  413: problem('The body is larger than 64 KB.'),
  415: problem('The body is not `application/json`.'),
  422: problem('The fields match their schemas, but not each other or the record.'),
};

/** The problems that a route can answer with, beside those that any can. */
export function problems<Status extends keyof typeof SOMETIMES>(...statuses: Status[]) {
  const more = Object.fromEntries(statuses.map((status) => [status, SOMETIMES[status]]));
  return { ...ALWAYS, ...(more as Pick<typeof SOMETIMES, Status>) };
}

/** Opaque to clients. */
export const cursorSchema = z
  .string()
  .regex(/^[\w-]{1,200}$/)
  .optional()
  .describe('Where a page begins, as `next` of the page before gives it.');

export function writeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The value of a cursor. @throws WebError (422) for one that this server did not write */
export function readCursor<Value>(text: string, schema: z.ZodType<Value>): Value {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new WebError(
      'unprocessable',
      'Invalid field “cursor”: it was not given by this server.',
      'Follow `next` of the page before, or leave the cursor out.',
    );
  }
}
