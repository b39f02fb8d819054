/** The web side over a real record and real sockets. */
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import type { RecordServices } from '../../retrieval/process/protocol.ts';
import { type OpenRecord, openRecord } from '../../retrieval/record.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { createWebApp, type WebOptions } from '../../web/app.ts';
import { startWebServer, type WebServer } from '../../web/server.ts';
import { silent } from './record.ts';

export const PUBLIC_URL = 'https://record.example.org';
/** Nobody in these tests is told to wait, unless a test says so. */
const AMPLE = { pointsPerMinute: 1_000_000, questionsAtOnce: 1_000, questionsAtOncePerClient: 1_000 };

/** The record of the two documents, for all tests of a scope. */
export function sharedRecord(): () => OpenRecord {
  let record: OpenRecord | undefined;
  beforeAll(async () => {
    const settings = readSettings(recordSettings, { DATA_DIR: inject('dataDir') });
    record = await openRecord(settings, silent);
  });
  afterAll(() => record?.close());
  return () => {
    if (!record) throw new Error('the record is open only within its scope');
    return record;
  };
}

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
  options: Partial<WebOptions> & { host?: string } = {},
  whenDone: (close: () => Promise<void>) => void = onTestFinished,
): Promise<OpenWeb> {
  const { app, logged } = webApp(services, options);
  const server = await startWebServer(app, { host: options.host ?? '127.0.0.1', port: 0 });
  whenDone(() => server.close());
  return { ...server, logged };
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
    topics: { suggest: refuse, statements: refuse, explain: refuse },
    quotes: { complete: refuse, explain: refuse },
    verifier: { verify: refuse, explain: refuse },
    catalogue: { documents: refuse, document: refuse },
  };
}
