/** `/api/passages/:id`: a passage in its answer, with its permalink and its citations. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { passageSchema } from '../../corpus/schema.ts';
import { permalinkOf } from '../../retrieval/citation.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import type { WebEnv } from '../environment.ts';
import { citationsOf } from '../permalink/citations.ts';
import { cslSchema } from '../permalink/csl.ts';
import { passageInContext } from '../permalink/passage-in-context.ts';
import { citedPassageSchema, FAILURES, json, NOT_FOUND, passageIdSchema } from './schemas.ts';

export const passageResponseSchema = citedPassageSchema
  .extend({
    before: z.array(passageSchema).describe('Paragraphs of the same answer before it, at most three.'),
    after: z.array(passageSchema).describe('Paragraphs of the same answer after it, at most three.'),
    paragraphs: z.int().positive().describe('How many paragraphs the answer has.'),
    permalink: z.url(),
    citations: z.object({ text: z.string(), markdown: z.string(), bibtex: z.string(), cslJson: cslSchema }),
  })
  .openapi('PassageInContext');

const passage = createRoute({
  method: 'get',
  path: '/api/passages/{id}',
  summary: 'A passage by its id',
  request: { params: z.object({ id: passageIdSchema }) },
  responses: {
    200: json('The passage, what stands around it, and how to cite it', passageResponseSchema),
    ...FAILURES,
    ...NOT_FOUND,
  },
});

export function addPassages(
  api: OpenAPIHono<WebEnv>,
  services: () => RecordServices,
  publicUrl: string,
): void {
  api.openapi(passage, async (c) => {
    const { cited, ...around } = await passageInContext(c.req.valid('param').id, services().search);
    const permalink = permalinkOf(publicUrl, cited.passage.id);
    return c.json({ ...cited, ...around, permalink, citations: await citationsOf(cited, permalink) }, 200);
  });
}
