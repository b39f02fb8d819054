/** The bot as users run it: `npm start` as a child process, talking to the loopback Discord. */
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { toDefinition } from '../../bot/discord/deploy.ts';
import { type LoopbackDiscord, startLoopbackDiscord } from '../discord/loopback-discord.ts';
import { startScript } from './run-script.ts';
import type { WhenDone } from './temporary.ts';

export interface RunningBot {
  discord: LoopbackDiscord;
  child: ChildProcess;
  /** All that the bot has printed so far. */
  output(): string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

/** A loopback Discord where the bot's commands are registered; closed with the scope that `whenDone` belongs to. */
export async function loopbackWithCommands(whenDone: WhenDone = onTestFinished) {
  const discord = await startLoopbackDiscord();
  whenDone(() => discord.stop());
  discord.register(COMMANDS.map(toDefinition));
  return discord;
}

/** Starts the bot on a Discord. */
export function startBot(
  discord: Pick<LoopbackDiscord, 'apiUrl' | 'token'>,
  dataDir: string,
  env: Record<string, string> = {},
  whenDone: WhenDone = onTestFinished,
): Omit<RunningBot, 'discord'> {
  const child = startScript('start', [], {
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    DATA_DIR: dataDir,
    ...env,
  });
  let printed = '';
  child.stdout?.on('data', (chunk) => (printed += chunk));
  child.stderr?.on('data', (chunk) => (printed += chunk));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  whenDone(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, output: () => printed };
}

/** A bot that is logged in to a loopback Discord of its own. */
export async function runningBot(dataDir: string, whenDone: WhenDone = onTestFinished): Promise<RunningBot> {
  const discord = await loopbackWithCommands(whenDone);
  const bot = startBot(discord, dataDir, {}, whenDone);
  const failed = bot.ended.then((code) => {
    throw new Error(`the bot ended with ${code} before it was ready: ${bot.output()}`);
  });
  await Promise.race([discord.ready(60_000), failed]);
  // From here on a test looks after the end itself.
  failed.catch(() => {});
  return { discord, ...bot };
}

/** What is opened once for all tests of a scope; the last that was opened is closed first. */
export function shared<Opened>(open: (whenDone: WhenDone) => Promise<Opened>): () => Opened {
  const closers: (() => Promise<void>)[] = [];
  let opened: { it: Opened } | undefined;
  beforeAll(async () => {
    opened = { it: await open((close) => closers.unshift(close)) };
  });
  afterAll(async () => {
    for (const close of closers) await close();
  });
  return () => {
    if (!opened) throw new Error('it is open only within its scope');
    return opened.it;
  };
}

/** One bot for all tests of a scope. */
export const sharedBot = () => shared((whenDone) => runningBot(inject('dataDir'), whenDone));

/** The processes below another, by what they run. */
export function descendants(root: number): { pid: number; command: string }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, parent = ''] = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        // Ended meanwhile.
        return [];
      }
    });
  const below = (pid: number): typeof all =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return below(root);
}
