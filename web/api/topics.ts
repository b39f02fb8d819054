/** `/api/topics`: the topics of the record, and the statements on one, newest first, in pages. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import type { WebEnv } from '../environment.ts';
import { WebError } from '../errors.ts';
import { citedPassageSchema, FAILURES, json, NOT_FOUND } from './schemas.ts';

const NAME_MOST = 200;
const SUGGESTED = 25;
const SUGGESTED_MOST = 100;
const PAGE = 10;
const PAGE_MOST = 50;

const count = (byDefault: number, most: number) =>
  z.coerce.number<string>().int().min(1).max(most).default(byDefault);

export const topicsSchema = z
  .object({ topics: z.array(z.object({ name: z.string(), statements: z.int().positive() })) })
  .openapi('Topics');

export const topicSchema = z
  .object({
    name: z.string(),
    total: z.int().nonnegative().describe('How many statements there are.'),
    from: z.int().nonnegative().describe('Position of the first statement of this page, from 0.'),
    statements: z.array(citedPassageSchema),
    next: z.string().optional().describe('Path of the next page; absent on the last.'),
  })
  .openapi('Topic');

const list = createRoute({
  method: 'get',
  path: '/api/topics',
  summary: 'Topics that a text begins, or the foremost ones',
  request: {
    query: z.strictObject({
      prefix: z.string().max(NAME_MOST).default(''),
      count: count(SUGGESTED, SUGGESTED_MOST),
    }),
  },
  responses: { 200: json('The topics, foremost first', topicsSchema), ...FAILURES },
});

const one = createRoute({
  method: 'get',
  path: '/api/topics/{name}',
  summary: 'The statements on a topic, newest first',
  request: {
    params: z.object({ name: z.string().max(NAME_MOST) }),
    query: z.strictObject({
      from: z.coerce.number<string>().int().min(0).max(1_000_000).default(0),
      count: count(PAGE, PAGE_MOST),
    }),
  },
  responses: { 200: json('A page of statements', topicSchema), ...FAILURES, ...NOT_FOUND },
});

export function addTopics(api: OpenAPIHono<WebEnv>, services: () => RecordServices): void {
  api.openapi(list, async (c) => {
    const { prefix, count: limit } = c.req.valid('query');
    return c.json({ topics: await services().topics.suggest(prefix, limit) }, 200);
  });
  api.openapi(one, async (c) => {
    const { from, count: limit } = c.req.valid('query');
    const found = await services().topics.statements(c.req.valid('param').name, from, limit);
    if (!found)
      throw new WebError(
        404,
        'The record has no topic of this name.',
        'GET /api/topics?prefix= lists those it has.',
      );
    const { name, total, statements } = found;
    const end = from + statements.length;
    const next = `/api/topics/${encodeURIComponent(name)}?from=${end}&count=${limit}`;
    return c.json({ name, total, from, statements, ...(end < total && { next }) }, 200);
  });
}
