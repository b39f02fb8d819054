import { describe, expect, inject, it } from 'vitest';
import { runHere } from '../support/run-script.ts';
import { loopbackWithCommands } from '../support/running-bot.ts';

async function smoke() {
  const discord = await loopbackWithCommands();
  const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, DATA_DIR: inject('dataDir') };
  const home = discord.guilds.home.id;
  discord.register([{ name: 'mine', description: 'Was here before' }], home);
  return { discord, home, run: (...args: string[]) => runHere('smoke', args, env) };
}

describe('npm run smoke', { timeout: 180_000 }, () => {
  it('registers, posts, checks what came back, and leaves the server as it was', async () => {
    const { discord, home, run } = await smoke();
    const { code, stdout } = await run('--guild', home);
    expect(stdout).not.toContain('FAIL');
    expect(stdout).toContain('ok    the commands are registered as they were sent');
    expect(stdout).toContain('ok    a reply of /verify comes back as it was sent');
    expect(stdout).toContain('Now look at Discord yourself');
    expect(code).toBe(0);
    expect(discord.violations).toEqual([]);
    expect(discord.ignoredFields).toEqual([]);
    expect(discord.losing).toEqual([]);
    expect(discord.pinging).toEqual([]);
    expect(discord.messages.length).toBeGreaterThan(6);
    expect(discord.messages.filter(({ deleted }) => !deleted)).toEqual([]);
    expect(discord.commands(home).map(({ name }) => name)).toEqual(['mine']);
  });

  it('says what failed, and cleans up all the same', async () => {
    const { discord, home, run } = await smoke();
    discord.failNextRest({ match: /^PATCH/, status: 400, code: 50035, message: 'Invalid Form Body' });
    const { code, stdout } = await run('--guild', home, '--channel', discord.channels.general.id);
    expect(stdout).toMatch(/FAIL {2}a message is edited: PATCH .*400 Invalid Form Body/);
    expect(code).toBe(1);
    expect(discord.messages.filter(({ deleted }) => !deleted)).toEqual([]);
    const elsewhere = await run('--guild', discord.guilds.elsewhere.id);
    expect(elsewhere.stdout).toMatch(/FAIL {2}the server is there: .*403 Missing Access/);
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining('--guild must be') });
  });
});
