/** `/api/ask`: the one answer that the terminal prints as well. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { readFilter } from '../../bot/commands/ask.ts';
import { answerSchema } from '../../retrieval/answer.ts';
import { matchesName } from '../../retrieval/filter.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { DEFAULT_HITS, MAX_HITS } from '../../retrieval/search.ts';
import type { WebEnv } from '../environment.ts';
import { WebError } from '../errors.ts';
import { BODY_FAILURES, FAILURES, json } from './schemas.ts';

const WORDS_MOST = 100;

const questionShape = {
  question: z.string().describe('At most 4,000 characters, with a letter or digit.'),
  since: z.string().max(WORDS_MOST).optional().describe('From this day on: 2019-02-18, February 2019, 2019.'),
  until: z.string().max(WORDS_MOST).optional().describe('Up to this day.'),
  speaker: z.string().max(WORDS_MOST).optional().describe('Only the words of this person; beginnings do.'),
};
const hits = (number: z.ZodInt | z.ZodCoercedNumber) =>
  number.min(1).max(MAX_HITS).default(DEFAULT_HITS).describe('How many hits.');

export const askBodySchema = z.strictObject({ ...questionShape, k: hits(z.int()) }).openapi('Question');
const askQuerySchema = z.strictObject({ ...questionShape, k: hits(z.coerce.number<string>().int()) });

const response = json('The answer; `related` and `none` list the closest passages, too.', answerSchema);
const summary = 'Ask a question';

const byPost = createRoute({
  method: 'post',
  path: '/api/ask',
  summary,
  request: { body: { required: true, ...json('The question', askBodySchema) } },
  responses: { 200: response, ...FAILURES, ...BODY_FAILURES },
});
const byGet = createRoute({
  method: 'get',
  path: '/api/ask',
  summary,
  request: { query: askQuerySchema },
  responses: { 200: response, ...FAILURES },
});

export function addAsk(api: OpenAPIHono<WebEnv>, services: () => RecordServices): void {
  api.openapi(byPost, async (c) => c.json(await answer(c.req.valid('json'), services()), 200));
  api.openapi(byGet, async (c) => c.json(await answer(c.req.valid('query'), services()), 200));
}

async function answer({ question, k, ...words }: z.infer<typeof askBodySchema>, { search }: RecordServices) {
  const filter = readFilter(words);
  if (filter?.speaker !== undefined) await checkSpeaker(filter.speaker, search);
  return search.ask(question, { k, ...(filter && { filter }) });
}

async function checkSpeaker(speaker: string, search: RecordServices['search']): Promise<void> {
  const { speakers } = await search.summary();
  if (speakers.some((name) => matchesName(speaker, name))) return;
  throw new WebError(400, 'Nobody of the name in “speaker” is on record.', 'GET /api/record lists who is.');
}
