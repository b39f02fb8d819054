/** The bot as the settings want it: in this process, or in shards. */
import type { Logger } from 'pino';
import { type Bot, createBot } from '../../bot/discord/bot.ts';
import { planDeployment } from '../../bot/discord/deploy.ts';
import { createShards } from '../../bot/discord/shards.ts';
import { messageOf } from '../../bot/errors.ts';
import type { BotSettings } from '../../bot/settings.ts';
import { openBotStore } from '../../bot/store.ts';
import type { Operations } from '../../web/operations/operations.ts';
import type { SharedRecord } from './shared-record.ts';

interface BotWatch {
  operations: Operations;
  log: Logger;
  onFatal(error: Error): void;
}

export function createBotRun(
  settings: BotSettings & { DISCORD_TOKEN: string },
  record: SharedRecord,
  watch: BotWatch,
): Bot {
  const run = createRun(settings, record, watch);
  return {
    async login() {
      await run.login();
      if (settings.REGISTER_COMMANDS === 'on') await registerCommands(settings, watch.log);
    },
    stop: () => run.stop(),
  };
}

/** Registers the commands where their definition has changed. The bot goes on without: Discord keeps the old ones. */
async function registerCommands(
  { DISCORD_TOKEN, DISCORD_API_URL, DISCORD_GUILD_ID }: BotSettings & { DISCORD_TOKEN: string },
  log: Logger,
): Promise<void> {
  try {
    const { changes, isNeeded, apply } = await planDeployment(
      DISCORD_TOKEN,
      DISCORD_API_URL,
      DISCORD_GUILD_ID,
    );
    if (!isNeeded) return;
    await apply();
    log.info(changes, 'commands registered');
  } catch (error) {
    log.warn({ error: messageOf(error) }, 'commands not registered');
  }
}

function createRun(
  settings: BotSettings & { DISCORD_TOKEN: string },
  { services, listensAt }: SharedRecord,
  { operations, log, onFatal }: BotWatch,
): Bot {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, SHARDS: shards } = settings;
  const { LOG_QUESTIONS: logQuestions, LOG_LEVEL: logLevel, PUBLIC_URL: publicUrl } = settings;
  const shown = publicUrl !== undefined && { publicUrl };
  const { hearBot } = operations;
  if (shards === undefined || listensAt === undefined) {
    const hear = (event: Parameters<typeof hearBot>[0]) => hearBot(event, 0);
    const store = openBotStore(settings, process.env, { onRequest: operations.hearCluster });
    const bot = createBot({
      token,
      apiUrl,
      log,
      logQuestions,
      services: () => services,
      servers: store,
      guildId: settings.DISCORD_GUILD_ID,
      ...shown,
      hear,
      onFatal,
    });
    return { login: bot.login, stop: () => bot.stop().then(store.close) };
  }
  return createShards({
    token,
    shards,
    shard: {
      apiUrl,
      recordAt: listensAt,
      logLevel,
      logQuestions,
      DATA_DIR: settings.DATA_DIR,
      RECORD: settings.RECORD,
      guildId: settings.DISCORD_GUILD_ID,
      ...shown,
    },
    log,
    onPlanned: operations.expectShards,
    hear: hearBot,
    onRequest: operations.hearCluster,
    onVitals: (vitals, shard) => operations.hearVitals(vitals, `shard ${shard}`),
    onFatal,
  });
}
