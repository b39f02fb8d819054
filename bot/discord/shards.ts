/** The bot in several processes, each for its part of the servers. They are kept alive, and all ask one record. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type APIGatewayBotInfo,
  REST,
  Routes,
  ShardingManager,
  type Shard as ShardProcess,
} from 'discord.js';
import type { Logger } from 'pino';
import type { ClusterRequest } from '../../retrieval/cluster/connection.ts';
import type { SentError } from '../../retrieval/process/protocol.ts';
import type { Vitals } from '../../retrieval/process/vitals.ts';
import { DiscordLoginError } from '../errors.ts';
import type { BotEvent } from '../events.ts';
import type { BotSettings } from '../settings.ts';
import type { Bot } from './bot.ts';
import { retryUntilReached } from './faults.ts';

/** Discord lets so many shards (`max_concurrency`) identify in each such span. */
const IDENTIFY_SPAN_MS = 5500;
const FIRST_RESPAWN_MS = 1000;
const LONGEST_RESPAWN_MS = 300_000;
/** A shard that was connected for so long is well: the next time it is restarted soon again. */
const STABLE_MS = 600_000;
/** A shard finishes its answers within 8 s. */
const PATIENCE_MS = 9500;

export interface ShardsOptions {
  token: string;
  shards: number | 'auto';
  /** What each shard is told. */
  shard: ShardOptions;
  log: Logger;
  /** How many shards there are to be, once that is known. */
  onPlanned(count: number): void;
  hear(event: BotEvent, shard: number): void;
  onVitals(vitals: Vitals, shard: number): void;
  /** A shard has sent a request to the cluster. */
  onRequest(request: ClusterRequest): void;
  onFatal(error: Error): void;
}

/** Logging in starts one shard after the other; stopping lets every shard finish what is in flight and leave. */
export function createShards(options: ShardsOptions): Bot {
  const { token, log } = options;
  const stopping = new AbortController();
  let all: readonly ShardProcess[] = [];
  return {
    async login() {
      const plan = await retryUntilReached(() => planShards(options), log, stopping.signal);
      if (!plan) return;
      options.onPlanned(plan.count);
      log.info(plan, 'starting shards');
      const manager = new ShardingManager(fileURLToPath(new URL('shard-process.ts', import.meta.url)), {
        token,
        totalShards: plan.count,
        shardArgs: [JSON.stringify(options.shard)],
        // The loader of TypeScript.
        execArgv: process.execArgv,
        // discord.js respawns at once, for ever: a shard that cannot start would spin.
        respawn: false,
      });
      all = Array.from({ length: plan.count }, (_, id) => manager.createShard(id));
      for (const shard of all) {
        if (shard.id > 0) await sleep(plan.delayMs, undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        keepAlive(shard, plan.count, options, stopping.signal);
        await spawnWithinLimit(shard, 1, options, stopping.signal);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(all.map(stopShard));
    },
  };
}

async function gatewayInfo({ shard, token }: ShardsOptions): Promise<APIGatewayBotInfo> {
  const rest = new REST({ api: shard.apiUrl }).setToken(token);
  return (await rest.get(Routes.gatewayBot())) as APIGatewayBotInfo;
}

async function planShards(options: ShardsOptions) {
  const { shards } = options;
  const { shards: recommended, session_start_limit: limit } = await gatewayInfo(options);
  const delayMs = Math.ceil(IDENTIFY_SPAN_MS / Math.max(1, limit.max_concurrency));
  return { count: shards === 'auto' ? recommended : shards, recommended, delayMs };
}

/**
 * Starts a shard once Discord would let `needed` more sessions start. Each start of a shard identifies; a bot that does
 * so more than 1,000 times a day has its token reset. https://discord.com/developers/docs/events/gateway#identifying
 */
async function spawnWithinLimit(
  shard: ShardProcess,
  needed: number,
  options: ShardsOptions,
  stopped: AbortSignal,
): Promise<void> {
  const { log } = options;
  while (!stopped.aborted) {
    const info = await retryUntilReached(() => gatewayInfo(options), log, stopped);
    if (!info) return;
    const { remaining, reset_after: resetInMs } = info.session_start_limit;
    if (remaining >= needed) break;
    log.error(
      { shard: shard.id, remaining, resetInMs },
      'no session starts left: waiting until Discord allows more',
    );
    await sleep(resetInMs, undefined, { signal: stopped }).catch(() => undefined);
  }
  if (!stopped.aborted) await shard.spawn(-1);
}

/** Hears a shard, and starts it again when its process ends. */
function keepAlive(shard: ShardProcess, count: number, options: ShardsOptions, stopped: AbortSignal): void {
  const { log, hear, onVitals, onRequest, onFatal } = options;
  let wait = FIRST_RESPAWN_MS;
  let connectedAt: number | undefined;
  shard.on('message', (message: FromShard) => {
    if (message.kind === 'vitals') return onVitals(message.vitals, shard.id);
    if (message.kind === 'cluster') return onRequest(message.request);
    if (message.kind === 'fatal') {
      const { message: what, problem = what, remedy = 'Start the bot again.' } = message.error;
      return onFatal(new DiscordLoginError(problem, remedy));
    }
    if (message.event.kind === 'gateway')
      connectedAt = message.event.gateway.connected ? (connectedAt ?? Date.now()) : undefined;
    hear(message.event, shard.id);
  });
  shard.on('death', async () => {
    hear({ kind: 'gateway', gateway: { connected: false, servers: 0 } }, shard.id);
    if (stopped.aborted) return;
    // Being connected for a moment says nothing: a shard may die of the first event that it gets.
    if (connectedAt !== undefined && Date.now() - connectedAt >= STABLE_MS) wait = FIRST_RESPAWN_MS;
    connectedAt = undefined;
    log.error({ shard: shard.id, restartInMs: wait }, 'a shard ended');
    const thisWait = wait;
    wait = Math.min(wait * 2, LONGEST_RESPAWN_MS);
    await sleep(thisWait, undefined, { signal: stopped }).catch(() => undefined);
    // Leaves enough for the operator to restart the whole bot.
    await spawnWithinLimit(shard, count + 1, options, stopped).catch(onFatal);
  });
}

async function stopShard(shard: ShardProcess): Promise<void> {
  // In process mode; absent while a shard is down.
  const child = shard.process;
  if (!child || !('exitCode' in child) || child.exitCode !== null) return;
  const ended = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  // One that is just ending takes no more orders.
  await shard.send('stop' satisfies ToShard).catch(() => undefined);
  await ended;
  clearTimeout(late);
}

/** The one argument of a shard's process, as JSON. */
export interface ShardOptions extends Pick<BotSettings, 'DATA_DIR' | 'RECORD'> {
  apiUrl: string;
  /** The socket of the record. */
  recordAt: string;
  logLevel: BotSettings['LOG_LEVEL'];
  logQuestions: boolean;
  /** Where people reach the pages of passages. */
  publicUrl?: string;
  guildId?: string | undefined;
}

export type FromShard =
  | { kind: 'event'; event: BotEvent }
  | { kind: 'vitals'; vitals: Vitals }
  | { kind: 'cluster'; request: ClusterRequest }
  /** Starting the shard again would not help. */
  | { kind: 'fatal'; error: SentError };

/** The one order that a shard takes: to finish and leave. */
export type ToShard = 'stop';
