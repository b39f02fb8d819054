import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { answerSchema } from '../../../retrieval/answer.ts';
import { SnapshotError } from '../../../retrieval/errors.ts';
import { trustedProxies, type WebEnv } from '../../../web/security/connection.ts';
import { costOf } from '../../../web/security/limits.ts';
import { fakeServices, from, openWeb, refused, sharedRecord, webApp } from '../../support/open-web.ts';

const record = sharedRecord();
const QUESTION = 'Has China asked its companies to install backdoors?';
const ASKED = `/api/ask?question=${encodeURIComponent(QUESTION)}`;
const READ = '/api/record';

/** A search that answers when the test says so. */
function slowSearch() {
  const letGo: (() => void)[] = [];
  const services = fakeServices({
    ask: (query) =>
      new Promise((resolve) => {
        letGo.push(() => resolve({ query, verdict: 'none', confidence: 0, hits: [], nearestTopics: [] }));
      }),
    summary: () => record().search.summary(),
  });
  const asked = async (count: number) => {
    while (letGo.length < count) await sleep(5);
  };
  return { services, asked, letGo };
}

/** A search that answers after some milliseconds. */
const quickSearch = (ms: number) =>
  fakeServices({
    ask: async (query) => {
      await sleep(ms);
      return { query, verdict: 'none', confidence: 0, hits: [], nearestTopics: [] };
    },
    summary: () => record().search.summary(),
  });

describe('the budget of a client', () => {
  it('is told by each response; a question beyond it is refused until the minute is over', async () => {
    const { url } = await openWeb(quickSearch(0), { limits: { questionsPerMinute: 2 } });
    for (const remaining of ['1', '0']) {
      const { status, headers } = await fetch(url + ASKED);
      expect([status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]).toEqual([
        200,
        '2',
        remaining,
      ]);
      expect(headers.get('ratelimit-policy')).toBe('2;w=60');
      expect(Number(headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60);
    }
    const third = await fetch(url + ASKED);
    const wait = Number(third.headers.get('retry-after'));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);
    expect(third.headers.get('ratelimit-remaining')).toBe('0');
    expect((await refused(third, 429)).detail).toContain('Too many requests');
    // Reading has a budget of its own.
    expect((await fetch(url + READ)).status).toBe(200);
  });

  it('is one for a question whichever way it is asked, and another for reading', () => {
    for (const path of ['/api/ask', '/api/verify']) {
      expect(costOf('POST', path)).toBe('question');
      expect(costOf('GET', path)).toBe('question');
    }
    for (const name of ['command', 'message', 'menu', 'why'])
      expect(costOf('POST', `/playground/${name}`)).toBe('question');
    for (const path of ['/p/0000000000', '/api/record', '/playground/complete', '/healthz/', '/METRICS'])
      expect(costOf('GET', path)).toBe('request');
    for (const path of ['/livez', '/readyz', '/healthz', '/metrics'])
      expect(costOf('GET', path)).toBe('free');
  });

  it('is not spent on a question that was not answered', async () => {
    let fails = true;
    const services = fakeServices({
      ask: async (query) => {
        if (fails) throw new SnapshotError('Broken.', 'Repair it.');
        return { query, verdict: 'none', confidence: 0, hits: [], nearestTopics: [] };
      },
    });
    const { app } = webApp(services, { limits: { questionsPerMinute: 1 } });
    for (let i = 0; i < 3; i++) {
      const failed = await app.request(ASKED);
      expect(failed.headers.get('ratelimit-remaining')).toBe('1');
      await refused(failed, 503);
      await refused(await app.request('/api/ask?question='), 400);
    }
    fails = false;
    expect((await app.request(ASKED)).status).toBe(200);
    await refused(await app.request(ASKED), 429);
  });

  it('answers 30 of 50 questions at once from one client, and lets it read', async () => {
    const { app } = webApp(quickSearch(1), { limits: { questionsPerMinute: 30 } });
    const asked = Array.from({ length: 50 }, () => app.request(ASKED));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    expect((await app.request(READ)).status).toBe(200);
  });

  it('is its own; a /64 network of IPv6 shares one', async () => {
    const { app } = webApp(record(), { limits: { requestsPerMinute: 2 } });
    const status = async (address: string) => (await app.request(READ, {}, from(address))).status;
    const own = ['192.0.2.1', '192.0.2.1', '192.0.2.1', '::ffff:192.0.2.1', '192.0.2.2'];
    const statuses: number[] = [];
    for (const address of own) statuses.push(await status(address));
    expect(statuses).toEqual([200, 200, 429, 429, 200]);
    const networks = ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '2001:db8:0:1::3', '2001:db8:0:2::1'];
    const ofNetworks: number[] = [];
    for (const address of networks) ofNetworks.push(await status(address));
    expect(ofNetworks).toEqual([200, 200, 429, 200]);
  });

  it('is not spent by looking after the server', async () => {
    const routes = [
      new Hono<WebEnv>().get('/readyz', (c) => c.text('ok')).get('/metrics', (c) => c.text('ok')),
    ];
    const { app } = webApp(record(), { limits: { requestsPerMinute: 1 }, routes });
    for (let i = 0; i < 5; i++) {
      expect((await app.request('/readyz')).status).toBe(200);
      expect((await app.request('/metrics')).status).toBe(200);
    }
  });
});

describe('X-Forwarded-For', () => {
  const limits = { requestsPerMinute: 1 };
  const statusOf = async (url: string, forwarded: string) =>
    (await fetch(url + READ, { headers: { 'X-Forwarded-For': forwarded } })).status;

  it('is not believed from anybody', async () => {
    const { url } = await openWeb(record(), { limits });
    expect(await statusOf(url, '198.51.100.1')).toBe(200);
    expect(await statusOf(url, '198.51.100.2')).toBe(429);
  });

  it('behind a trusted proxy keeps clients apart, by what the proxy itself has seen', async () => {
    const { url } = await openWeb(record(), {
      limits,
      isTrusted: trustedProxies(['loopback', '10.0.0.0/8']),
    });
    expect(await statusOf(url, '198.51.100.1')).toBe(200);
    expect(await statusOf(url, '198.51.100.2')).toBe(200);
    expect(await statusOf(url, '198.51.100.1')).toBe(429);
    // What a client has written stands to the left of what the proxies add.
    expect(await statusOf(url, '203.0.113.9, 198.51.100.1')).toBe(429);
    expect(await statusOf(url, '198.51.100.1, 10.1.2.3')).toBe(429);
    expect(await statusOf(url, '10.1.2.3, 198.51.100.3')).toBe(200);
    expect(await statusOf(url, '2001:db8::1')).toBe(200);
    expect(await statusOf(url, '2001:db8::2')).toBe(429);
  });
});

describe('questions that wait', () => {
  it('are answered in their order; reading goes on meanwhile', async () => {
    const { services, asked, letGo } = slowSearch();
    const { app } = webApp(services, { limits: { questionsAtOnce: 2 } });
    const first = [1, 2, 3].map((host) => app.request(ASKED, {}, from(`192.0.2.${host}`)));
    await asked(2);
    expect((await app.request(READ)).status).toBe(200);
    expect(letGo).toHaveLength(2);
    letGo[0]?.();
    await asked(3);
    for (const answer of letGo) answer();
    for (const response of await Promise.all(first)) expect(response.status).toBe(200);
  });

  it('are refused beyond the deadline and beyond the length of the queue, with the time to come back', async () => {
    const { services, asked, letGo } = slowSearch();
    const { app } = webApp(services, { limits: { questionsAtOnce: 1, questionsWaiting: 1, waitMs: 50 } });
    const answered = app.request(ASKED);
    await asked(1);
    const waits = app.request(ASKED);
    const full = await app.request(ASKED);
    for (const response of [full, await waits]) {
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect((await refused(response, 503)).title).toBe('Too busy');
    }
    letGo[0]?.();
    expect((await answered).status).toBe(200);
    const later = app.request(ASKED);
    await asked(2);
    letGo[1]?.();
    expect((await later).status).toBe(200);
  });

  it('leave the queue when their client goes away', async () => {
    const { services, asked, letGo } = slowSearch();
    const waiting: number[] = [];
    const watch = { onQueue: (count: number) => waiting.push(count) };
    const { app } = webApp(services, { limits: { questionsAtOnce: 1, questionsWaiting: 1 }, watch });
    const answered = app.request(ASKED);
    await asked(1);
    const gone = new AbortController();
    const left = app.request(ASKED, { signal: gone.signal });
    await sleep(20);
    expect(waiting.at(-1)).toBe(1);
    gone.abort();
    await left;
    expect(waiting.at(-1)).toBe(0);
    letGo[0]?.();
    expect((await answered).status).toBe(200);
  });
});

describe('under a flood', { timeout: 180_000 }, () => {
  it('2,000 clients at 50 at once are answered', async () => {
    const { app } = webApp(quickSearch(2), { limits: { questionsPerMinute: 30, questionsWaiting: 256 } });
    let next = 0;
    let answered = 0;
    const worker = async () => {
      for (let at = next++; at < 2_000; at = next++) {
        const { status } = await app.request(ASKED, {}, from(`10.0.${at >> 8}.${at & 255}`));
        if (status === 200) answered++;
      }
    };
    await Promise.all(Array.from({ length: 50 }, worker));
    expect(answered).toBe(2_000);
  });

  it('of one client 2,000 requests at once are answered or told to wait, and another client is answered', async () => {
    const limits = { questionsPerMinute: 30, requestsPerMinute: 600 };
    const isTrusted = trustedProxies(['loopback']);
    const { url, logged } = await openWeb(record(), { limits, isTrusted });
    const asked = Array.from({ length: 2_000 }, async (_, i) => {
      const response = await fetch(i % 40 === 0 ? url + ASKED : `${url}/api/topics?prefix=h`);
      await response.arrayBuffer();
      return response.status;
    });
    const statuses = await Promise.all(asked);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    // 30 questions and 600 other requests.
    expect(statuses.filter((status) => status === 200)).toHaveLength(630);
    const other = await fetch(url + ASKED, { headers: { 'X-Forwarded-For': '192.0.2.9' } });
    expect(answerSchema.parse(await other.json()).verdict).toBe('answer');
    expect(logged()).not.toContain('request failed');
  });
});
