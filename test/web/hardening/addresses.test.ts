import { describe, expect, it } from 'vitest';
import { exchange, openWeb, PUBLIC_URL, refused, sharedRecord } from '../../support/open-web.ts';

const record = sharedRecord();

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
      ['PUT', '/api/verify', 'POST, GET, HEAD'],
    ] as const) {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch(url + path, { method, headers, body: '{}' });
      expect(response.headers.get('allow'), path).toBe(allowed);
      expect((await refused(response, 405)).detail).toBe('Method not allowed.');
    }
    // What is wrong with the body does not matter where no body is taken.
    await refused(await fetch(`${url}/api/record`, { method: 'POST', body: 'x' }), 405);
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
    ['headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(60_000)}\r\n\r\n`, 431],
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

it('says the public address in what it hands out, not the Host that was asked', async () => {
  const { url } = await openWeb(record(), { host: '0.0.0.0' });
  const answer = await exchange(
    url,
    'GET /p/gjvfwnnhzx HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toContain(`${PUBLIC_URL}/p/gjvfwnnhzx`);
  expect(answer).not.toContain('evil.example');
});
