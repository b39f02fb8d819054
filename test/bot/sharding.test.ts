import { pino } from 'pino';
import { describe, expect, inject, it, vi } from 'vitest';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { toDefinition } from '../../bot/discord/deploy.ts';
import { createShards } from '../../bot/discord/shards.ts';
import { type Channel, guilds, shardOf } from '../discord/world.ts';
import { descendants, loopbackWithCommands, startBot } from '../support/running-bot.ts';
import { shared, type WhenDone } from '../support/temporary.ts';

const QUESTION = { question: 'frozen bank accounts in Spain' };
const FROZEN = 'bank accounts have been arbitrarily frozen';

interface Line {
  msg: string;
  pid: number;
  shard?: number;
  handler?: string;
  restartInMs?: number;
}

const PUBLIC_URL = 'https://record.example.org';

/** A bot in as many shards as Discord recommends, two, whose web side is on a free port, and which leaves the commands as they are. */
async function shardedBot(whenDone: WhenDone) {
  const discord = await loopbackWithCommands(whenDone, { shards: 2 });
  discord.register([...COMMANDS.map(toDefinition), { name: 'old', description: 'Of an older version' }]);
  const env = { SHARDS: 'auto', PORT: '0', PUBLIC_URL, REGISTER_COMMANDS: 'off' };
  const bot = startBot(discord, inject('dataDir'), env, whenDone);
  const lines = (): Line[] =>
    bot
      .output()
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));
  await discord.ready(120_000);
  const origin = () => /is at (\S+)/.exec(bot.output())?.[1] ?? '';
  return { discord, ...bot, lines, origin };
}

const guildOf = (channel: Channel) => ({ guild: channel.guild?.id ?? null });

const said = (lines: readonly Line[], msg: string) => lines.filter((line) => line.msg === msg);
const pidOfShard = (lines: readonly Line[], shard: number) =>
  lines.findLast((line) => line.shard === shard && line.msg === 'connected to Discord')?.pid;

describe('a bot in two shards', () => {
  const bot = shared(shardedBot);

  it('answers each server, and direct messages, in the shard of Discord’s formula', async () => {
    const { discord, lines, origin } = bot();
    const { general, elsewhere, dm } = discord.channels;
    // A guild of the other shard, where the bot was brought along by a user.
    const other: Channel = { ...elsewhere, guild: { ...guilds.elsewhere, id: '1100000000004194326' } };
    const places = [
      { channel: general, shard: 1 },
      { channel: other, shard: 0 },
      { channel: dm, shard: 0 },
    ];
    expect([general, other].map(({ guild }) => shardOf(guild?.id ?? '', 2))).toEqual([1, 0]);
    expect(discord.gateway.identifies.map(({ shard }) => shard.join('/')).sort()).toEqual(['0/2', '1/2']);
    for (const { channel, shard } of places) {
      expect((await discord.slash('ask', QUESTION, { in: channel }).reply()).text).toContain(FROZEN);
      await vi.waitFor(() =>
        expect(lines().findLast(({ handler }) => handler === '/ask')).toMatchObject({
          shard,
          ...guildOf(channel),
        }),
      );
    }
    expect((await discord.say('frozen bank accounts in Spain', { in: dm }).reply()).text).toContain(FROZEN);
    expect(discord.violations).toEqual([]);

    const metrics = await (await fetch(`${origin()}/metrics`)).text();
    expect(metrics).toMatch(/^on_record_asks_total\{by="\/ask",verdict="related"\} 3$/m);
    expect(metrics).toMatch(/^on_record_asks_total\{by="message",verdict="related"\} 1$/m);
    expect(metrics).toContain('on_record_gateway_connected{shard="0"} 1');
    expect(metrics).toContain('on_record_gateway_connected{shard="1"} 1');
    for (const process of ['record', 'shard 0', 'shard 1'])
      expect(metrics).toMatch(
        new RegExp(`on_record_process_resident_bytes\\{process="${process}"\\} \\d{7,}`),
      );
  });

  it('shows the permanent link in every shard', async () => {
    const { discord } = bot();
    for (const channel of [discord.channels.general, discord.channels.dm]) {
      const quote = await discord.slash('quote', { text: 'gjvfwnnhzx' }, { in: channel }).reply();
      const copy = await discord.click(quote, 'Copy', { in: channel }).reply();
      expect(copy.content).toContain(`: ${PUBLIC_URL}/p/gjvfwnnhzx\n`);
    }
  });

  it.runIf(process.platform === 'linux')(
    'shares one record, starts a killed shard again, and stays ready while that connects',
    async () => {
      const { discord, child, lines, origin } = bot();
      const health = async () => {
        const response = await fetch(`${origin()}/readyz`);
        return { code: response.status, ...((await response.json()) as { missing: string[] }) };
      };
      await vi.waitFor(async () => expect(await health()).toMatchObject({ code: 200, missing: [] }));
      const running = descendants(child.pid ?? 0);
      const ofKind = (name: string) => running.filter(({ command }) => command.includes(name));
      expect(ofKind('record-process.ts')).toHaveLength(1);
      expect(ofKind('shard-process.ts')).toHaveLength(2);
      // What everyone on the machine can read holds no secret.
      expect(running.filter(({ command }) => command.includes(discord.token))).toEqual([]);

      const before = pidOfShard(lines(), 1);
      process.kill(before ?? 0, 'SIGKILL');
      await vi.waitFor(async () =>
        expect(await health()).toMatchObject({ code: 200, gateway: { shards: 2, connected: 1 } }),
      );
      const other = discord.slash('ask', QUESTION, { in: discord.channels.dm });
      expect((await other.reply()).text).toContain(FROZEN);
      await vi.waitFor(
        async () => expect(await health()).toMatchObject({ gateway: { connected: 2 } }),
        20_000,
      );
      await vi.waitFor(() => expect(pidOfShard(lines(), 1)).not.toBe(before));
      expect((await discord.slash('ask', QUESTION).reply()).text).toContain(FROZEN);
    },
  );

  it('restarts a shard that dies again later though it connected, and waits where Discord allows no more sessions', async () => {
    const { discord, lines } = bot();
    // A restart needs two to spare, so that the whole bot could be started again.
    discord.gateway.useUpStarts(2, 6000);
    const started = discord.gateway.identifies.length;
    process.kill(pidOfShard(lines(), 1) ?? 0, 'SIGKILL');
    await vi.waitFor(
      () =>
        expect(said(lines(), 'no session starts left: waiting until Discord allows more')).toHaveLength(1),
      30_000,
    );
    expect(discord.gateway.identifies).toHaveLength(started);
    await discord.ready(90_000);
    expect(said(lines(), 'a shard ended').map(({ restartInMs }) => restartInMs)).toEqual([1000, 2000]);
    expect(discord.gateway.tokenReset).toBe(false);
  });

  it.runIf(process.platform === 'linux')(
    'answers what was asked before the process of the record was killed, and leaves the commands as they are',
    async () => {
      const { discord, child } = bot();
      const shown = await discord.slash('ask', QUESTION).reply(60_000);
      const record = descendants(child.pid ?? 0).find(({ command }) => command.includes('record-process.ts'));
      const asked = Array.from({ length: 15 }, (_, n) =>
        discord.slash('ask', { question: `${QUESTION.question} ${n}` }),
      );
      await asked.at(-1)?.acknowledged;
      process.kill(record?.pid ?? 0, 'SIGKILL');
      // A button is acknowledged before the record can answer.
      const pressed = discord.click(shown, 'Context');
      expect((await pressed.acknowledged).afterMs).toBeLessThan(1000);
      for (const one of [...asked, pressed]) expect((await one.reply(90_000)).text).toContain(FROZEN);
      expect(discord.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
      expect(discord.offered()).toContain('old');
      expect(discord.violations).toEqual([]);
    },
  );

  it('finishes what is in flight at SIGTERM, and leaves no process behind', async () => {
    const { discord, child, ended, lines } = bot();
    const pids = lines().map(({ pid }) => pid);
    discord.failNextRest({ match: '@original', status: 500, times: 1, delayMs: 300 });
    const asked = discord.slash('ask', QUESTION);
    await asked.acknowledged;
    child.kill('SIGTERM');
    expect((await asked.reply()).text).toContain(FROZEN);
    expect(await ended).toBe(0);
    for (const pid of new Set(pids)) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('shards', () => {
  it('end with what to do when the token expires', async () => {
    const discord = await loopbackWithCommands();
    const { ended, output } = startBot(discord, inject('dataDir'), { SHARDS: '1' });
    await discord.ready(120_000);
    discord.closeGateway(4004);
    expect(await ended).toBe(1);
    expect(output()).toMatch(/no longer accepts the bot token.*Reset/);
  });

  it('say what to do about a token that Discord does not accept', async () => {
    const { apiUrl, token } = await loopbackWithCommands();
    const ignore = () => {};
    const shards = createShards({
      token: `${token}x`,
      shards: 2,
      shard: {
        apiUrl,
        recordAt: 'nowhere',
        logLevel: 'silent',
        logQuestions: false,
        DATA_DIR: inject('dataDir'),
        RECORD: 'local',
      },
      log: pino({ level: 'silent' }),
      onPlanned: ignore,
      hear: ignore,
      onVitals: ignore,
      onRequest: ignore,
      onFatal: ignore,
    });
    await expect(shards.login()).rejects.toThrow(/does not accept the bot token.*Reset/);
  });
});
