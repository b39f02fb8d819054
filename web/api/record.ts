/** `/api/record`: what the record holds. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { isoDate } from '../../corpus/schema.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import type { WebEnv } from '../environment.ts';
import { FAILURES, json } from './schemas.ts';

const amount = z.int().nonnegative();

export const recordSchema = z
  .object({
    index: z.string().describe('Name of the index snapshot.'),
    model: z.string(),
    documents: amount,
    turns: amount,
    passages: amount,
    speakers: z.array(z.string()),
    dates: z
      .object({ first: isoDate, last: isoDate })
      .optional()
      .describe('Of the first and the last document.'),
  })
  .openapi('Record');

const record = createRoute({
  method: 'get',
  path: '/api/record',
  summary: 'What the record holds',
  responses: { 200: json('Documents, passages, dates, speakers', recordSchema), ...FAILURES },
});

export function addRecord(api: OpenAPIHono<WebEnv>, services: () => RecordServices): void {
  api.openapi(record, async (c) => c.json(await services().search.summary(), 200));
}
