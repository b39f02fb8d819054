import { describe, expect, inject, it, vi } from 'vitest';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { toDefinition } from '../../bot/discord/deploy.ts';
import { startLoopbackDiscord } from '../discord/loopback-discord.ts';
import { runHere } from '../support/run-script.ts';
import { descendants, loopbackWithCommands, sharedBot, startBot } from '../support/running-bot.ts';

const QUESTION = { question: 'frozen bank accounts in Spain' };
const FROZEN = 'bank accounts have been arbitrarily frozen';

const bot = sharedBot();

describe('an event that Discord delivers again', () => {
  it('is answered once: an interaction', async () => {
    const { discord } = bot();
    const asked = discord.slash('ask', QUESTION);
    discord.deliverAgain(asked);
    discord.deliverAgain(asked);
    expect((await asked.reply()).text).toContain(FROZEN);
    await discord.slash('about').reply();
    expect(asked.followUps).toEqual([]);
    expect(asked.original?.writes).toHaveLength(2);
    expect(discord.violations).toEqual([]);
  });

  it('is answered once: a message', async () => {
    const { discord } = bot();
    const said = discord.say('frozen bank accounts in Spain', { in: discord.channels.dm });
    await said.reply();
    discord.deliverAgain(said);
    await discord.slash('about').reply();
    await discord.say('frozen bank accounts in Spain', { in: discord.channels.dm }).reply();
    expect(discord.messages.filter(({ repliesTo }) => repliesTo === said.message)).toHaveLength(1);
    expect(discord.requests.filter(({ path }) => path.endsWith('/messages'))).toHaveLength(2);
  });
});

describe('an interaction that is malformed', () => {
  const menu = { id: '1', name: 'Verify quote', type: 3, target_id: '2' };
  it.each([
    ['of an unknown type', { type: 99, data: {} }],
    ['a menu without what it was opened on', { data: menu }],
    ['a menu without its target', { data: { ...menu, resolved: {} } }],
    ['a command of an unknown type', { data: { id: '1', name: 'ask', type: 9 } }],
    [
      'a command with an option of another type',
      { data: { id: '1', name: 'ask', type: 1, options: [{ name: 'question', type: 4, value: 7 }] } },
    ],
    [
      'a component of an unknown type',
      { type: 3, data: { component_type: 99, custom_id: 'x' }, message: {} },
    ],
  ])('is answered, to the person alone: %s', async (_, payload) => {
    const { discord } = bot();
    const reply = await discord.malformed(payload).reply();
    expect(reply.ephemeral).toBe(true);
    expect(reply.text).toMatch(/no longer exists|went wrong/);
    expect((await discord.slash('about').reply()).text).toContain('18 passages');
  });
});

describe('a connection that Discord closes in the middle of a call', () => {
  it('loses no answer', async () => {
    const { discord } = bot();
    for (const afterEffect of [false, true]) {
      discord.failNextRest({ match: '@original', status: 'hang-up', afterEffect });
      expect((await discord.slash('ask', QUESTION).reply()).text).toContain(FROZEN);
      discord.failNextRest({ match: '/callback', status: 'hang-up', afterEffect });
      expect((await discord.slash('ask', QUESTION).reply()).text).toContain(FROZEN);
      discord.failNextRest({ match: /^POST .*messages$/, status: 'hang-up', afterEffect });
      const said = discord.say('frozen bank accounts in Spain', { mentionBot: true });
      expect((await said.reply()).text).toContain(FROZEN);
      expect(said.replies).toHaveLength(1);
    }
    expect(discord.faultsStruck).toBe(6);
  });
});

describe('a deletion that Discord makes but does not confirm', () => {
  it('loses no word to a person whose question found nothing', async () => {
    const { discord } = bot();
    const before = discord.faultsStruck;
    discord.failNextRest({ match: /^DELETE .*@original$/, status: 500, afterEffect: true });
    const missed = discord.slash('ask', { question: 'best recipe for sourdough bread with olives' });
    expect((await missed.followUp()).text).toContain('Nothing on record');
    expect(missed.original?.deleted).toBe(true);
    expect(discord.faultsStruck).toBe(before + 1);
  });
});

describe('in a thread', () => {
  const words = 'frozen bank accounts in Spain';

  it('answers mentions, and commands', async () => {
    const { discord } = bot();
    const { thread, archivedThread, readOnlyThread } = discord.channels;
    const before = discord.violations.length;
    for (const place of [thread, archivedThread, readOnlyThread])
      expect((await discord.say(words, { in: place, mentionBot: true }).reply()).text).toContain(FROZEN);
    expect((await discord.slash('ask', QUESTION, { in: thread }).reply()).text).toContain(FROZEN);
    expect(discord.violations.slice(before)).toEqual([]);
  });

  it.each(['silentThread', 'lockedThread'] as const)(
    'answers privately where it may not write: %s',
    async (place) => {
      const { discord } = bot();
      discord.say(words, { in: discord.channels[place], mentionBot: true, by: discord.users.ben });
      const dm = discord.dmWith(discord.users.ben);
      const before = discord.messages.filter(({ channel }) => channel === dm).length;
      const sent = () => discord.messages.filter(({ channel }) => channel === dm)[before];
      expect((await discord.until('a direct message', sent)).text).toContain(FROZEN);
    },
  );
});

describe('commands', { timeout: 120_000 }, () => {
  async function deployment() {
    const discord = await loopbackWithCommands();
    const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
    const here = { DISCORD_GUILD_ID: discord.guilds.home.id };
    const deploy = (args: string[], more: Record<string, string> = {}) =>
      runHere('deploy-commands', args, { ...env, ...more });
    return { discord, deploy, here };
  }

  it('are registered in one server without what only global ones have, and both are told apart and cleared', async () => {
    const { discord, deploy, here } = await deployment();
    const names = discord.commands().map(({ name }) => name);
    const { stdout } = await deploy([], here);
    expect(stdout).toMatch(/globally too.*twice.*--clear, without DISCORD_GUILD_ID/);
    expect(discord.violations).toEqual([]);
    expect(discord.offered()).toEqual([...names, ...names]);
    expect((await deploy([])).stdout).toContain(
      `--clear, with ${'DISCORD_GUILD_ID'}=${here.DISCORD_GUILD_ID}`,
    );
    expect((await deploy(['--clear', '--dry-run'], here)).stdout).toContain(`removed: ${names.join(', ')}`);
    expect(discord.offered()).toHaveLength(2 * names.length);
    expect((await deploy(['--clear'], here)).stdout).toContain('no longer registered in the server');
    expect(discord.offered()).toEqual(names);
    expect((await deploy(['--clear'])).stdout).toContain('no longer registered globally');
    expect((await deploy(['--clear'])).stdout).toContain('No commands are registered globally');
    expect(discord.offered()).toEqual([]);
  });

  it('register themselves at start when they have changed', async () => {
    const { discord } = await deployment();
    const names = discord.commands().map(({ name }) => name);
    const puts = () => discord.requests.filter(({ method }) => method === 'PUT').length;
    discord.register([{ name: 'old', description: 'Of an older version' }]);
    const { output } = startBot(discord, inject('dataDir'));
    await vi.waitFor(() => expect(output()).toContain('commands registered'), 60_000);
    expect(discord.offered()).toEqual(names);
    expect(puts()).toBe(1);
    const again = startBot(discord, inject('dataDir'));
    await vi.waitFor(() => expect(again.output()).toContain('connected to Discord'), 60_000);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
    expect(puts()).toBe(1);
    expect(discord.violations).toEqual([]);
  });
});

describe('a question in flight when the process of the record is killed', { timeout: 240_000 }, () => {
  it.runIf(process.platform === 'linux')(
    'is answered all the same, and commands stay as they are where that is set',
    async () => {
      const discord = await loopbackWithCommands();
      discord.register([...COMMANDS.map(toDefinition), { name: 'old', description: 'Of an older version' }]);
      const { child } = startBot(discord, inject('dataDir'), { REGISTER_COMMANDS: 'off', SHARDS: '2' });
      await discord.ready(90_000);
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
});

interface Line {
  msg: string;
  pid: number;
  shard?: number;
  restartInMs?: number;
}

/** A bot in two shards, and its log. */
function shardedBot(discord: Awaited<ReturnType<typeof startLoopbackDiscord>>) {
  const bot = startBot(discord, inject('dataDir'), { SHARDS: '2', REGISTER_COMMANDS: 'off' });
  const lines = (msg: string): Line[] =>
    bot
      .output()
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []))
      .filter((line) => line.msg === msg);
  /** Waits for the n-th connection of shard 1, and kills it. */
  const kill = async (nth: number) => {
    const connections = () => lines('connected to Discord').filter(({ shard }) => shard === 1);
    await vi.waitFor(() => expect(connections()).toHaveLength(nth), 90_000);
    process.kill(connections()[nth - 1]?.pid ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(lines('a shard ended')).toHaveLength(nth), 30_000);
  };
  return { ...bot, lines, kill };
}

describe('a shard that dies again and again', { timeout: 240_000 }, () => {
  it('is restarted ever later, though it connects each time', async () => {
    const discord = await loopbackWithCommands();
    const { kill, lines } = shardedBot(discord);
    for (const nth of [1, 2]) await kill(nth);
    expect(lines('a shard ended').map(({ restartInMs }) => restartInMs)).toEqual([1000, 2000]);
  });

  it('waits when Discord allows no more sessions, and does not lose the token', async () => {
    const discord = await startLoopbackDiscord({ sessionStarts: { total: 4, resetAfterMs: 15_000 } });
    const { kill, lines } = shardedBot(discord);
    await kill(1);
    await vi.waitFor(
      () => expect(lines('no session starts left: waiting until Discord allows more')).not.toEqual([]),
      20_000,
    );
    expect(discord.gateway.identifies.length).toBeLessThanOrEqual(4);
    await discord.ready(90_000);
    expect(discord.gateway.tokenReset).toBe(false);
    expect(discord.violations).toEqual([]);
    await discord.stop();
  });
});
