import { once } from 'node:events';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { jsonBody } from '../../../web/api/json-body.ts';
import type { WebEnv } from '../../../web/security/connection.ts';
import { exchange, openWeb, refused, sharedRecord, webApp } from '../../support/open-web.ts';

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

describe('bodies', () => {
  it('may not be too large, whether they say so or not', async () => {
    const { url } = await openWeb(record());
    const large = JSON.stringify({ question: 'a'.repeat(70_000) });
    expect((await refused(await postJson(url, large), 413)).detail).toContain('64 KB');
    const stream = new Blob([large]).stream();
    expect((await refused(await postJson(url, stream), 413)).detail).toContain('64 KB');
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
    const { detail } = await refused(await postJson(url, '{\n "question": oops}'), 400);
    expect(detail).toContain('The body is not valid JSON');
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
    const routes = [new Hono<WebEnv>().post('/playground/message', jsonBody, (c) => c.text('heard'))];
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
