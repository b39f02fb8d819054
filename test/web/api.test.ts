import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import { answerSchema } from '../../retrieval/answer.ts';
import { passageResponseSchema, recordSchema, topicSchema, topicsSchema } from '../../web/api/record.ts';
import { verificationSchema } from '../../web/api/verify.ts';
import { recordAfter, SOFTENED } from '../support/edited-record.ts';
import { jsonPost, PUBLIC_URL, refused, sharedWeb, webApp } from '../support/open-web.ts';
import { expectShown } from '../support/shown.ts';
import { corpusDir, projectRoot } from '../support/temporary.ts';

const BACKDOORS = 'Has China asked its companies to install backdoors?';
const { record, get, post } = sharedWeb();

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

  it('says when the fields cannot be met: nobody of the name, an empty period', async () => {
    const nobody = await refused(await get('/api/ask?question=x&speaker=Nobody'), 422);
    expect(nobody.detail).toContain('“speaker”');
    expect((await refused(await get('/api/ask?question=%20?!'), 422)).detail).toContain('no letter');
    const order = await refused(await get('/api/ask?question=x&since=2020&until=2019'), 422);
    expect(order.detail).toContain('is after');
  });

  it.each([
    [{ question: 5 }, 'question', 'expected string'],
    [{}, 'question', 'expected string'],
    [{ question: 'x', k: 0 }, 'k', '1'],
    [{ question: 'x', k: 101 }, 'k', '100'],
    [{ question: 'x', k: '3' }, 'k', 'number'],
    [{ question: 'x', since: 2019 }, 'since', 'string'],
    [{ question: 'x', untill: '2019' }, 'untill', 'Unknown field'],
    [{ question: '' }, 'question', 'expected string to have >=1 characters'],
    [{ question: 'a'.repeat(4001) }, 'question', '4000'],
    [{ question: 'x', since: 'whenever' }, 'since', 'expected a date'],
    [{ question: 'x', since: '2019-02-29' }, 'since', 'expected a date'],
    [{ question: 'x', until: '2019-13' }, 'until', 'expected a date'],
    [{ question: 'x', until: '31 June 2019' }, 'until', 'expected a date'],
  ])('names the field that is wrong: %j', async (body, field, reason) => {
    const { detail } = await refused(await post('/api/ask', body), 400);
    expect(detail).toContain(`“${field}”`);
    expect(detail).toContain(reason);
  });

  it.each([
    ['', 'question'],
    ['question=a&question=b', 'question'],
    ['question=a&k=many', 'k'],
    ['question=a&k=', 'k'],
    ['question=a&K=2', 'K'],
  ])('names the parameter that is wrong: ?%s', async (query, field) => {
    expect((await refused(await get(`/api/ask?${query}`), 400)).detail).toContain(`“${field}”`);
  });

  it('takes each form of a date that it names', async () => {
    for (const since of [
      '1999',
      '2016-02-29',
      '2000-02-29',
      '2019-02',
      'February 2019',
      '28 February 2019',
      '31 May 2018',
    ])
      await described(await get(`/api/ask?question=x&since=${encodeURIComponent(since)}`), answerSchema);
  });
});

describe('/api/topics', () => {
  it('lists topics by what they begin with', async () => {
    const { topics } = await described(await get('/api/topics?prefix=hua'), topicsSchema);
    expect(topics).toContainEqual({ name: 'Huawei', statements: 3 });
    const names: string[] = [];
    let path: string | undefined = '/api/topics?count=7';
    while (path !== undefined) {
      const page: z.infer<typeof topicsSchema> = await described(await get(path), topicsSchema);
      names.push(...page.topics.map(({ name }) => name));
      path = page.next;
    }
    expect(names).toEqual((await record().topics.suggest('', 1000)).map(({ name }) => name));
    expect(names.length).toBeGreaterThan(7);
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
    const whole = await record().topics.statements('Huawei', { from: 0, count: 50 });
    expect(ids).toEqual(whole?.statements.map(({ passage }) => passage.id));
    expect(ids).toHaveLength(total);
  });

  it('goes on behind the statement that it showed last, also when newer ones have come', async () => {
    const whole = (await record().topics.statements('Huawei', { from: 0, count: 50 }))?.statements ?? [];
    const first = await described(await get('/api/topics/Huawei?count=1'), topicSchema);
    expect(first.statements).toEqual(whole.slice(0, 1));
    const newer = whole
      .slice(1, 2)
      .map((cited) => ({ ...cited, passage: { ...cited.passage, id: '0000000000' } }));
    const grown = [...newer, ...whole];
    const { app } = webApp({
      ...record(),
      topics: {
        ...record().topics,
        statements: async (_, which) => {
          const { from, count } = 'from' in which ? which : expect.fail();
          return {
            name: 'Huawei',
            spellings: ['Huawei'],
            dates: grown.map(({ document }) => document.date),
            from,
            statements: grown.slice(from, from + count),
          };
        },
      },
    });
    const second = await described(await app.request(first.next ?? ''), topicSchema);
    expect(second.statements).toEqual(whole.slice(1, 2));
    expect(second.from).toBe(2);
  });

  it('says when there is no such topic, or page', async () => {
    expect((await refused(await get('/api/topics/no%2Fsuch%20topic'), 404)).detail).toContain('topic');
    expect((await refused(await get('/api/topics/Huawei?from='), 400)).detail).toContain('“from”');
    for (const path of ['/api/topics?cursor=x', '/api/topics/Huawei?cursor=MQ'])
      expect((await refused(await get(path), 422)).detail).toContain('“cursor”');
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
    expect((await refused(await get('/api/passages/0000000000'), 404)).detail).toContain('0000000000');
    for (const id of ['x', '00000000000', 'ilou000000', '%2e%2e%2fetc', 'gjvfwnnhzx%00', '%0d%0aX: y']) {
      expect((await refused(await get(`/api/passages/${id}`), 400)).detail).toContain('“id”');
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
      return described(await app.request('/api/verify', jsonPost({ text })), verificationSchema);
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

  it('takes a short quote by GET as well', async () => {
    const text = 'hypocritical, immoral and unfair';
    const byGet = await get(`/api/verify?text=${encodeURIComponent(text)}`);
    expect((await described(byGet, verificationSchema)).checks).toEqual(await verify(text));
    expect((await refused(await get(`/api/verify?text=${'a'.repeat(501)}`), 400)).detail).toContain('“text”');
  });

  it('refuses what holds no words, or more than it would read', async () => {
    expect((await refused(await post('/api/verify', { text: '' }), 400)).detail).toContain('“text”');
    expect((await refused(await post('/api/verify', { text: '**  **' }), 422)).detail).toContain('“text”');
    expect(
      (await refused(await post('/api/verify', { text: '<@123456789012345678>' }), 422)).detail,
    ).toContain('“text”');
    expect((await refused(await post('/api/verify', { text: 'a '.repeat(2001) }), 400)).detail).toContain(
      '“text”',
    );
  });
});

describe('caches', () => {
  it('may keep a passage and its page, and revalidate them; nothing else of the API', async () => {
    for (const path of ['/api/passages/gjvfwnnhzx', '/p/gjvfwnnhzx', '/p/gjvfwnnhzx.bib']) {
      const { headers } = await get(path);
      expect(headers.get('cache-control'), path).toBe('public, max-age=300');
      const again = await get(path, { headers: { 'If-None-Match': headers.get('etag') ?? '' } });
      expect([again.status, await again.text()], path).toEqual([304, '']);
    }
    for (const path of ['/api/record', '/api/topics', '/api/passages/0000000000'])
      expect((await get(path)).headers.get('cache-control'), path).toBe('no-store');
  });

  it('get what is long compressed', async () => {
    const { headers } = await get('/api/openapi.json');
    expect(headers.get('content-encoding')).toBe('gzip');
    expect(headers.get('vary')).toContain('Accept-Encoding');
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
      'get /api/verify',
      'post /api/ask',
      'post /api/verify',
    ]);
    const operations = Object.values<Record<string, { operationId: string; responses: object }>>(
      document.paths,
    );
    const ids = operations.flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(routes.length);
    for (const { responses } of operations.flatMap((methods) => Object.values(methods)))
      expect(Object.keys(responses)).toEqual(
        expect.arrayContaining(['200', '400', '421', '429', '500', '503']),
      );
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

  it('may read, without credentials, and see the version and their budget', async () => {
    for (const path of ['/api/record', '/api/passages/0000000000']) {
      const { headers } = await get(path, { headers: from });
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('access-control-expose-headers')).toContain('RateLimit-Remaining');
      expect(headers.get('api-version')).toBe('1');
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
