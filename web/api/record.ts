/** What the record holds: `/api/record`, `/api/topics` and `/api/passages`. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { isoDate, passageSchema } from '../../corpus/schema.ts';
import { permalinkOf } from '../../retrieval/citation.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { citationsOf, cslSchema } from '../permalink/citations.ts';
import { passageInContext } from '../permalink/routes.ts';
import { WebError } from '../problem.ts';
import type { WebEnv } from '../security/connection.ts';
import {
  citedPassageSchema,
  cursorSchema,
  digits,
  json,
  passageIdSchema,
  problems,
  readCursor,
  writeCursor,
} from './schemas.ts';

const NAME_LENGTH = 200;
const TOPICS = { byDefault: 25, most: 100 };
const STATEMENTS = { byDefault: 10, most: 50 };
const FROM_MOST = 1_000_000;

const count = z.int().nonnegative();

export const recordSchema = z
  .object({
    index: z.string().describe('Name of the index snapshot.'),
    model: z.string(),
    documents: count,
    turns: count,
    passages: count,
    speakers: z.array(z.string()),
    publishers: z.array(z.string()).describe('Those of the most documents first.'),
    dates: z
      .object({ first: isoDate, last: isoDate })
      .optional()
      .describe('Of the first and the last document.'),
    watched: z
      .object({
        lists: z.int().nonnegative(),
        onRecord: z.int().nonnegative(),
        refused: z.int().nonnegative(),
        checked: z.iso.datetime(),
      })
      .optional()
      .describe('Sources that are watched: list pages, their pages on record and refused, last look.'),
  })
  .openapi('Record');

const record = createRoute({
  method: 'get',
  path: '/api/record',
  operationId: 'getRecord',
  summary: 'What the record holds',
  responses: { 200: json('Documents, passages, dates, speakers', recordSchema), ...problems() },
});

export const topicsSchema = z
  .object({
    topics: z.array(z.object({ name: z.string(), statements: z.int().positive() })),
    next: z.string().optional().describe('Path of the next page; absent on the last.'),
  })
  .openapi('Topics');

const topics = createRoute({
  method: 'get',
  path: '/api/topics',
  operationId: 'listTopics',
  summary: 'Topics by the beginning of their names, or the most frequent ones',
  request: {
    query: z.strictObject({
      prefix: z.string().max(NAME_LENGTH).default(''),
      count: digits(1, TOPICS.most, TOPICS.byDefault),
      cursor: cursorSchema,
    }),
  },
  responses: { 200: json('A page of topics, the most frequent first', topicsSchema), ...problems(422) },
});

export const topicSchema = z
  .object({
    name: z.string(),
    total: count.describe('How many statements there are.'),
    from: count.describe('Position of the first statement of this page, from 0.'),
    statements: z.array(citedPassageSchema),
    next: z.string().optional().describe('Path of the next page; absent on the last.'),
  })
  .openapi('Topic');

const topic = createRoute({
  method: 'get',
  path: '/api/topics/{name}',
  operationId: 'getTopic',
  summary: 'The statements on a topic, newest first',
  request: {
    params: z.object({ name: z.string().min(1).max(NAME_LENGTH) }),
    query: z.strictObject({
      from: digits(0, FROM_MOST, 0).describe('Position of the first statement; a cursor overrides it.'),
      count: digits(1, STATEMENTS.most, STATEMENTS.byDefault),
      cursor: cursorSchema,
    }),
  },
  responses: { 200: json('A page of statements', topicSchema), ...problems(404, 422) },
});

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
  operationId: 'getPassage',
  summary: 'A passage by its id',
  request: { params: z.object({ id: passageIdSchema.meta({ example: 'gjvfwnnhzx' }) }) },
  responses: {
    200: json('The passage, the paragraphs around it, and how to cite it', passageResponseSchema),
    ...problems(404),
  },
});

const topicsCursor = z.int().min(1).max(FROM_MOST);
/** Where the next statement was, and the statement before it: new ones move both down together. */
const statementsCursor = z.tuple([z.int().min(1).max(FROM_MOST), passageIdSchema]);

export function addRecord(api: OpenAPIHono<WebEnv>, services: () => RecordServices, publicUrl: string): void {
  api.openapi(record, async (c) => c.json(await services().search.summary(), 200));

  api.openapi(topics, async (c) => {
    const { prefix, count: size, cursor } = c.req.valid('query');
    const from = cursor === undefined ? 0 : readCursor(cursor, topicsCursor);
    const found = await services().topics.suggest(prefix, from + size + 1);
    const more = found.length > from + size;
    const query = new URLSearchParams({ prefix, count: String(size), cursor: writeCursor(from + size) });
    return c.json(
      { topics: found.slice(from, from + size), ...(more && { next: `/api/topics?${query}` }) },
      200,
    );
  });

  api.openapi(topic, async (c) => {
    const { cursor: last, ...page } = await topicPage(
      c.req.valid('param').name,
      c.req.valid('query'),
      services(),
    );
    const query = new URLSearchParams({ count: String(c.req.valid('query').count), cursor: last ?? '' });
    const next = `/api/topics/${encodeURIComponent(page.name)}?${query}`;
    return c.json({ ...page, ...(last !== undefined && { next }) }, 200);
  });

  api.openapi(passage, async (c) => {
    const { cited, ...around } = await passageInContext(c.req.valid('param').id, services().search);
    const permalink = permalinkOf(publicUrl, cited.passage.id);
    return c.json({ ...cited, ...around, permalink, citations: await citationsOf(cited, permalink) }, 200);
  });
}

/**
 * A page of the statements on a topic, with the cursor of the next.
 * @param from position of the first statement where there is no cursor
 * @throws WebError (404, 422)
 */
export async function topicPage(
  asked: string,
  { count: size, cursor, from = 0 }: { count: number; cursor?: string | undefined; from?: number },
  services: RecordServices,
) {
  const start = cursor === undefined ? from : await startOf(cursor, asked, services);
  const found = await services.topics.statements(asked, { from: start, count: size });
  if (!found) {
    throw new WebError(
      'not-found',
      'The record has no topic of this name.',
      'GET /api/topics?prefix= lists those that it has.',
    );
  }
  const { name, dates, statements } = found;
  const total = dates.length;
  const end = start + statements.length;
  const last = statements.at(-1)?.passage.id;
  return {
    name,
    total,
    from: start,
    statements,
    ...(end < total && last !== undefined && { cursor: writeCursor([end, last]) }),
  };
}

/** Statements that are looked through for the one that a cursor names. */
const LOOKED_THROUGH = 500;

/** The position behind the statement that a cursor names, wherever newer statements have moved it. */
async function startOf(cursor: string, topic: string, { topics }: RecordServices): Promise<number> {
  const [position, last] = readCursor(cursor, statementsCursor);
  for (let from = position - 1; from < position + LOOKED_THROUGH; from += STATEMENTS.most) {
    const page = (await topics.statements(topic, { from, count: STATEMENTS.most }))?.statements ?? [];
    const at = page.findIndex(({ passage }) => passage.id === last);
    if (at >= 0) return from + at + 1;
    if (page.length < STATEMENTS.most) break;
  }
  // The statement has left the record: its place is the best that is known.
  return position;
}
