/** The web side over a real record and real sockets. */
import { once } from 'node:events';
import { get } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest';
import { connectorOf } from '../../retrieval/cluster/connection.ts';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { type OpenRecord, openRecord } from '../../retrieval/record.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { createWebApp, type WebOptions } from '../../web/app.ts';
import { problemSchema } from '../../web/problem.ts';
import { type ListenAt, startWebServer, type WebServer } from '../../web/server.ts';
import { silent } from './record.ts';

export const PUBLIC_URL = 'https://record.example.org';
/** Nobody in these tests is told to wait, unless a test says so. */
const AMPLE = { questionsPerMinute: 1e6, requestsPerMinute: 1e6, questionsWaiting: 1e6, waitMs: 60_000 };

/** The record of the two documents: in a folder, or where the environment says that it lies. */
export function openBuiltRecord(): Promise<OpenRecord> {
  const { env } = process;
  const settings = readSettings(recordSettings, {
    DATA_DIR: inject('dataDir'),
    ...(env.RECORD !== undefined && { RECORD: env.RECORD }),
  });
  return openRecord(settings, silent, connectorOf(settings, env));
}

/** The record of the two documents, for all tests of a scope. */
export function sharedRecord(): () => OpenRecord {
  let record: OpenRecord | undefined;
  beforeAll(async () => {
    record = await openBuiltRecord();
  });
  afterAll(() => record?.close());
  return () => {
    if (!record) throw new Error('the record is open only within its scope');
    return record;
  };
}

/** One server over the record of the two documents, for all tests of a scope. */
export function sharedWeb(options: Partial<WebOptions> = {}) {
  const record = sharedRecord();
  const closers: (() => Promise<void>)[] = [];
  let web: OpenWeb | undefined;
  beforeAll(async () => {
    web = await openWeb(record(), options, (close) => closers.push(close));
  });
  afterAll(async () => {
    for (const close of closers) await close();
  });
  const get = (path: string, init: RequestInit = {}) => fetch(`${web?.url}${path}`, init);
  return { record, get, post: (path: string, body: unknown) => get(path, jsonPost(body)) };
}

export function jsonPost(body: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** The problem details of a refusal. */
export async function refused(response: Response, status: number) {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = problemSchema.strict().parse(JSON.parse(text));
  expect(problem.status).toBe(status);
  return problem;
}

/** What the server hands to the app of a request from an address. */
export const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });

export interface OpenWeb extends WebServer {
  /** All that was logged so far. */
  logged(): string;
}

/** The app over a record, without a server. */
export function webApp(services: RecordServices, options: Partial<WebOptions> = {}) {
  let logged = '';
  const write = (line: string) => {
    logged += line;
  };
  const log = pino({ level: 'trace' }, { write });
  const limits = { ...AMPLE, ...options.limits };
  const app = createWebApp({ services: () => services, log, publicUrl: PUBLIC_URL, ...options, limits });
  return { app, logged: () => logged };
}

/** A server for one test, or for the scope that `whenDone` belongs to. */
export async function openWeb(
  services: RecordServices,
  { host = '127.0.0.1', closingMs, connectionsPerClient, ...options }: Partial<WebOptions & ListenAt> = {},
  whenDone: (close: () => Promise<void>) => void = onTestFinished,
): Promise<OpenWeb> {
  const { app, logged } = webApp(services, options);
  const server = await startWebServer(app, {
    host,
    port: 0,
    closingMs: closingMs ?? 500,
    connectionsPerClient: connectionsPerClient ?? 4_000,
    ...(options.isTrusted && { isTrusted: options.isTrusted }),
  });
  whenDone(() => server.close());
  return { ...server, logged };
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Requests, each with its own connection, once they are sent; the server may have accepted none yet. Gives their answers. */
export async function onTheirWay(count: number, url: string): Promise<Promise<string>[]> {
  const requests = Array.from({ length: count }, () => get(url, { agent: false }));
  const answers = requests.map((request) => once(request, 'response').then(([response]) => text(response)));
  await Promise.all(requests.map((request) => once(request, 'finish')));
  return answers;
}

/** Sends bytes as they are, and gives all that comes back until the server closes or `enough` of it is there. */
export function exchange(url: string, bytes: string, enough: RegExp = /$^/): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      received += chunk;
      if (enough.test(received)) socket.destroy();
    });
    socket.on('close', () => resolve(received));
    // A refused upload may be cut off; what was received before tells why.
    socket.on('error', (error) => (received === '' ? reject(error) : resolve(received)));
    socket.write(bytes);
  });
}

/** A service that does nothing but what a test gives. */
export function fakeServices(search: Partial<RecordServices['search']>): RecordServices {
  const refuse = () => Promise.reject(new Error('not asked for in this test'));
  return {
    search: { ask: refuse, explain: refuse, passage: refuse, turn: refuse, summary: refuse, ...search },
    topics: { suggest: refuse, statements: refuse },
    quotes: { complete: refuse, explain: refuse },
    verifier: { verify: refuse, explain: refuse },
    catalogue: { documents: refuse, document: refuse },
  };
}
