import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ListenError, startWebServer } from '../../../web/server.ts';
import { exchange, fakeServices, onTheirWay, openWeb, sharedRecord, webApp } from '../../support/open-web.ts';

const record = sharedRecord();
const QUESTION = 'Has China asked its companies to install backdoors?';
const ASKED = `/api/ask?question=${encodeURIComponent(QUESTION)}`;

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

describe('a client', () => {
  it('cannot hold all connections: the next one of it is closed, that of another is not', async () => {
    const { url } = await openWeb(record(), { connectionsPerClient: 3 });
    const half = 'GET /api/record HTTP/1.1\r\nHost: localhost\r\nX-Slow: ';
    const held = [0, 1, 2].map(() => exchange(url, half));
    await sleep(100);
    await expect(fetch(`${url}/api/record`)).rejects.toThrow();
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), localAddress: '127.0.0.2' });
    socket.write('GET /api/record HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const [first] = await once(socket, 'data');
    expect(String(first)).toMatch(/^HTTP\/1\.1 200 /);
    // The three are disconnected for their slowness; then there is room again.
    for (const answer of await Promise.all(held)) expect(answer).toMatch(/^HTTP\/1\.1 408 |^$/);
    expect((await fetch(`${url}/api/record`)).status).toBe(200);
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
    const server = await startWebServer(app, { host: '127.0.0.1', port: 0, closingMs: 300 });
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

  it('closes only after the answers in flight, and takes no further request', async () => {
    let letGo = () => {};
    let begun = () => {};
    const asking = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const services = fakeServices({
      ask: (query) =>
        new Promise((resolve) => {
          letGo = () => resolve({ query, verdict: 'none', confidence: 0, hits: [], nearestTopics: [] });
          begun();
        }),
    });
    const { app } = webApp(services);
    const server = await startWebServer(app, { host: '127.0.0.1', port: 0 });
    const answer = fetch(server.url + ASKED);
    await asking;
    const closed = server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    letGo();
    expect((await answer).status).toBe(200);
    await closed;
  });

  it('answers at its close whoever had connected, although it has accepted few of them', async () => {
    const server = await startWebServer(webApp(record()).app, { host: '127.0.0.1', port: 0 });
    const waiting = await onTheirWay(100, `${server.url}/api/record`);
    const closed = server.close();
    for (const answer of await Promise.all(waiting)) expect(answer).toContain('"documents"');
    await closed;
  });

  it('closes only after a client that reads slowly has all of its answer', async () => {
    const body = 'x'.repeat(30_000_000);
    const app = { fetch: () => new Response(body) };
    const server = await startWebServer(app, { host: '127.0.0.1', port: 0 });
    const [answer] = await once(get(server.url), 'response');
    const closed = server.close();
    await sleep(300);
    expect((await text(answer)).length).toBe(body.length);
    await closed;
  });
});
