/** `npm run bench -- --crowd`: strangers who ask at the same time, through the web side and over its sockets. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { createWebApp } from '../../web/app.ts';
import { trustedProxies } from '../../web/security/connection.ts';
import { startWebServer } from '../../web/server.ts';
import { openMeasured } from './serving.ts';
import { round, summarize } from './timing.ts';

const CLIENTS = 2_000;
const AT_ONCE = 50;

/** How a question ended; a refusal with the seconds after which it says to come back. */
interface Outcome {
  status: number;
  ms: number;
  retryAfter: number;
  /** What the client has left of its budget. */
  left: number;
}

/**
 * Many clients a few at once, as many all at once, of whom those who are refused come back once when they were told to,
 * and one client that asks all at once. No question is asked twice, so that nothing is remembered.
 */
export async function benchCrowd(settings: RecordSettings, questions: readonly string[]) {
  const { record } = await openMeasured(settings);
  const isTrusted = trustedProxies(['loopback']);
  const app = createWebApp({
    services: () => record.services,
    log: pino({ level: 'silent' }),
    publicUrl: 'http://localhost',
    isTrusted,
  });
  const server = await startWebServer(app, { host: '127.0.0.1', port: 0, isTrusted });
  let asked = 0;
  let clients = 0;
  const newClient = () => `10.${++clients >> 16}.${(clients >> 8) & 255}.${clients & 255}`;
  const ask = async (client: string): Promise<Outcome> => {
    const question = `${questions[asked % questions.length]} (${asked++})`;
    const began = performance.now();
    const response = await fetch(`${server.url}/api/ask?question=${encodeURIComponent(question)}`, {
      headers: { 'X-Forwarded-For': client },
    });
    await response.arrayBuffer();
    return {
      status: response.status,
      ms: performance.now() - began,
      retryAfter: Number(response.headers.get('retry-after')),
      left: Number(response.headers.get('ratelimit-remaining')),
    };
  };
  const askAndComeBack = async () => {
    const client = newClient();
    const first = await ask(client);
    if (first.status !== 503) return first;
    await sleep(first.retryAfter * 1000);
    return ask(client);
  };
  try {
    await ask(newClient());
    const few = await timed(() => inTurn(CLIENTS, AT_ONCE, () => ask(newClient())));
    const again = await timed(() => inTurn(CLIENTS, CLIENTS, askAndComeBack));
    const client = newClient();
    const one = await timed(() => inTurn(AT_ONCE, AT_ONCE, () => ask(client)));
    return {
      [`${CLIENTS} clients, ${AT_ONCE} at once`]: few,
      [`${CLIENTS} clients at once, coming back once`]: again,
      [`one client, ${AT_ONCE} at once`]: one,
    };
  } finally {
    await server.close();
    await record.close();
  }
}

/** Runs work `times` times, no more than `atOnce` of it at the same time. */
async function inTurn<T>(times: number, atOnce: number, work: () => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  let begun = 0;
  const worker = async () => {
    while (begun++ < times) done.push(await work());
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}

async function timed(run: () => Promise<Outcome[]>) {
  const began = performance.now();
  const outcomes = await run();
  const answered = outcomes.filter(({ status }) => status === 200);
  const refused = outcomes.filter(({ status }) => status !== 200);
  return {
    seconds: round((performance.now() - began) / 1000),
    answered: answered.length,
    refused: Object.fromEntries(
      [429, 503].map((code) => [code, refused.filter((one) => one.status === code).length]),
    ),
    answeredAfter: summarize(answered.map(({ ms }) => ms)),
    retryAfterSeconds: summarize(refused.map(({ retryAfter }) => retryAfter)),
    leastLeftOfBudget: Math.min(...outcomes.map(({ left }) => left)),
  };
}
