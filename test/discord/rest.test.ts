import { ApplicationCommandType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { connect, loopback } from './client-fixture.ts';

describe('a fault', () => {
  const answering = () =>
    connect({
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply();
        await interaction.editReply('answer');
      },
    });

  it('of 500 is tried again', async () => {
    const { discord, errors } = await answering();
    discord.failNextRest({ match: /PATCH .*@original/, status: 500, times: 2 });
    expect((await discord.slash('ask', { question: 'Huawei?' }).reply()).content).toBe('answer');
    expect(discord.faultsStruck).toBe(2);
    expect(errors).toEqual([]);
  });

  it('of 500 too many times reaches the bot', async () => {
    const { discord, errors } = await answering();
    discord.failNextRest({ match: '/callback', status: 500, times: 10 });
    discord.slash('ask', { question: 'Huawei?' });
    await expect.poll(() => errors).toMatchObject([{ status: 500 }]);
  });

  it('that loses an answer makes the retry a second acknowledgement', async () => {
    const { discord, errors } = await answering();
    discord.failNextRest({ match: '/callback', status: 500, afterEffect: true });
    const asked = discord.slash('ask', { question: 'Huawei?' });
    expect(await asked.acknowledged).toMatchObject({ type: 5 });
    await expect.poll(() => errors).toMatchObject([{ code: 40060 }]);
  });

  it('of 429 is waited for', async () => {
    const { discord } = await answering();
    discord.failNextRest({ match: '@original', status: 429, retryAfter: 0.3 });
    const started = Date.now();
    await discord.slash('ask', { question: 'Huawei?' }).reply();
    expect(Date.now() - started).toBeGreaterThanOrEqual(300);
    expect(discord.violations).toEqual([]);
  });

  it('of 429 that is not waited for is a violation', async () => {
    const discord = await loopback();
    discord.failNextRest({ match: '/gateway', status: 429, retryAfter: 60 });
    const call = () => fetch(`${discord.apiUrl}/v10/gateway`);
    const first = await call();
    expect(first.status).toBe(429);
    expect(first.headers.get('retry-after')).toBe('60');
    expect(await first.json()).toMatchObject({ retry_after: 60, global: false });
    expect((await call()).status).toBe(429);
    expect(discord.violations).toMatchObject([{ status: 429, where: 'GET /gateway' }]);
  });

  it('of 403 carries its code, and a hang-up none', async () => {
    const discord = await loopback();
    const call = () => fetch(`${discord.apiUrl}/v10/gateway`);
    discord.failNextRest({ match: '/gateway', status: 403, code: 50001, message: 'Missing Access' });
    expect(await (await call()).json()).toEqual({ code: 50001, message: 'Missing Access' });
    discord.failNextRest({ match: '/gateway', status: 'hang-up' });
    await expect(call()).rejects.toThrow('fetch failed');
    discord.failNextRest({ match: '/gateway', delayMs: 100 });
    const started = Date.now();
    expect((await call()).status).toBe(200);
    expect(Date.now() - started).toBeGreaterThanOrEqual(99);
    expect(discord.violations).toEqual([]);
  });
});

describe('a rate limit', () => {
  it('is told in headers, which a client heeds', async () => {
    const { discord, client } = await connect();
    const channel = client.channels.cache.get(discord.channels.general.id);
    if (!channel?.isSendable()) throw new Error('not a channel to write in');
    const began = Date.now();
    for (let n = 0; n < 6; n++) await channel.send(`${n}`);
    expect(Date.now() - began).toBeGreaterThan(4000);
    expect(discord.rateLimited).toBe(0);
    // Another channel has a bucket of its own.
    const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' };
    const post = () =>
      fetch(`${discord.apiUrl}/v10/channels/${discord.channels.thread.id}/messages`, {
        method: 'POST',
        headers,
        body: '{"content":"hello"}',
      });
    const answers = await Promise.all(Array.from({ length: 6 }, post));
    const [limited] = answers.filter(({ status }) => status === 429);
    expect(limited?.headers.get('x-ratelimit-bucket')).toBe('messages');
    expect(await limited?.json()).toMatchObject({ global: false, retry_after: expect.any(Number) });
    expect(discord.rateLimited).toBe(1);
    expect(discord.violations).toEqual([]);
  });

  it('holds for all calls together, but not for answers to interactions', async () => {
    const discord = await loopback();
    const call = (path: string) => fetch(`${discord.apiUrl}/v10${path}`, { method: 'POST' });
    await Promise.all(Array.from({ length: 60 }, () => call('/interactions/1/x/callback')));
    expect(discord.rateLimited).toBe(0);
    const answers = await Promise.all(Array.from({ length: 60 }, () => call('/gateway')));
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(limited[0]?.headers.get('x-ratelimit-global')).toBe('true');
  });
});

describe('the REST API', () => {
  it('refuses a wrong token, path, method, version and body', async () => {
    const discord = await loopback();
    const headers = { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' };
    const answer = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${discord.apiUrl}${path}`, { headers, ...init });
      return [response.status, await response.json()];
    };
    const wrong = { headers: { authorization: discord.token } };
    const at = `/v10/channels/${discord.channels.general.id}/messages`;
    expect(await answer('/v10/users/@me', wrong)).toEqual([401, { message: '401: Unauthorized', code: 0 }]);
    expect(await answer('/v10/nothing')).toEqual([404, { message: '404: Not Found', code: 0 }]);
    expect(await answer('/v10/users/@me', { method: 'PUT' })).toMatchObject([405, { code: 0 }]);
    expect(await answer('/v6/users/@me')).toMatchObject([400, { code: 50041 }]);
    expect(await answer(at, { method: 'POST', body: '{' })).toMatchObject([400, { code: 50109 }]);
    expect(await answer(at, { method: 'POST', body: '{"embeds":[{}]}' })).toEqual([
      400,
      {
        message: 'Invalid Form Body',
        code: 50035,
        errors: {
          embeds: {
            0: {
              description: {
                _errors: [{ code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }],
              },
            },
          },
        },
      },
    ]);
    expect(discord.violations).toHaveLength(6);
  });

  it('keeps commands, global and of a guild, by name', async () => {
    const { discord, client } = await connect();
    const { commands } = client.application;
    const before = discord.commands();
    const kept = await commands.set([
      { name: 'ask', description: 'Asks again', nameLocalizations: { de: 'frag' } },
      { name: 'Find', type: ApplicationCommandType.Message },
    ]);
    expect([...kept.values()].map(({ name }) => name)).toEqual(['ask', 'Find']);
    expect(discord.commands()[0]?.id).toBe(before[0]?.id);
    await commands.set([{ name: 'ask', description: 'Asks here' }], discord.guilds.home.id);
    expect(discord.commands(discord.guilds.home.id)).toHaveLength(1);
    // Both are offered, side by side.
    expect(discord.offered()).toEqual(['ask', 'ask', 'Find']);
    const globalOnly = { name: 'about', description: 'About', contexts: [0] };
    await expect(commands.set([globalOnly], discord.guilds.home.id)).rejects.toMatchObject({ code: 50035 });
    const fetched = await commands.fetch({ withLocalizations: true });
    expect(fetched.find(({ name }) => name === 'ask')?.nameLocalizations).toEqual({ de: 'frag' });
    await expect(commands.set([{ name: 'Ask', description: 'x' }])).rejects.toMatchObject({ code: 50035 });
    await expect(commands.set([], discord.guilds.elsewhere.id)).rejects.toMatchObject({ code: 50001 });
    expect(discord.ignoredFields).toEqual([]);
  });
});
