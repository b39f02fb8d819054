import { describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { loopbackWithCommands, runningBot, sharedStartedBot, startBot } from '../support/running-bot.ts';

const QUESTION = { question: 'frozen bank accounts in Spain' };
const FROZEN = 'bank accounts have been arbitrarily frozen';

const bot = sharedStartedBot();

describe('when Discord has trouble', () => {
  it('answers through 500s and a 429', async () => {
    const { discord } = bot();
    discord.failNextRest({ match: '@original', status: 500, times: 2 });
    expect((await discord.slash('ask', QUESTION).reply()).text).toContain(FROZEN);
    discord.failNextRest({ match: '@original', status: 429, times: 1, retryAfter: 0.3 });
    expect((await discord.slash('ask', QUESTION).reply()).text).toContain(FROZEN);
    discord.failNextRest({ match: '/messages', status: 500, times: 1, afterEffect: true });
    const said = discord.say('frozen bank accounts in Spain', { mentionBot: true });
    expect((await said.reply()).text).toContain(FROZEN);
    await discord.slash('about').reply();
    expect(said.replies).toHaveLength(1);
  });

  it('keeps its promise when Discord took it but did not say so', async () => {
    const { discord } = bot();
    discord.failNextRest({ match: '/callback', status: 500, times: 1, afterEffect: true });
    expect((await discord.slash('ask', QUESTION).reply()).text).toContain(FROZEN);
  });

  it('drops an interaction that is gone, and goes on', async () => {
    const { discord, output } = bot();
    discord.failNextRest({
      match: '/callback',
      status: 404,
      times: 1,
      code: 10062,
      message: 'Unknown interaction',
    });
    discord.slash('about');
    await vi.waitFor(() => expect(output()).toContain('"dropped"'), 5000);
    expect((await discord.slash('about').reply()).text).toContain('18 passages');
    expect(output()).not.toContain('"failed"');
  });

  it('tells a reference when something goes wrong on its side, and logs it without the question', async () => {
    const { discord, output } = bot();
    discord.failNextRest({
      match: '@original',
      status: 400,
      times: 1,
      code: 50035,
      message: 'Invalid Form Body',
    });
    const { text } = await discord.slash('ask', QUESTION).shown();
    const [, reference = 'none'] = /reference: `(\w+)`/.exec(text) ?? [];
    await vi.waitFor(() => expect(output()).toContain(`"reference":"${reference}"`), 5000);
    expect(output()).not.toContain(QUESTION.question);
  });

  it.each([4000, 4009])('comes back after the gateway closed with %i', async (code) => {
    const { discord } = bot();
    discord.closeGateway(code);
    await discord.ready(60_000);
    expect((await discord.slash('ask', QUESTION).reply()).text).toContain(FROZEN);
  });

  it('comes back after an invalid session', async () => {
    const { discord } = bot();
    discord.invalidateSession(false);
    await discord.disconnected();
    await discord.ready(60_000);
    expect((await discord.slash('ask', QUESTION).reply()).text).toContain(FROZEN);
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
  });
});

describe('under load', () => {
  it('acknowledges 40 asks at once within a second each, and answers all of them', async () => {
    const { discord } = bot();
    const before = discord.violations.length;
    const people = [discord.users.ada, discord.users.ben];
    const asked = Array.from({ length: 40 }, (_, i) =>
      discord.slash(
        'ask',
        { question: `${QUESTION.question} ${i}` },
        { by: people[i % 2] ?? discord.users.ada },
      ),
    );
    for (const one of asked) {
      expect((await one.acknowledged).afterMs).toBeLessThan(1000);
      expect((await one.reply()).text).toContain(FROZEN);
    }
    expect(discord.violations.slice(before)).toEqual([]);
  });

  it('slows one person down after a burst of 30, and says until when', async () => {
    const { discord } = bot();
    // Nobody asked in her name before.
    const by = { by: discord.users.cleo };
    const asked = Array.from({ length: 36 }, () => discord.slash('about', {}, by));
    const texts = await Promise.all(asked.map(async (one) => (await one.reply()).text));
    const slowed = texts.filter((text) => /You can ask again <t:\d+:R>/.test(text));
    expect(slowed.length).toBeGreaterThanOrEqual(4);
    expect(slowed.length).toBeLessThanOrEqual(6);
    expect((await discord.slash('about', {}, { by: discord.users.ben }).reply()).text).toContain(
      '18 passages',
    );
  });
});

describe('starting and stopping', () => {
  it('finishes what is in flight at SIGTERM, exits with 0, knows its buttons again, and ends when its token expires', async () => {
    const { discord, child, ended, output } = bot();
    expect(output()).not.toContain('is at');
    const { ben } = discord.users;
    const reply = await discord.slash('ask', QUESTION, { by: ben }).reply();
    discord.failNextRest({ match: '@original', status: 500, times: 1, delayMs: 300 });
    const asked = discord.slash('ask', QUESTION, { by: ben });
    await asked.acknowledged;
    const began = Date.now();
    child.kill('SIGTERM');
    expect((await asked.reply()).text).toContain(FROZEN);
    expect(await ended).toBe(0);
    expect(Date.now() - began).toBeLessThan(10_000);

    const second = startBot(discord, inject('dataDir'));
    await discord.disconnected();
    await discord.ready(60_000);
    expect((await discord.click(reply, 'Next', { by: ben }).reply()).text).toContain('2 of 5');
    expect((await discord.click(reply, 'Copy', { by: ben }).reply()).content).toContain('On Record, passage');

    discord.closeGateway(4004);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/no longer accepts the bot token.*Reset/);
  });

  it('says what to do about a token that Discord does not accept', async () => {
    const discord = await loopbackWithCommands();
    const refused = runningBot(
      inject('dataDir'),
      onTestFinished,
      { DISCORD_TOKEN: `${discord.token}x` },
      discord,
    );
    await expect(refused).rejects.toThrow(/does not accept the bot token.*Reset/);
    await expect(refused).rejects.not.toThrow(discord.token);
  });
});
