/** The process of one shard: a bot for its part of the servers, asking the record that all shards share. */
import { pino } from 'pino';
import { sendError } from '../../retrieval/process/protocol.ts';
import { connectToRecord } from '../../retrieval/process/record-socket.ts';
import { tellVitals } from '../../retrieval/process/vitals.ts';
import { watchUncaught } from '../boundary.ts';
import { openBotStore } from '../store.ts';
import { createBot } from './bot.ts';
import type { FromShard, ShardOptions, ToShard } from './shards.ts';

const options: ShardOptions = JSON.parse(process.argv[2] ?? '{}');
const { apiUrl, recordAt, logLevel, logQuestions, publicUrl, guildId, ...kept } = options;
// Set by discord.js's manager.
const { DISCORD_TOKEN: token = '', SHARDS, SHARD_COUNT } = process.env;
const shard = { id: Number(SHARDS), count: Number(SHARD_COUNT) };
const log = pino({ level: logLevel }).child({ shard: shard.id });
const tell = (message: FromShard, told?: () => void) => {
  // A manager that is gone hears nothing; `disconnect` ends this process.
  if (process.connected) process.send?.(message, undefined, undefined, told);
  else told?.();
};

const fail = (error: unknown) =>
  tell({ kind: 'fatal', error: sendError(error) }, () => void stop().then(() => process.exit(1)));

watchUncaught(log);
const record = await connectToRecord(recordAt);
const store = openBotStore(kept, process.env, {
  shard,
  onRequest: (request) => tell({ kind: 'cluster', request }),
});
const bot = createBot({
  token,
  apiUrl,
  shard,
  log,
  logQuestions,
  servers: store,
  guildId,
  services: () => record.services,
  ...(publicUrl !== undefined && { publicUrl }),
  hear: (event) => tell({ kind: 'event', event }),
  onFatal: fail,
});

let stopping: Promise<void> | undefined;
/** A supervisor signals all processes of a service, and the manager tells its shards: once is enough. */
function stop(): Promise<void> {
  stopping ??= bot
    .stop()
    .then(() => record.close())
    .then(() => store.close());
  return stopping;
}
const leave = () => void stop().then(() => process.exit());
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, leave);
process.on('disconnect', leave);
process.on('message', (message: ToShard) => {
  if (message === 'stop') leave();
});

tellVitals((vitals) => tell({ kind: 'vitals', vitals }));
bot.login().catch(fail);
