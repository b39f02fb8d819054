import { describe, expect, it } from 'vitest';
import { SnapshotError } from '../../../retrieval/errors.ts';
import { fakeServices, jsonPost, openWeb, refused, sharedRecord, webApp } from '../../support/open-web.ts';

const record = sharedRecord();
const QUESTION = 'Has China asked its companies to install backdoors?';
const ASKED = `/api/ask?question=${encodeURIComponent(QUESTION)}`;

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
    for (const { detail, remedy, reference = 'none' } of [failed, unreadable]) {
      expect(reference).toMatch(/^[0-9a-f]{8}$/);
      expect(logged()).toContain(reference);
      expect(`${detail} ${remedy}`).not.toMatch(/secret|\bat \/|\.ts/);
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
  const { url, logged } = await openWeb(record(), { limits: { questionsPerMinute: 2 } });
  const secret = 'zanzibar';
  const statuses = [
    await fetch(`${url}/api/ask?question=${secret}`),
    await fetch(`${url}/api/ask`, jsonPost({ question: `${secret} ${secret}`, since: secret })),
    await fetch(`${url}/api/verify`, jsonPost({ text: `“${secret} is what they said about it”` })),
    await fetch(`${url}/${secret}`),
    await fetch(`${url}/api/topics/${secret}`),
    await fetch(`${url}/api/ask`, jsonPost({ question: secret })),
  ].map(({ status }) => status);
  expect(statuses).toEqual([200, 400, 200, 404, 404, 429]);
  expect(logged()).toContain('"route":"/api/topics/:name"');
  expect(logged()).not.toContain(secret);
});
