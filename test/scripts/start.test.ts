import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { pino } from 'pino';
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { botSettings } from '../../bot/settings.ts';
import { readSettings } from '../../retrieval/settings.ts';
import { startWebSide } from '../../scripts/start/web-side.ts';
import { createOperations } from '../../web/operations/operations.ts';
import { freePort, onTheirWay } from '../support/open-web.ts';
import {
  descendants,
  loopbackWithCommands,
  type RunningBot,
  runningBot,
  startBot,
} from '../support/running-bot.ts';
import { shared, temporaryIndex, type WhenDone } from '../support/temporary.ts';

const QUESTION = 'frozen bank accounts in Spain';
const FROZEN = 'bank accounts have been arbitrarily frozen';

const NO_DISCORD = { apiUrl: 'http://127.0.0.1:9/api', token: '' };

/** `npm start`, until it has said where it is. */
async function startWeb(
  env: Record<string, string>,
  discord = NO_DISCORD,
  dataDir = inject('dataDir'),
  whenDone?: WhenDone,
  place = (origin: string, path: string) => origin + path,
) {
  const bot = startBot(discord, dataDir, env, whenDone);
  const origin = await vi.waitUntil(() => /is at (http\S+)/.exec(bot.output())?.[1], 20_000);
  const health = async () => {
    const response = await fetch(place(origin, '/readyz'));
    return { code: response.status, ...((await response.json()) as object) };
  };
  const isReady = () => vi.waitFor(async () => expect((await health()).code).toBe(200), 90_000);
  return { ...bot, origin, health, isReady };
}

/** Listens on a port, or leaves it to the one who does. */
async function occupy(port: number): Promise<number> {
  const server = createServer();
  server.listen({ host: '127.0.0.1', port });
  await Promise.race([once(server, 'listening'), once(server, 'error')]);
  onTestFinished(() => void server.close());
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}

describe('npm start without a token', () => {
  it('opens the playground beside one that is open, builds the index and says how to add a token', async () => {
    await occupy(8787);
    const { CORPUS_DIR, DATA_DIR } = await temporaryIndex();
    // What was encoded is kept.
    for (const name of ['current.json', 'snapshots'])
      await rm(path.join(DATA_DIR, name), { recursive: true });
    const { origin, output, health, isReady, child, ended } = await startWeb(
      { CORPUS_DIR },
      NO_DISCORD,
      DATA_DIR,
    );
    expect(Number(new URL(origin).port)).toBeGreaterThan(8787);
    await isReady();
    expect(await health()).toMatchObject({
      status: 'ready',
      missing: [],
      index: { documents: 2, passages: 18 },
      gateway: null,
    });
    expect(output()).toMatch(/no DISCORD_TOKEN.*Developer Portal/);
    const page = await fetch(`${origin}/`);
    expect(page.headers.get('content-type')).toContain('text/html');
    const answer = await fetch(`${origin}/api/ask?question=${encodeURIComponent(QUESTION)}`);
    expect(JSON.stringify(await answer.json())).toContain(FROZEN);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('says which port is taken when it was asked for it', async () => {
    const PORT = String(await occupy(0));
    const settings = readSettings(botSettings, { PORT });
    const web = startWebSide(settings, createOperations(), pino({ level: 'silent' }));
    await expect(web).rejects.toThrow(new RegExp(`PORT ${PORT}.*already in use.*Set PORT`));
  });

  it.each([
    [{ PORT: 'http' }, /PORT="http".*whole number/],
    [{ SHARDS: '0' }, /SHARDS="0".*auto or a number/],
    [{ PUBLIC_URL: 'record.example.org' }, /PUBLIC_URL="record.*http or https/],
    [{ LOG_QUESTIONS: 'perhaps' }, /LOG_QUESTIONS="perhaps".*true or false/],
    [{ HOST: 'two words' }, /HOST="two words".*address/],
    [{ TRUSTED_PROXIES: 'loopback, 10.0.0.0/33' }, /TRUSTED_PROXIES="loopback.*addresses or ranges/],
    [{ PLAYGROUND: 'maybe' }, /PLAYGROUND="maybe".*on or off/],
    [{ DISCORD_API_URL: 'ftp://example.org' }, /DISCORD_API_URL="ftp:.*http or https/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL="loud".*debug, info/],
  ])('knows a bad setting: %j', (env, message) => {
    expect(() => readSettings(botSettings, env)).toThrow(message);
  });

  it('ends with what is wrong with a setting', async () => {
    const { ended, output } = startBot(NO_DISCORD, inject('dataDir'), { PORT: '70000' });
    expect(await ended).toBe(1);
    expect(output()).toMatch(/PORT="70000".*0 to 65535/);
  });
});

describe('npm start for others', () => {
  const bot = shared(async (whenDone) => {
    const opsPort = await freePort();
    const env = {
      PORT: '0',
      OPS_PORT: String(opsPort),
      PUBLIC_URL: 'https://record.example.org',
      TRUSTED_PROXIES: 'loopback',
    };
    const place = (_: string, path: string) => `http://127.0.0.1:${opsPort}${path}`;
    return { opsPort, ...(await startWeb(env, NO_DISCORD, inject('dataDir'), whenDone, place)) };
  });
  const askedAt = (origin: string) => `${origin}/api/ask?question=${encodeURIComponent(QUESTION)}`;
  const asked = (origin: string) => fetch(askedAt(origin));

  it('shows no playground under a public address, and keeps health and metrics to a port of this machine', async () => {
    const { origin, opsPort, isReady } = bot();
    await isReady();
    expect(await (await fetch(`${origin}/`)).text()).toContain('18 passages of 2 documents');
    for (const path of ['/playground/channel', '/metrics', '/readyz', '/livez'])
      expect((await fetch(origin + path)).status, path).toBe(404);
    const metrics = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
    expect(metrics).toContain('on_record_http_requests_total{route="none",method="GET",status="404"} 4');
    expect((await fetch(`http://127.0.0.1:${opsPort}/livez`)).status).toBe(200);
    const problem = (await (await fetch(`${origin}/api/passages/0000000000`)).json()) as { type: string };
    expect(problem.type).toBe('https://record.example.org/problems#not-found');
  });

  it.runIf(process.platform === 'linux')(
    'starts the process of the record alone again when it dies',
    async () => {
      const { origin, isReady, child } = bot();
      await isReady();
      const recordOf = () =>
        descendants(child.pid ?? 0).find(({ command }) => command.includes('record-process.ts'));
      const before = recordOf()?.pid ?? 0;
      const inFlight = [asked(origin), asked(origin)];
      process.kill(before, 'SIGKILL');
      for (const response of [...(await Promise.all(inFlight)), await asked(origin)])
        expect(await response.text()).toContain(FROZEN);
      expect(recordOf()?.pid).not.toBe(before);
      await isReady();
    },
  );

  it('answers at SIGTERM what was asked before', async () => {
    const { origin, isReady, child, ended } = bot();
    await isReady();
    const waiting = await onTheirWay(12, askedAt(origin));
    child.kill('SIGTERM');
    for (const answer of await Promise.all(waiting)) expect(answer).toContain(FROZEN);
    expect(await ended).toBe(0);
  });
});

describe('npm start with a token', () => {
  const bot = shared(async (whenDone) => {
    const discord = await loopbackWithCommands(whenDone);
    const fault = "process.on('SIGUSR2',()=>{throw%20new%20Error('broken%20off')})";
    const env = { PORT: '0', LOG_LEVEL: 'debug', NODE_OPTIONS: `--import=data:text/javascript,${fault}` };
    return { discord, ...(await startWeb(env, discord, inject('dataDir'), whenDone)) };
  });

  it('is ready with the gateway, and counts what it answers', async () => {
    const { discord, origin, health, isReady } = bot();
    await discord.ready(120_000);
    await isReady();
    expect((await discord.slash('ask', { question: QUESTION }).reply()).text).toContain(FROZEN);
    await discord.slash('quote', { text: 'no such words anywhere' }).followUp();
    await fetch(`${origin}/api/ask?question=${encodeURIComponent(QUESTION)}`);
    const metrics = await (await fetch(`${origin}/metrics`)).text();
    expect(metrics).toMatch(/^on_record_asks_total\{by="\/ask",verdict="related"\} 1$/m);
    expect(metrics).toMatch(/^on_record_asks_total\{by="api",verdict="related"\} 1$/m);
    expect(metrics).toContain('on_record_handled_total{handler="/ask",outcome="done"} 1');
    expect(metrics).toMatch(/on_record_errors_total\{outcome="refused",kind="\w+Error"\} 1/);
    for (const stage of ['encode', 'candidates', 'rerank', 'total'])
      expect(metrics).toContain(`on_record_stage_seconds_count{stage="${stage}"} 2`);
    expect(metrics).toContain('on_record_index_size{of="passages"} 18');
    expect(metrics).toMatch(/on_record_process_resident_bytes\{process="record"\} \d{8,}/);
    expect(metrics).toMatch(/^process_resident_memory_bytes \d+/m);
    expect(await health()).toMatchObject({ code: 200, gateway: { shards: 1, connected: 1 } });
  });

  /** Asks at every face of the bot; gives those whose words are in its log. */
  async function facesLogged({
    discord,
    origin,
    output,
  }: RunningBot & { origin: string }): Promise<string[]> {
    await discord.ready(120_000);
    // A word that no transcript holds, so that only a question could have brought it.
    const ask = (face: string) => `What of bank accounts in Spain, ${face}?`;
    await discord.slash('ask', { question: ask('zyxslash') }).shown();
    await discord.say(ask('zyxmessage'), { mentionBot: true }).reply();
    await fetch(`${origin}/api/ask?question=${encodeURIComponent(ask('zyxapi'))}`);
    await fetch(`${origin}/playground/message`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ text: ask('zyxplayground') }),
    });
    const inError = ask('zyxerror');
    discord.failNextRest({
      match: '@original',
      status: 400,
      times: 1,
      code: 50035,
      message: 'Invalid Form Body',
    });
    await discord.slash('ask', { question: inError }).shown();
    await vi.waitFor(() => expect(output()).toContain('"failed"'));
    return FACES.filter((face) => output().includes(`zyx${face}`));
  }
  const FACES = ['slash', 'message', 'api', 'playground', 'error'];

  it('logs no words of questions by default', async () => {
    expect(await facesLogged(bot())).toEqual([]);
  });

  it('stays ready while the gateway connects again', async () => {
    const { discord, health } = bot();
    await discord.stop();
    await vi.waitFor(async () =>
      expect(await health()).toMatchObject({ code: 200, gateway: { shards: 1, connected: 0 } }),
    );
  });

  it('ends after a log line when something was thrown that nobody caught', async () => {
    const { child, ended, output } = bot();
    child.kill('SIGUSR2');
    expect(await ended).toBe(1);
    expect(output()).toMatch(/"error":\{.*broken off.*"msg":"uncaughtException"/);
  });

  it('logs the words of questions with LOG_QUESTIONS', async () => {
    const env = { PORT: '0', LOG_QUESTIONS: 'true', LOG_LEVEL: 'debug' };
    expect(await facesLogged(await runningBot(inject('dataDir'), onTestFinished, env))).toEqual(FACES);
  });
});
