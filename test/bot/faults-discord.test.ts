import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { runHere } from '../support/run-script.ts';
import { loopbackWithCommands, runningBot, sharedBot } from '../support/running-bot.ts';

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
    discord.register([{ name: 'old', description: 'Of an older version' }]);
    const { output } = await runningBot(inject('dataDir'), onTestFinished, {}, discord);
    expect(output()).toContain('commands registered');
    expect(discord.offered()).toEqual(names);
    expect(discord.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    expect(discord.violations).toEqual([]);
  });

  it('are not registered again where they are as they should be', async () => {
    const { discord } = bot();
    const asked = () => discord.requests.filter(({ path }) => path.endsWith('/commands'));
    await vi.waitFor(() => expect(asked()).not.toEqual([]), 60_000);
    expect(asked().filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
