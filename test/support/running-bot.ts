/** The bot on a loopback Discord: as users run it, `npm start` as a child process, or quicker in this process. */
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { inject, onTestFinished } from 'vitest';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { toDefinition } from '../../bot/discord/deploy.ts';
import { botSettings } from '../../bot/settings.ts';
import { connectorOf } from '../../retrieval/cluster/connection.ts';
import { openRecord } from '../../retrieval/record.ts';
import { readSettings } from '../../retrieval/settings.ts';
import { createBotRun } from '../../scripts/start/bot-run.ts';
import { startWebSide } from '../../scripts/start/web-side.ts';
import { createOperations } from '../../web/operations/operations.ts';
import {
  type LoopbackDiscord,
  type LoopbackOptions,
  startLoopbackDiscord,
} from '../discord/loopback-discord.ts';
import { silent } from './record.ts';
import { environmentWith, startScript } from './run-script.ts';
import { shared, type WhenDone } from './temporary.ts';

export interface RunningBot {
  discord: LoopbackDiscord;
  /** All that the bot has printed so far. */
  output(): string;
}

/** The bot as a child process. */
export interface StartedBot extends RunningBot {
  child: ChildProcess;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

/** A loopback Discord where the bot's commands are registered; closed with the scope that `whenDone` belongs to. */
export async function loopbackWithCommands(
  whenDone: WhenDone = onTestFinished,
  options: LoopbackOptions = {},
) {
  const discord = await startLoopbackDiscord(options);
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
): Omit<StartedBot, 'discord'> {
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
export async function startedBot(dataDir: string, whenDone: WhenDone = onTestFinished): Promise<StartedBot> {
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

/** A bot in this process, where models are loaded once: for tests that are not about processes and signals. */
export interface BotHere extends RunningBot {
  /** Where its web side is; empty without `PORT`. */
  origin: string;
}

/** Starts such a bot, with its record and, where `PORT` is among the settings, its web side. */
export async function runningBot(
  dataDir: string,
  whenDone: WhenDone = onTestFinished,
  env: Record<string, string> = {},
  discord?: LoopbackDiscord,
): Promise<BotHere> {
  const there = discord ?? (await loopbackWithCommands(whenDone));
  const environment = environmentWith({
    DISCORD_TOKEN: there.token,
    DISCORD_API_URL: there.apiUrl,
    DATA_DIR: dataDir,
    ...env,
  });
  const settings = readSettings(botSettings, environment);
  let printed = '';
  const write = (line: string) => {
    printed += line;
  };
  const log = pino({ level: settings.LOG_LEVEL }, { write });
  const operations = createOperations(dataDir);
  const services = await openRecord(settings, silent, connectorOf(settings, environment));
  whenDone(async () => services.close());
  const web = settings.PORT === undefined ? undefined : await startWebSide(settings, operations, log);
  await web?.open(services);
  const record = { services, listensAt: undefined, close: async () => services.close() };
  const onFatal = (error: Error) => log.error(error);
  const bot = createBotRun({ ...settings, DISCORD_TOKEN: environment.DISCORD_TOKEN ?? '' }, record, {
    operations,
    log,
    onFatal,
  });
  whenDone(async () => void (await Promise.all([bot.stop(), web?.close()])));
  await bot.login();
  await there.ready();
  return { discord: there, output: () => printed, origin: web?.url ?? '' };
}

/** One bot for all tests of a scope. */
export const sharedBot = () => shared((whenDone) => runningBot(inject('dataDir'), whenDone));
export const sharedStartedBot = () => shared((whenDone) => startedBot(inject('dataDir'), whenDone));

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
