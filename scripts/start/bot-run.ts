/** The bot as the settings want it: in this process, or in shards. */
import type { Logger } from 'pino';
import { createBot } from '../../bot/discord/bot.ts';
import { createShards } from '../../bot/discord/shards.ts';
import type { BotSettings } from '../../bot/settings.ts';
import type { Operations } from '../../web/operations/operations.ts';
import type { SharedRecord } from './shared-record.ts';

export interface BotRun {
  login(): Promise<void>;
  stop(): Promise<void>;
}

export interface BotWatch {
  operations: Operations;
  log: Logger;
  onFatal(error: Error): void;
}

export function createBotRun(
  settings: BotSettings & { DISCORD_TOKEN: string },
  { services, listensAt }: SharedRecord,
  { operations, log, onFatal }: BotWatch,
): BotRun {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, SHARDS: shards } = settings;
  const { LOG_QUESTIONS: logQuestions, LOG_LEVEL: logLevel, PUBLIC_URL: publicUrl } = settings;
  const shown = publicUrl !== undefined && { publicUrl };
  const { hearBot } = operations;
  if (shards === undefined || listensAt === undefined) {
    const hear = (event: Parameters<typeof hearBot>[0]) => hearBot(event, 0);
    return createBot({ token, apiUrl, log, logQuestions, services: () => services, ...shown, hear, onFatal });
  }
  return createShards({
    token,
    apiUrl,
    shards,
    recordAt: listensAt,
    log,
    logLevel,
    logQuestions,
    ...shown,
    onPlanned: operations.expectShards,
    hear: hearBot,
    onVitals: (vitals, shard) => operations.hearVitals(vitals, `shard ${shard}`),
    onFatal,
  });
}
