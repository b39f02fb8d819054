import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import { answerSchema } from '../../retrieval/answer.ts';
import { malformedAt } from '../../web/api/json-body.ts';
import { passageResponseSchema } from '../../web/api/passages.ts';
import { recordSchema } from '../../web/api/record.ts';
import { failureSchema } from '../../web/api/schemas.ts';
import { topicSchema, topicsSchema } from '../../web/api/topics.ts';
import { verificationSchema } from '../../web/api/verify.ts';
import { recordAfter, SOFTENED } from '../support/edited-record.ts';
import { type OpenWeb, openWeb, PUBLIC_URL, sharedRecord, webApp } from '../support/open-web.ts';
import { expectShown } from '../support/shown.ts';
import { corpusDir, projectRoot } from '../support/temporary.ts';

const BACKDOORS = 'Has China asked its companies to install backdoors?';
const record = sharedRecord();
const closers: (() => Promise<void>)[] = [];
let web: OpenWeb;

beforeAll(async () => {
  web = await openWeb(record(), {}, (close) => closers.push(close));
});
afterAll(async () => {
  for (const close of closers) await close();
});

const get = (path: string, init: RequestInit = {}) => fetch(`${web.url}${path}`, init);
const post = (path: string, body: unknown) =>
  get(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

/** The body of a response, which its schema describes in full: a field that it does not name is a difference. */
async function described<Schema extends z.ZodType>(
  response: Response,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const parsed = schema.parse(body);
  expect(parsed).toEqual(body);
  return parsed;
}

async function refused(response: Response, status: number) {
  expect(response.status).toBe(status);
  return failureSchema.parse(await response.json()).error;
}

describe('/api/ask', () => {
  it('gives the answer of the search service, by GET and by POST', async () => {
    const asked = await record().search.ask(BACKDOORS);
    const byPost = await described(await post('/api/ask', { question: BACKDOORS }), answerSchema);
    expect(byPost).toEqual(asked);
    expect(byPost.verdict).toBe('answer');
    const query = new URLSearchParams({ question: BACKDOORS, k: '2' });
    const byGet = await described(await get(`/api/ask?${query}`), answerSchema);
    expect(byGet.hits).toEqual(asked.hits.slice(0, 2));
  });

  it('narrows by days and speaker, in the words that Discord takes', async () => {
    const until = await described(
      await post('/api/ask', { question: 'Huawei', until: 'March 2019', k: 50 }),
      answerSchema,
    );
    expect(new Set(until.hits.map(({ document }) => document.date))).toEqual(new Set(['2019-02-18']));
    const since = await described(await get('/api/ask?question=Huawei&since=2019-03&k=50'), answerSchema);
    expect(new Set(since.hits.map(({ document }) => document.date))).toEqual(new Set(['2019-07-03']));
    const spoken = await described(await get('/api/ask?question=Huawei&speaker=geng&k=50'), answerSchema);
    expect(new Set(spoken.hits.map(({ turn }) => turn.speaker))).toEqual(new Set(['Geng Shuang']));
  });

  it('says when nobody of the name, no such day, and nothing askable was given', async () => {
    expect((await refused(await get('/api/ask?question=x&speaker=Nobody'), 400)).message).toContain(
      'speaker',
    );
    const day = await refused(await post('/api/ask', { question: 'x', since: 'whenever' }), 400);
    expect(day.message).toContain('“whenever” is no date');
    const order = await refused(await get('/api/ask?question=x&since=2020&until=2019'), 400);
    expect(order.message).toContain('is after');
    expect((await refused(await get('/api/ask?question=%20'), 400)).message).toBe('The question is empty.');
    const long = await refused(await post('/api/ask', { question: 'a'.repeat(4001) }), 400);
    expect(long.message).toContain('4,001 characters');
  });

  it.each([
    [{ question: 5 }, 'question', 'expected string'],
    [{}, 'question', 'expected string'],
    [{ question: 'x', k: 0 }, 'k', '1'],
    [{ question: 'x', k: 101 }, 'k', '100'],
    [{ question: 'x', k: '3' }, 'k', 'number'],
    [{ question: 'x', since: 2019 }, 'since', 'string'],
    [{ question: 'x', untill: '2019' }, 'untill', 'no field'],
  ])('names the field that is wrong: %j', async (body, field, reason) => {
    const { message } = await refused(await post('/api/ask', body), 400);
    expect(message).toContain(`“${field}”`);
    expect(message).toContain(reason);
  });

  it('names the parameter that is wrong', async () => {
    expect((await refused(await get('/api/ask'), 400)).message).toContain('“question”');
    expect((await refused(await get('/api/ask?question=a&question=b'), 400)).message).toContain('“question”');
    expect((await refused(await get('/api/ask?question=a&k=many'), 400)).message).toContain('“k”');
    expect((await refused(await get('/api/ask?question=a&K=2'), 400)).message).toContain('“K”');
  });
});

describe('/api/topics', () => {
  it('lists topics by what they begin with', async () => {
    const { topics } = await described(await get('/api/topics?prefix=hua'), topicsSchema);
    expect(topics).toContainEqual({ name: 'Huawei', statements: 3 });
    const { topics: all } = await described(await get('/api/topics?count=3'), topicsSchema);
    expect(all).toEqual(await record().topics.suggest('', 3));
  });

  it('turns the pages of a topic to its end, each statement once', async () => {
    const ids: string[] = [];
    let path: string | undefined = '/api/topics/huawei?count=2';
    let total = 0;
    while (path !== undefined) {
      const page: z.infer<typeof topicSchema> = await described(await get(path), topicSchema);
      expect(page.from).toBe(ids.length);
      ids.push(...page.statements.map(({ passage }) => passage.id));
      ({ next: path, total } = page);
    }
    const whole = await record().topics.statements('Huawei', 0, 50);
    expect(ids).toEqual(whole?.statements.map(({ passage }) => passage.id));
    expect(ids).toHaveLength(total);
  });

  it('says when there is no such topic', async () => {
    expect((await refused(await get('/api/topics/no%2Fsuch%20topic'), 404)).message).toContain('topic');
  });
});

describe('/api/passages', () => {
  it('gives every passage word for word, among its neighbours, with permalink and citations', async () => {
    const { transcripts } = await loadCorpus(corpusDir);
    for (const { document, passages } of transcripts) {
      for (const passage of passages) {
        const found = await described(await get(`/api/passages/${passage.id}`), passageResponseSchema);
        expect(found.passage.text).toBe(document.text.slice(found.passage.start, found.passage.end));
        expect(found.passage).toEqual(passage);
        const turn = passages.filter(({ turn }) => turn === passage.turn);
        const at = turn.indexOf(passage);
        expect(found.before).toEqual(turn.slice(Math.max(0, at - 3), at));
        expect(found.after).toEqual(turn.slice(at + 1, at + 4));
        expect(found.paragraphs).toBe(turn.length);
        expect(found.permalink).toBe(`${PUBLIC_URL}/p/${passage.id}`);
        expect(found.citations.bibtex).toContain(`{${passage.id},`);
        expect(found.citations.cslJson.abstract).toBe(passage.text.replace(/\s+/g, ' '));
      }
    }
  });

  it('tells an id that is not on record from what is no id', async () => {
    expect((await refused(await get('/api/passages/0000000000'), 404)).message).toContain('0000000000');
    for (const id of ['x', '00000000000', 'ilou000000', '%2e%2e%2fetc', 'gjvfwnnhzx%00', '%0d%0aX: y']) {
      expect((await refused(await get(`/api/passages/${id}`), 400)).message).toContain('“id”');
    }
  });
});

describe('/api/verify', () => {
  const verify = async (text: string) =>
    (await described(await post('/api/verify', { text }), verificationSchema)).checks;

  it('tells exact, altered, stitched and absent quotes apart', async () => {
    const checks = await verify(
      '“China has not asked and will not ask companies or individuals to collect or provide data” and ' +
        '“China has asked and will gladly ask companies or individuals to collect or provide data” and ' +
        '“completely unrelated words about cooking pasta in olive oil”',
    );
    expect(checks.map(({ kind }) => kind)).toEqual(['exact', 'altered', 'not-found']);
    const [exact, altered] = checks;
    if (exact?.kind !== 'exact' || altered?.kind !== 'altered') throw new Error('checked above');
    expect(exact.places[0]?.[0]?.passage.id).toBe('gjvfwnnhzx');
    expect(altered.diff).toContainEqual({ kind: 'left-out', words: 'not', passage: 0 });
    expect(altered.diff).toContainEqual({ kind: 'added', words: 'gladly' });
    const [stitched] = await verify(
      'China has not asked and will not ask companies or individuals to collect or provide data ' +
        "We noted the relevant news released by the Dutch government and we welcome the Dutch government's attitude",
    );
    if (stitched?.kind !== 'stitched') throw new Error(`expected stitched, not ${stitched?.kind}`);
    expect(stitched.pieces.map(({ passages }) => passages[0]?.document.date)).toEqual([
      '2019-02-18',
      '2019-07-03',
    ]);
  });

  it('tells what was on record until its source was changed, as the docs show it', async () => {
    const { verifier } = await recordAfter(SOFTENED);
    const { app } = webApp({ ...record(), verifier });
    const ask = async (text: string) => {
      const headers = { 'Content-Type': 'application/json' };
      const body = JSON.stringify({ text });
      const response = await app.request('/api/verify', { method: 'POST', headers, body });
      return described(response, verificationSchema);
    };
    const real = await ask('It is a bullying act that is hypocritical, immoral and unfair.');
    const docs = await readFile(path.join(projectRoot, 'docs/api.md'), 'utf8');
    const [shown = ''] = [...docs.matchAll(/```json\n([\s\S]*?)```/g)].flatMap(([, json = '']) =>
      json.includes('"kind": "superseded"') ? [json] : [],
    );
    expectShown(JSON.parse(shown), real, 'docs/api.md');
    const [altered] = (await ask('It is a bullying act that is hypocritical, amoral and unfair.')).checks;
    expect(altered).toMatchObject({
      kind: 'altered',
      passages: [{ superseded: expect.stringMatching(/^\d{4}-/) }],
      now: { passages: [{ document: { date: '2019-02-18' } }] },
    });
  });

  it('refuses what holds no words, or more than it would read', async () => {
    await refused(await post('/api/verify', { text: '**  **' }), 400);
    const { message } = await refused(await post('/api/verify', { text: 'a '.repeat(2001) }), 400);
    expect(message).toContain('“text”');
  });
});

it('says what the record holds', async () => {
  const summary = await described(await get('/api/record'), recordSchema);
  expect(summary).toEqual(await record().search.summary());
  expect(summary).toMatchObject({ documents: 2, passages: 18 });
});

describe('/api/openapi.json', () => {
  it('describes every route, and refers to nothing that it does not hold', async () => {
    const response = await get('/api/openapi.json');
    const text = await response.text();
    const document = JSON.parse(text);
    expect(document.openapi).toBe('3.1.0');
    const routes = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(routes.sort()).toEqual([
      'get /api/ask',
      'get /api/passages/{id}',
      'get /api/record',
      'get /api/topics',
      'get /api/topics/{name}',
      'post /api/ask',
      'post /api/verify',
    ]);
    for (const [, name = ''] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas).toHaveProperty(name);
    }
    const question = document.components.schemas.Question;
    expect(question.required).toEqual(['question']);
    expect(question.properties.k).toMatchObject({ type: 'integer', minimum: 1, maximum: 100, default: 5 });
    expect(document.servers).toEqual([{ url: PUBLIC_URL }]);
  });
});

describe('other origins', () => {
  const from = { Origin: 'https://reader.example' };

  it('may read, without credentials', async () => {
    for (const path of ['/api/record', '/api/passages/0000000000']) {
      const { headers } = await get(path, { headers: from });
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  it('may not post', async () => {
    const preflight = await get('/api/verify', {
      method: 'OPTIONS',
      headers: {
        ...from,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      },
    });
    expect(preflight.headers.get('access-control-allow-methods')).not.toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).not.toMatch(/content-type|\*/i);
    const posted = await post('/api/verify', { text: 'x' });
    expect(posted.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('get no permalink page with their origin allowed', async () => {
    const { headers } = await get('/p/gjvfwnnhzx', { headers: from });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

it.each([
  ['{"question": }', 13],
  ['{"question": "x",}', 17],
  ['{"question": "x"', 16],
  ['{question: 1}', 1],
  ['["a", \'b\']', 6],
  ['{"a": [1, 2, tru]}', 16],
  ['', 0],
  ['nope', 1],
  ['{"a": "x\ny"}', 8],
  ['{"a": 1}', undefined],
])('finds where %j stops being JSON', (text, place) => {
  expect(malformedAt(text)).toBe(place);
});
