import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commandPages } from '../../bot/commands/docs.ts';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { toDefinition } from '../../bot/discord/deploy.ts';
import { LOCALES } from '../../bot/i18n/i18n.ts';
import { startLoopbackDiscord } from '../discord/loopback-discord.ts';
import { runHere } from '../support/run-script.ts';
import { projectRoot } from '../support/temporary.ts';

async function deployment() {
  const discord = await startLoopbackDiscord();
  onTestFinished(() => discord.stop());
  const env = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
  return {
    discord,
    deploy: (args: string[] = [], more = {}) => runHere('deploy-commands', args, { ...env, ...more }),
  };
}

const NAMES = [
  'ask',
  'topic',
  'quote',
  'verify',
  'Find official statement',
  'Verify quote',
  'settings',
  'follow',
  'following',
  'about',
];

describe('deploy-commands', () => {
  it('tells what it would change, changes it, and then has nothing to do', async () => {
    const { discord, deploy } = await deployment();
    const dry = await deploy(['--dry-run']);
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain(`added: ${NAMES.join(', ')}`);
    expect(discord.commands()).toHaveLength(0);
    expect((await deploy()).stdout).toContain('registered globally');
    expect(discord.commands().map(({ name }) => name)).toEqual(NAMES);
    expect((await deploy()).stdout).toContain('as they are');
    expect(discord.violations).toEqual([]);
    expect(discord.ignoredFields).toEqual([]);
  });

  it('names what has changed and what will go', async () => {
    const { discord, deploy } = await deployment();
    const [ask, ...others] = COMMANDS.map(toDefinition);
    discord.register([
      { ...ask, description: 'Something else' },
      ...others.slice(0, 4),
      { ...others[0], name: 'old' },
    ]);
    const { stdout } = await deploy();
    expect(stdout).toContain('changed: ask');
    expect(stdout).toContain('removed: old');
    expect(stdout).toContain('unchanged: topic, quote, verify, Find official statement');
    expect(discord.commands().map(({ name }) => name)).not.toContain('old');
  });

  it('registers in one server only when DISCORD_GUILD_ID says so', async () => {
    const { discord, deploy } = await deployment();
    const { stdout } = await deploy([], { DISCORD_GUILD_ID: discord.guilds.home.id });
    expect(stdout).toContain(`in the server ${discord.guilds.home.id}`);
    expect(discord.commands()).toHaveLength(0);
    const registered = discord.commands(discord.guilds.home.id);
    expect(registered).toHaveLength(NAMES.length);
    // Installs and contexts are fields of global commands.
    expect(discord.ignoredFields).toEqual([]);
    expect((await deploy([], { DISCORD_GUILD_ID: discord.guilds.home.id })).stdout).toContain('as they are');
  });

  it.each([
    [{ DISCORD_TOKEN: '' }, 1, /no DISCORD_TOKEN/],
    [{ DISCORD_TOKEN: 'x'.repeat(60) }, 1, /does not accept the bot token.*Reset/],
    [{ DISCORD_GUILD_ID: '12' }, 1, /DISCORD_GUILD_ID="12".*17 to 20 digits/],
    [
      { DISCORD_GUILD_ID: '999999999999999999' },
      1,
      /may not register commands in the server 999999999999999999/,
    ],
  ])('names what is wrong: %j', async (env, exitCode, message) => {
    const { deploy } = await deployment();
    const { code, stderr } = await deploy([], env);
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(message);
  });
});

describe('the registry', () => {
  it('can be installed to servers and users, and used everywhere', () => {
    for (const command of COMMANDS) {
      const { integration_types, contexts } = toDefinition(command);
      // What is for those who manage a server makes no sense elsewhere.
      const isForServers = command.kind === 'slash' && command.forManagers === true;
      expect(integration_types).toEqual(isForServers ? [0] : [0, 1]);
      expect(contexts).toEqual(isForServers ? [0] : [0, 1, 2]);
    }
  });

  it('has every name and description in every language', () => {
    for (const definition of COMMANDS.map(toDefinition)) {
      const {
        name_localizations,
        description_localizations,
        options = [],
      } = definition as {
        name_localizations: Record<string, string>;
        description_localizations?: Record<string, string>;
        options?: { name: string; name_localizations: Record<string, string> }[];
      };
      expect(Object.keys(name_localizations)).toEqual(LOCALES.slice(1));
      if (description_localizations)
        expect(Object.values(description_localizations).every((text) => text !== '')).toBe(true);
      for (const option of options)
        expect(Object.keys(option.name_localizations ?? {}), option.name).toEqual(LOCALES.slice(1));
    }
  });

  it('is what docs/commands says', async () => {
    const folder = path.join(projectRoot, 'docs/commands');
    const pages = commandPages(COMMANDS);
    expect((await readdir(folder)).sort()).toEqual([...pages.keys()].sort());
    for (const [name, markdown] of pages)
      expect(await readFile(path.join(folder, name), 'utf8')).toBe(markdown);
  });
});
