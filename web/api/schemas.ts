/** What several answers of the API share, as schemas: they check requests and describe responses. */
import { z } from '@hono/zod-openapi';
import { documentSchema, passageSchema, turnSchema } from '../../corpus/schema.ts';

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

export const failureSchema = z
  .object({
    error: z.object({
      message: z.string(),
      remedy: z.string(),
      reference: z.string().optional().describe('Where the fault is the server’s: it stands in its log.'),
    }),
  })
  .openapi('Failure');

/** A response body of a schema. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

const failure = (description: string) => json(description, failureSchema);

/** What every request can meet. */
export const FAILURES = {
  400: failure('The request is not as it should be; the message names the field or the place.'),
  429: failure('Too many requests from this address; `Retry-After` says when to come back.'),
  503: failure(
    'Too many questions wait, or the record cannot be read; `Retry-After` says when to come back.',
  ),
};

export const NOT_FOUND = { 404: failure('The record does not hold it.') };

/** What a request with a body can meet as well. */
export const BODY_FAILURES = {
  413: failure('The body is larger than 64 KB.'),
  415: failure('The body is not `application/json`.'),
};
