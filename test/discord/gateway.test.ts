import { once } from 'node:events';
import { Events, GatewayIntentBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { clientFor, connect, loopback } from './client-fixture.ts';

/** A bare gateway client: says what the test wants, keeps what it hears. */
async function bare(address: string, query = '?v=10&encoding=json') {
  const socket = new WebSocket(`${address}/${query}`);
  const heard: { op: number; t?: string; d?: unknown; s?: number }[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await once(socket, 'open');
  const say = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }));
  return { socket, heard, closed, say };
}

const identify = (token: string, more: object = {}) => ({ token, intents: 1, properties: {}, ...more });

describe('a login', () => {
  it('becomes ready with the known guild and no other', async () => {
    const { discord, client, errors } = await connect();
    await discord.ready();
    expect(client.user.id).toBe(discord.botUserId);
    expect(client.application.id).toBe(discord.applicationId);
    expect([...client.guilds.cache.keys()]).toEqual([discord.guilds.home.id]);
    expect(discord.gateway.identifies).toMatchObject([{ shard: [0, 1] }]);
    const intents =
      GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.DirectMessages;
    expect(discord.gateway.identifies[0]?.intents).toBe(intents);
    expect(errors).toEqual([]);
  });

  it('fails with a wrong token', async () => {
    const discord = await loopback();
    const { client } = clientFor(discord);
    await expect(client.login('wrong')).rejects.toThrow('invalid token');
    expect(discord.violations).toMatchObject([{ where: 'GET /gateway/bot', status: 401 }]);
  });

  it('fails with a privileged intent that was not granted', async () => {
    const discord = await loopback();
    const { client } = clientFor(discord, {}, { intents: [GatewayIntentBits.MessageContent] });
    await expect(client.login(discord.token)).rejects.toThrow('disallowed intents');
    expect(discord.violations).toMatchObject([{ where: 'gateway', code: 4014 }]);
  });

  it('spreads over shards: a guild to its own, direct messages to the first', async () => {
    const heard: string[] = [];
    const { discord } = await connect(
      { onMessage: (message) => heard.push(`${message.content} ${message.guild?.shardId ?? 0}`) },
      { server: { shards: 2 }, client: { shardCount: 2 } },
    );
    await discord.ready();
    expect(discord.gateway.identifies.map(({ shard }) => shard)).toEqual([
      [0, 2],
      [1, 2],
    ]);
    discord.say('guild', { mentionBot: true });
    discord.say('direct', { in: discord.channels.dm });
    await expect.poll(() => heard.length).toBe(2);
    expect(heard.some((line) => line.endsWith('guild 1'))).toBe(true);
    expect(heard).toContain('direct 0');
  }, 20_000);
});

describe('a lost connection', () => {
  const resumes = [
    ['a close with 4000', 'closeGateway'],
    ['a cut', 'cutGateway'],
    ['a request to reconnect', 'reconnectRequest'],
  ] as const;
  it.each(resumes)('is resumed after %s, and hears what it missed', async (_, fault) => {
    const { discord, errors } = await connect({
      onInteraction: (interaction) => interaction.isChatInputCommand() && interaction.reply('here'),
    });
    discord[fault]();
    await discord.disconnected();
    const asked = discord.slash('ask', { question: 'Anyone?' });
    expect((await asked.reply()).content).toBe('here');
    await discord.ready();
    expect(discord.gateway.resumes).toBe(1);
    expect(discord.gateway.identifies).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it('identifies anew after an invalid session', async () => {
    const { discord, client } = await connect({
      onInteraction: (interaction) => interaction.isChatInputCommand() && interaction.reply('here'),
    });
    const ready = once(client, Events.ShardReady);
    discord.invalidateSession();
    await ready;
    expect(discord.gateway.identifies).toHaveLength(2);
    expect((await discord.slash('ask', { question: 'Anyone?' }).reply()).content).toBe('here');
  }, 20_000);

  it('resumes on the same connection when the session is only interrupted', async () => {
    const { discord } = await connect();
    discord.invalidateSession(true);
    await discord.until('the resume', () => discord.gateway.resumes || undefined);
    expect(discord.gateway.identifies).toHaveLength(1);
  });

  it('finds a new process ready', async () => {
    const first = await connect();
    await first.client.destroy();
    await first.discord.disconnected();
    expect(first.discord.gateway.sessions.size).toBe(0);
    const second = clientFor(first.discord, {
      onInteraction: (interaction) => interaction.isChatInputCommand() && interaction.reply('again'),
    });
    await second.client.login(first.discord.token);
    await first.discord.ready();
    expect((await first.discord.slash('ask', { question: 'Anyone?' }).reply()).content).toBe('again');
  });
});

describe('session starts', () => {
  it('are counted, and one too many costs the token', async () => {
    const discord = await loopback({ sessionStarts: { total: 2, resetAfterMs: 60_000 } });
    const headers = { authorization: `Bot ${discord.token}` };
    const limit = async () => {
      const response = await fetch(`${discord.apiUrl}/v10/gateway/bot`, { headers });
      return ((await response.json()) as { session_start_limit?: object }).session_start_limit;
    };
    const start = async () => {
      const client = await bare(discord.gatewayUrl);
      client.say(2, identify(discord.token));
      return client;
    };
    expect(await limit()).toMatchObject({ total: 2, remaining: 2 });
    await start();
    const second = await start();
    await expect.poll(limit).toMatchObject({ remaining: 0 });
    discord.skipTime(60_000);
    expect(await limit()).toMatchObject({ remaining: 2 });
    await start();
    await start();
    await expect.poll(limit).toMatchObject({ remaining: 0 });
    expect(await (await start()).closed).toBe(4004);
    expect(await second.closed).toBe(4004);
    expect(await limit()).toBeUndefined();
  });

  it('come one after the other where Discord says so', async () => {
    const discord = await loopback({ sessionStarts: { maxConcurrency: 1 } });
    const [one, other] = [await bare(discord.gatewayUrl), await bare(discord.gatewayUrl)];
    one.say(2, identify(discord.token, { shard: [0, 2] }));
    await expect.poll(() => one.heard.length).toBeGreaterThan(1);
    other.say(2, identify(discord.token, { shard: [1, 2] }));
    await expect.poll(() => other.heard.at(-1)).toEqual({ op: 9, d: false });
  });
});

describe('the gateway', () => {
  it('says hello and acknowledges heartbeats', async () => {
    const discord = await loopback({ heartbeatInterval: 1234 });
    const { heard, say } = await bare(discord.gatewayUrl);
    say(1, null);
    await expect.poll(() => heard.map(({ op }) => op)).toEqual([10, 11]);
    expect(heard[0]?.d).toMatchObject({ heartbeat_interval: 1234 });
  });

  it.each<[number, string, (say: (op: number, d: unknown) => void, token: string) => void]>([
    [4001, 'an unknown opcode', (say) => say(99, null)],
    [4003, 'an event before identifying', (say) => say(3, {})],
    [4004, 'a wrong token', (say) => say(2, identify('wrong'))],
    [4007, 'a sequence of the future', () => {}],
    [4008, '121 events', (say) => Array.from({ length: 121 }, () => say(1, null))],
    [4010, 'a shard out of range', (say, token) => say(2, identify(token, { shard: [2, 2] }))],
    [4013, 'an unknown intent', (say, token) => say(2, identify(token, { intents: 2 ** 30 }))],
    [4014, 'a privileged intent', (say, token) => say(2, identify(token, { intents: 1 << 15 }))],
    [
      4005,
      'identifying twice',
      (say, token) => {
        say(2, identify(token));
        say(2, identify(token));
      },
    ],
  ])('closes with %i for %s', async (code, _, act) => {
    const discord = await loopback();
    const { closed, say, heard } = await bare(discord.gatewayUrl);
    act(say, discord.token);
    if (code === 4007) {
      say(2, identify(discord.token));
      await expect.poll(() => heard.length).toBeGreaterThan(1);
      const [session] = discord.gateway.sessions.keys();
      const again = await bare(discord.gatewayUrl);
      again.say(6, { token: discord.token, session_id: session, seq: 999 });
      expect(await again.closed).toBe(4007);
    } else expect(await closed).toBe(code);
    expect(discord.violations).toMatchObject([{ where: 'gateway', code }]);
  });

  it('closes with 4012 for another version, and answers 400 to compression', async () => {
    const discord = await loopback();
    expect(await (await bare(discord.gatewayUrl, '?v=5')).closed).toBe(4012);
    await expect(bare(discord.gatewayUrl, '?v=10&compress=zlib-stream')).rejects.toThrow('400');
  });

  it('answers an unknown session with op 9', async () => {
    const discord = await loopback();
    const { heard, say } = await bare(discord.gatewayUrl);
    say(6, { token: discord.token, session_id: 'gone', seq: 1 });
    await expect.poll(() => heard.at(-1)).toEqual({ op: 9, d: false });
  });
});
