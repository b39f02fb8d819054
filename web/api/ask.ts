/** `/api/ask`: the answer to a question, the same object that the terminal prints. */
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { readFilter } from '../../bot/commands/ask.ts';
import { answerSchema } from '../../retrieval/answer.ts';
import { matchesName } from '../../retrieval/filter.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { DEFAULT_HITS, MAX_HITS } from '../../retrieval/search.ts';
import { WebError } from '../problem.ts';
import type { WebEnv } from '../security/connection.ts';
import { jsonBody } from './json-body.ts';
import { digits, json, problems, words } from './schemas.ts';

const NAME_LENGTH = 100;

const YEAR = '[1-9]\\d{3}';
const LEAP_YEAR = '(?:[1-9]\\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)';
const LONG = 'January|March|May|July|August|October|December';
const SHORT = 'April|June|September|November';
/** Days, months and years that exist, as ISO 8601 or in English. */
const PERIOD = new RegExp(
  `^(?:${[
    `${YEAR}(?:-(?:0[1-9]|1[0-2]))?`,
    `${YEAR}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])`,
    `${YEAR}-(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)`,
    `${YEAR}-02-(?:0[1-9]|1\\d|2[0-8])`,
    `${LEAP_YEAR}-02-29`,
    `(?:(?:[1-9]|1\\d|2[0-8]) )?(?:${LONG}|${SHORT}|February) ${YEAR}`,
    `(?:29|30) (?:${LONG}|${SHORT}) ${YEAR}`,
    `31 (?:${LONG}) ${YEAR}`,
  ].join('|')})$`,
);
const period = z.string().regex(PERIOD, 'expected a date such as 2019-02-18, 2019-02, 2019 or February 2019');

const question = {
  question: words().describe('At most 4,000 characters, with a letter or digit.'),
  since: period.optional().describe('From this day on: 2019-02-18, February 2019, 2019.'),
  until: period.optional().describe('Up to this day.'),
  speaker: words(NAME_LENGTH)
    .optional()
    .describe('Only the words of this person; each word may be cut short.'),
};

export const askFields = {
  ...question,
  k: z.int().min(1).max(MAX_HITS).default(DEFAULT_HITS).describe('How many hits.'),
};
const askBodySchema = z.strictObject(askFields).openapi('Question');
const askQuerySchema = z.strictObject({ ...question, k: digits(1, MAX_HITS, DEFAULT_HITS) });

const responses = {
  200: json(
    'The answer; `related` and `none` list the closest passages, too.',
    z.object(answerSchema.shape).openapi('Answer'),
  ),
};
const byPost = createRoute({
  method: 'post',
  path: '/api/ask',
  operationId: 'ask',
  summary: 'Ask a question',
  middleware: jsonBody,
  request: { body: { required: true, ...json('The question', askBodySchema) } },
  responses: { ...responses, ...problems(413, 415, 422) },
});
const byGet = createRoute({
  method: 'get',
  path: '/api/ask',
  operationId: 'askByGet',
  summary: 'Ask a question, from any page',
  request: { query: askQuerySchema },
  responses: { ...responses, ...problems(422) },
});

export function addAsk(api: OpenAPIHono<WebEnv>, services: () => RecordServices): void {
  api.openapi(byPost, async (c) => c.json(await askRecord(c.req.valid('json'), services()), 200));
  api.openapi(byGet, async (c) => c.json(await askRecord(c.req.valid('query'), services()), 200));
}

/** @throws WebError or RequestError (422) where the fields cannot be met */
export async function askRecord(
  { question, k, ...narrowed }: z.infer<typeof askBodySchema>,
  { search }: RecordServices,
) {
  const filter = readFilter(narrowed);
  if (filter?.speaker !== undefined) await checkSpeaker(filter.speaker, search);
  return search.ask(question, { k, ...(filter && { filter }) });
}

async function checkSpeaker(speaker: string, search: RecordServices['search']): Promise<void> {
  const { speakers } = await search.summary();
  if (speakers.some((name) => matchesName(speaker, name))) return;
  throw new WebError(
    'unprocessable',
    'Nobody of the name in “speaker” is on record.',
    'GET /api/record lists the speakers.',
  );
}
