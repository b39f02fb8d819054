/** `/api/verify`: is this what was said? */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { MAX_QUESTION_LENGTH, readQuestion } from '../../retrieval/question.ts';
import { readMessage } from '../../retrieval/quotes/message.ts';
import type { WebEnv } from '../environment.ts';
import { BODY_FAILURES, citedPassageSchema, FAILURES, json } from './schemas.ts';

export const verifyBodySchema = z
  .strictObject({
    text: z.string().max(MAX_QUESTION_LENGTH).describe('A quote, or a text with quotes in quotation marks.'),
  })
  .openapi('QuoteToVerify');

const diffSchema = z
  .array(
    z.object({
      kind: z.enum(['same', 'added', 'left-out']),
      words: z.string().describe('The true words; of `added`, the words as they were typed.'),
      passage: z.int().nonnegative().optional().describe('Position in the list of passages beside the diff.'),
      marked: z.literal(true).optional().describe('The quote says itself that it leaves something out here.'),
    }),
  )
  .openapi('Diff');
const passages = z.array(citedPassageSchema);
const now = z
  .object({
    passages,
    diff: diffSchema.describe(
      'The sentences that were quoted against the present ones: `added` words stood there before, `left-out` ones now.',
    ),
  })
  .openapi('PresentWords');
const quoted = z.string().describe('The words that were compared, as typed.');

const exact = z.object({
  kind: z.literal('exact'),
  quoted,
  omissions: z.boolean().describe('Words are left out where an ellipsis says so.'),
  marksDiffer: z.boolean().describe('Only punctuation, accents or the like differ.'),
  count: z.int().positive().describe('How many places hold the quote.'),
  places: z.array(passages).describe('The newest places, each the passages that the quote covers.'),
  diff: diffSchema,
});

export const checkSchema = z
  .discriminatedUnion('kind', [
    exact,
    exact.extend({
      kind: z.literal('superseded').describe('Word for word on record until the source was changed.'),
      places: z
        .array(passages)
        .describe('Where it stood: passages that are superseded, the last ones first.'),
      until: z.iso.datetime().describe('When the source was first seen without it.'),
      now: now.optional().describe('What the source says there now; absent where it holds nothing like it.'),
    }),
    z.object({
      kind: z.literal('altered'),
      quoted,
      passages: passages.describe('Superseded ones are closer to the quote than all that is on record now.'),
      diff: diffSchema,
      similarity: z.number().min(0).max(1).describe('Share of the words that stand on record in this order.'),
      now: now.optional().describe('Only beside superseded passages: what the source says there now.'),
    }),
    z.object({
      kind: z.literal('stitched'),
      quoted,
      pieces: z.array(z.object({ quoted: z.string(), passages, diff: diffSchema })),
    }),
    z.object({
      kind: z.literal('not-found'),
      quoted,
      nearest: citedPassageSchema.optional().describe('Shares most with the text, and is no match.'),
    }),
  ])
  .openapi('QuoteCheck');

export const verificationSchema = z.object({ checks: z.array(checkSchema) }).openapi('Verification');

const verify = createRoute({
  method: 'post',
  path: '/api/verify',
  summary: 'Compare quotes with the record',
  request: { body: { required: true, ...json('The text', verifyBodySchema) } },
  responses: {
    200: json('One check for each quote, in the order of the text', verificationSchema),
    ...FAILURES,
    ...BODY_FAILURES,
  },
});

export function addVerify(api: OpenAPIHono<WebEnv>, services: () => RecordServices): void {
  api.openapi(verify, async (c) => {
    const { text } = c.req.valid('json');
    readQuestion(readMessage(text).text);
    return c.json({ checks: await services().verifier.verify(text) }, 200);
  });
}
