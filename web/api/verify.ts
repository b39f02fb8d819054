/** `/api/verify`: compares quotes with the record. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { QuestionError } from '../../retrieval/errors.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { readQuestion } from '../../retrieval/question.ts';
import { readMessage } from '../../retrieval/quotes/message.ts';
import { WebError } from '../problem.ts';
import type { WebEnv } from '../security/connection.ts';
import { jsonBody } from './json-body.ts';
import { citedPassageSchema, json, problems, words } from './schemas.ts';

/** Longest quote in the address of a request. */
const SHORT_QUOTE = 500;

export const verifyFields = { text: words().describe('A quote, or a text with quotes in quotation marks.') };
const verifyBodySchema = z.strictObject(verifyFields).openapi('QuoteToVerify');
const verifyQuerySchema = z.strictObject({ text: words(SHORT_QUOTE).describe('A short quote.') });

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

const checkSchema = z
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

const responses = { 200: json('One check for each quote, in the order of the text', verificationSchema) };
const byPost = createRoute({
  method: 'post',
  path: '/api/verify',
  operationId: 'verify',
  summary: 'Compare quotes with the record',
  middleware: jsonBody,
  request: { body: { required: true, ...json('The text', verifyBodySchema) } },
  responses: { ...responses, ...problems(413, 415, 422) },
});
const byGet = createRoute({
  method: 'get',
  path: '/api/verify',
  operationId: 'verifyByGet',
  summary: 'Compare a short quote with the record, from any page',
  request: { query: verifyQuerySchema },
  responses: { ...responses, ...problems(422) },
});

export function addVerify(api: OpenAPIHono<WebEnv>, services: () => RecordServices): void {
  api.openapi(byPost, async (c) => c.json(await verifyText(c.req.valid('json').text, services()), 200));
  api.openapi(byGet, async (c) => c.json(await verifyText(c.req.valid('query').text, services()), 200));
}

/** @throws WebError (422) where there is nothing to compare */
export async function verifyText(text: string, { verifier }: RecordServices) {
  try {
    readQuestion(readMessage(text).text);
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    throw new WebError(
      'unprocessable',
      'The field “text” holds no words to compare.',
      'Send a quote, or a text with quotes in quotation marks.',
    );
  }
  return { checks: await verifier.verify(text) };
}
