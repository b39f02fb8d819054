import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answerSchema } from '../../retrieval/answer.ts';
import { SnapshotError } from '../../retrieval/errors.ts';
import { failureSchema } from '../../web/api/schemas.ts';
import { ListenError } from '../../web/errors.ts';
import { costOf } from '../../web/security/costs.ts';
import { startWebServer } from '../../web/server.ts';
import { exchange, fakeServices, openWeb, PUBLIC_URL, sharedRecord, webApp } from '../support/open-web.ts';

const record = sharedRecord();
const QUESTION = 'Has China asked its companies to install backdoors?';
const ASKED = `/api/ask?question=${encodeURIComponent(QUESTION)}`;

const postJson = (url: string, body: RequestInit['body'], headers: Record<string, string> = {}) =>
  fetch(`${url}/api/ask`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body ?? null,
    duplex: 'half',
  } as RequestInit);

async function refused(response: Response, status: number) {
  expect(response.status).toBe(status);
  return failureSchema.parse(await response.json()).error;
}

describe('every response', () => {
  it('forbids what a page does not need, whatever was asked', async () => {
    const { url } = await openWeb(record());
    for (const path of [
      '/',
      '/nothing',
      '/p/gjvfwnnhzx',
      '/p/x',
      '/api/record',
      '/api/x',
      '/assets/permalink.css',
    ]) {
      const { headers } = await fetch(url + path);
      const policy = headers.get('content-security-policy')?.split('; ');
      expect(policy, path).toEqual(
        expect.arrayContaining([
          "default-src 'self'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "connect-src 'self'",
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "form-action 'self'",
        ]),
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
      expect(headers.get('permissions-policy')).toContain('camera=()');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=/);
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('demands https only where the public address has it', async () => {
    const { app } = webApp(record(), { publicUrl: 'http://localhost:3000' });
    const { headers } = await app.request('/api/record');
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

describe('bodies', () => {
  it('may not be too large, whether they say so or not', async () => {
    const { url } = await openWeb(record());
    const large = JSON.stringify({ question: 'a'.repeat(70_000) });
    expect((await refused(await postJson(url, large), 413)).message).toContain('64 KB');
    const stream = new Blob([large]).stream();
    expect((await refused(await postJson(url, stream), 413)).message).toContain('64 KB');
    const small = new Blob([JSON.stringify({ question: QUESTION })]).stream();
    expect((await postJson(url, small)).status).toBe(200);
  });

  it('that never end are cut off', async () => {
    const { url } = await openWeb(record());
    const head = 'POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
    const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`;
    const received = await exchange(url, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(8)}`);
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('must say that they are JSON, and be it', async () => {
    const { url } = await openWeb(record());
    const body = JSON.stringify({ question: QUESTION });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
      '',
    ]) {
      expect((await refused(await postJson(url, body, { 'Content-Type': type }), 415)).remedy).toContain(
        'application/json',
      );
    }
    expect((await postJson(url, body, { 'Content-Type': 'Application/JSON; charset=utf-8' })).status).toBe(
      200,
    );
    const { message } = await refused(await postJson(url, '{\n "question": oops}'), 400);
    expect(message).toContain('line 2, column 14');
    for (const malformed of [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '1',
      '[['.repeat(20_000),
      '{"__proto__":{"question":"x"}}',
    ]) {
      await refused(await postJson(url, malformed), 400);
    }
  });

  it('of the playground must be JSON, too', async () => {
    const routes = [new Hono().post('/playground/message', (c) => c.text('heard'))];
    const { app } = webApp(record(), { routes });
    const post = (type: string, body: string) =>
      app.request('/playground/message', { method: 'POST', headers: { 'Content-Type': type }, body });
    expect((await post('application/json', '{}')).status).toBe(200);
    await refused(await post('text/plain', '{}'), 415);
    await refused(await post('application/json', '{'), 400);
  });

  it('that break off leave the server as it was', async () => {
    const { url, logged } = await openWeb(record());
    for (const length of ['Content-Length: 500', 'Transfer-Encoding: chunked']) {
      const { port } = new URL(url);
      const socket = connect(Number(port), '127.0.0.1');
      const head = `POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;
      socket.end(`${head}10\r\n{"question": "ab`);
      socket.resume();
      socket.on('error', () => {});
      await once(socket, 'close').catch(() => {});
    }
    expect((await fetch(url + ASKED)).status).toBe(200);
    expect(logged()).not.toContain('request failed');
  });
});

describe('addresses', () => {
  it('without anything are told apart for programs and people', async () => {
    const { url } = await openWeb(record());
    await refused(await fetch(`${url}/api/nothing`), 404);
    await refused(await fetch(`${url}/nothing`, { method: 'POST' }), 404);
    const page = await fetch(`${url}/nothing`);
    expect(page.status).toBe(404);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await page.text()).toContain('There is nothing at this address.');
  });

  it('that take another method say which', async () => {
    const { url } = await openWeb(record());
    for (const [method, path, allowed] of [
      ['PUT', '/api/ask', 'POST, GET, HEAD'],
      ['DELETE', '/api/record', 'GET, HEAD'],
      ['POST', '/api/topics', 'GET, HEAD'],
      ['PATCH', '/p/gjvfwnnhzx', 'GET, HEAD'],
      ['GET', '/api/verify', 'POST'],
    ] as const) {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(url + path, { method, headers, ...(method !== 'GET' && { body: '{}' }) });
      expect(response.headers.get('allow'), path).toBe(allowed);
      await refused(response, 405);
    }
    const head = await fetch(`${url}/api/record`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each([
    '/p/../../etc/passwd',
    '/p/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/p/gjvfwnnhzx/',
    '/p/gjvfwnnhzx%2fx',
    '/p/gjvfwnnhzx%00',
    '/p/gjvfwnnhzx%0d%0aSet-Cookie:%20a=b',
    '/p/gjvfwnnhzx.exe',
    '/p/gjvfwnnhzx.bib.json',
    '/p/%E0%A4%A',
    '/p/constructor',
    '/assets/..%2fpermalink%2froutes.ts',
    '/assets/../app.ts',
    '/api/passages/a/b',
    '//evil.example/p/gjvfwnnhzx',
    `/p/${'a'.repeat(5000)}`,
  ])('lead nowhere (%#)', async (path) => {
    const { url } = await openWeb(record());
    const answer = await exchange(
      url,
      `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (?:400|404) /);
    expect(answer).not.toMatch(/^set-cookie/im);
    expect(answer).not.toMatch(/root:|import /);
  });

  it.each([
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a Host that is none', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['no HTTP at all', 'hello there\r\n\r\n', 400],
    [
      'two lengths',
      'POST /api/ask HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
    ['headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
    [
      'another site',
      'GET http://evil.example/api/record HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      421,
    ],
  ])('are refused with %s', async (_, bytes, status) => {
    const { url } = await openWeb(record());
    expect(await exchange(url, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});

describe('the Host header', () => {
  const status = async (url: string, host: string) => {
    const request = `GET /api/record HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    return Number((await exchange(url, request)).split(' ')[1]);
  };

  it('must be this machine or the public address where only this machine can connect', async () => {
    const { url } = await openWeb(record());
    const { port } = new URL(url);
    const own = [
      'localhost',
      `localhost:${port}`,
      '127.0.0.1',
      '127.9.9.9:80',
      '[::1]:80',
      'record.example.org',
    ];
    for (const host of own) expect([host, await status(url, host)]).toEqual([host, 200]);
    const foreign = [
      'evil.example',
      'localhost.evil.example',
      '192.0.2.1',
      '127.0.0.1.evil.example',
      '[2001:db8::1]',
    ];
    for (const host of foreign) expect([host, await status(url, host)]).toEqual([host, 421]);
  });

  it('is not asked about where others can connect', async () => {
    const { url } = await openWeb(record(), { host: '0.0.0.0' });
    expect(await status(url, 'anything.example')).toBe(200);
  });
});

describe('a client', () => {
  it('that asks too much is told when to come back, whomever it says that it asks for', async () => {
    const { url } = await openWeb(record(), { limits: { pointsPerMinute: 45 } });
    expect((await fetch(url + ASKED)).status).toBe(200);
    expect((await fetch(url + ASKED)).status).toBe(200);
    const headers = {
      'X-Forwarded-For': '198.51.100.7',
      Forwarded: 'for=198.51.100.7',
      'X-Real-IP': '198.51.100.7',
    };
    const third = await fetch(url + ASKED, { headers });
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(third.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await refused(third, 429)).message).toContain('Too many requests');
    const page = await fetch(`${url}/p/gjvfwnnhzx`);
    expect(page.status).toBe(429);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('pays more for a search than for reading', async () => {
    const { url } = await openWeb(record(), { limits: { pointsPerMinute: 45 } });
    for (let i = 0; i < 40; i++) expect((await fetch(`${url}/api/record`)).status).toBe(200);
    expect((await fetch(url + ASKED)).status).toBe(429);
  });

  it('in the playground pays for clicks, hardly for typing, and nothing is free by another spelling', () => {
    expect(costOf('POST', '/playground/message')).toEqual({ points: 5, searches: true });
    expect(costOf('POST', '/playground/complete')).toEqual({ points: 1, searches: false });
    for (const path of ['/healthz/', '/metrics/x', '/HEALTHZ']) expect(costOf('GET', path).points).toBe(1);
  });

  it('has a budget of its own; a network of IPv6 shares one', async () => {
    const { app } = webApp(record(), { limits: { pointsPerMinute: 2 } });
    const status = async (remoteAddress: string) =>
      (await app.request('/api/record', {}, { incoming: { socket: { remoteAddress } } })).status;
    expect([await status('192.0.2.1'), await status('192.0.2.1'), await status('192.0.2.1')]).toEqual([
      200, 200, 429,
    ]);
    expect(await status('::ffff:192.0.2.1')).toBe(429);
    expect(await status('192.0.2.2')).toBe(200);
    const own = ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '2001:db8:0:1::3', '2001:db8:0:2::1'];
    const statuses: number[] = [];
    for (const address of own) statuses.push(await status(address));
    expect(statuses).toEqual([200, 200, 429, 200]);
  });

  it('is never kept from looking after the server', async () => {
    const routes = [new Hono().get('/healthz', (c) => c.text('ok')).get('/metrics', (c) => c.text('ok'))];
    const { url } = await openWeb(record(), { limits: { pointsPerMinute: 1 }, routes });
    for (let i = 0; i < 5; i++) {
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect((await fetch(`${url}/metrics`)).status).toBe(200);
    }
  });
});

describe('questions that wait', () => {
  /** A search that answers when it is let go. */
  function slowSearch() {
    const letGo: (() => void)[] = [];
    const services = fakeServices({
      ask: (query) =>
        new Promise((resolve) => {
          letGo.push(() => resolve({ query, verdict: 'none', confidence: 0, hits: [], nearestTopics: [] }));
        }),
    });
    const waiting = async (count: number) => {
      while (letGo.length < count) await sleep(5);
    };
    return { services, waiting, letGo };
  }

  it('are bounded in all and for each client; reading goes on, and later ones are answered', async () => {
    const { services, waiting, letGo } = slowSearch();
    const { app } = webApp(services, { limits: { questionsAtOnce: 3, questionsAtOncePerClient: 2 } });
    const ask = (remoteAddress: string) =>
      app.request(ASKED, {}, { incoming: { socket: { remoteAddress } } });
    const first = [ask('192.0.2.1'), ask('192.0.2.1')];
    await waiting(2);
    const own = await ask('192.0.2.1');
    expect(own.headers.get('retry-after')).toBe('2');
    expect((await refused(own, 503)).message).toContain('other questions');
    const second = ask('192.0.2.2');
    await waiting(3);
    expect((await refused(await ask('192.0.2.3'), 503)).message).toContain('Many others');
    expect((await app.request('/api/openapi.json')).status).toBe(200);
    for (const answer of letGo.splice(0)) answer();
    for (const response of await Promise.all([...first, second])) expect(response.status).toBe(200);
    const later = ask('192.0.2.3');
    await waiting(1);
    letGo[0]?.();
    expect((await later).status).toBe(200);
  });

  it('give their place back when they fail', async () => {
    const services = fakeServices({ ask: () => Promise.reject(new SnapshotError('Broken.', 'Mend it.')) });
    const { app } = webApp(services, { limits: { questionsAtOnce: 1 } });
    for (let i = 0; i < 3; i++) {
      expect((await refused(await app.request(ASKED), 503)).message).toContain('record');
    }
  });
});

describe('faults of our own', () => {
  it('are told by a reference that the log holds, and by nothing else', async () => {
    const services = fakeServices({
      ask: () => Promise.reject(new Error('secret detail at /srv/secret')),
      summary: () =>
        Promise.reject(new SnapshotError('The file /srv/secret is gone.', 'Restore /srv/secret.')),
    });
    const { url, logged } = await openWeb(services);
    const failed = await refused(await fetch(url + ASKED), 500);
    const unreadable = await refused(await fetch(`${url}/api/record`), 503);
    for (const { message, remedy, reference = 'none' } of [failed, unreadable]) {
      expect(reference).toMatch(/^[0-9a-f]{8}$/);
      expect(logged()).toContain(reference);
      expect(`${message} ${remedy}`).not.toMatch(/secret|\bat \/|\.ts/);
    }
    expect(logged()).toContain('secret detail');
    const page = await fetch(`${url}/p/gjvfwnnhzx`);
    const text = await page.text();
    expect(page.status).toBe(500);
    expect(text).toMatch(/Reference: <code>[0-9a-f]{8}<\/code>/);
    expect(text).not.toContain('not asked for');
  });
});

it('logs no question and no quote, whatever becomes of them', async () => {
  const { url, logged } = await openWeb(record(), { limits: { pointsPerMinute: 90 } });
  const secret = 'zanzibar';
  const headers = { 'Content-Type': 'application/json' };
  const post = (path: string, body: unknown) =>
    fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const statuses = [
    await fetch(`${url}/api/ask?question=${secret}`),
    await post('/api/ask', { question: `${secret} ${secret}`, since: secret }),
    await post('/api/verify', { text: `“${secret} is what they said about it”` }),
    await fetch(`${url}/${secret}`),
    await fetch(`${url}/api/topics/${secret}`),
    await post('/api/ask', { [secret]: secret }),
    await post('/api/ask', { question: secret }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([200, 400, 200, 404, 404, 400, 429]);
  expect(logged()).not.toContain(secret);
});

// The real search answers what is let through: that takes as long as the machine needs.
describe('under a flood', { timeout: 180_000 }, () => {
  const statusesOf = async (url: string, count: number): Promise<Set<number>> => {
    const asked = Array.from({ length: count }, async (_, i) => {
      const response = await fetch(i % 40 === 0 ? url + ASKED : `${url}/api/topics?prefix=h`);
      await response.arrayBuffer();
      return response.status;
    });
    return new Set(await Promise.all(asked));
  };

  it('answers 2,000 requests at once or says to wait, and a question after them', async () => {
    const { url } = await openWeb(record(), { limits: { questionsAtOnce: 8, questionsAtOncePerClient: 8 } });
    const statuses = await statusesOf(url, 2_000);
    for (const status of statuses) expect([200, 503]).toContain(status);
    const answer = await fetch(url + ASKED);
    expect(answer.status).toBe(200);
    expect(answerSchema.parse(await answer.json()).verdict).toBe('answer');
  });

  it('with its usual limits sends the flood away, and answers another client', async () => {
    const { app, logged } = webApp(record(), {
      limits: { pointsPerMinute: 600, questionsAtOnce: 8, questionsAtOncePerClient: 4 },
    });
    const server = await startWebServer(app, { host: '127.0.0.1', port: 0 });
    onTestFinished(() => server.close());
    const statuses = await statusesOf(server.url, 2_000);
    for (const status of statuses) expect([200, 429, 503]).toContain(status);
    expect(statuses.has(429)).toBe(true);
    const other = await app.request(ASKED, {}, { incoming: { socket: { remoteAddress: '192.0.2.9' } } });
    expect(answerSchema.parse(await other.json()).verdict).toBe('answer');
    expect(logged()).not.toContain('request failed');
  });
});

describe('slow clients', () => {
  it('keep nobody waiting, and are let go', async () => {
    const { url } = await openWeb(record());
    const half = 'GET /api/record HTTP/1.1\r\nHost: localhost\r\nX-Slow: ';
    const slow = Array.from({ length: 100 }, () => exchange(url, half));
    expect((await fetch(`${url}/api/record`)).status).toBe(200);
    expect((await fetch(url + ASKED)).status).toBe(200);
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^HTTP\/1\.1 408 |^$/);
  });
});

describe('the server', () => {
  it('names PORT and HOST when it cannot listen', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { app } = webApp(record());
    const used = await startWebServer(app, { host: '127.0.0.1', port }).catch((error: unknown) => error);
    expect(used).toBeInstanceOf(ListenError);
    expect(String(used)).toContain(`PORT ${port} on HOST 127.0.0.1 is already in use.`);
    const foreign = await startWebServer(app, { host: '192.0.2.1', port: 0 }).catch(
      (error: unknown) => error,
    );
    expect(foreign).toBeInstanceOf(ListenError);
    expect(String(foreign)).toContain('HOST 192.0.2.1');
  });

  it('closes although clients stay connected and an answer never comes', async () => {
    const { app } = webApp(fakeServices({ ask: () => new Promise(() => {}) }));
    const server = await startWebServer(app, { host: '127.0.0.1', port: 0 });
    const waiting = fetch(server.url + ASKED).catch((error: unknown) => error);
    const half = exchange(server.url, 'GET / HTTP/1.1\r\nHost:').catch((error: unknown) => error);
    await sleep(100);
    await server.close();
    expect(await waiting).toBeInstanceOf(Error);
    await half;
    await expect(fetch(server.url)).rejects.toThrow();
    await server.close();
  });

  it('gives an address that can be asked wherever it listens', async () => {
    for (const host of ['127.0.0.1', 'localhost', '0.0.0.0']) {
      const { url } = await openWeb(record(), { host });
      expect((await fetch(`${url}/api/record`)).status).toBe(200);
    }
  });
});

it('says the public address in what it hands out, not the Host that was asked', async () => {
  const { url } = await openWeb(record(), { host: '0.0.0.0' });
  const answer = await exchange(
    url,
    'GET /p/gjvfwnnhzx HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toContain(`${PUBLIC_URL}/p/gjvfwnnhzx`);
  expect(answer).not.toContain('evil.example');
});
