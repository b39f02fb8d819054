/** `npm start`: builds the index if need be, then runs the bot; without a token, the playground in a browser. */
import { once } from 'node:events';
import { pino } from 'pino';
import { watchUncaught } from '../bot/boundary.ts';
import type { Bot } from '../bot/discord/bot.ts';
import { botSettings } from '../bot/settings.ts';
import { connectorOf } from '../retrieval/cluster/connection.ts';
import { readSettings } from '../retrieval/settings.ts';
import { createOperations } from '../web/operations/operations.ts';
import type { WebServer } from '../web/server.ts';
import { openRecord, type SharedRecord } from './start/shared-record.ts';
import type { WebSide } from './start/web-side.ts';
import { readArguments, runCommand } from './terminal/command.ts';

const HOW_TO_ADD_A_TOKEN =
  'There is no DISCORD_TOKEN, so this is the web side alone. For the bot, create an application in Discord’s ' +
  'Developer Portal, copy its bot token into .env as DISCORD_TOKEN=… (README.md shows each step) and start again.';

await runCommand(async () => {
  readArguments({ options: {} }, 'Usage: npm start');
  const settings = readSettings(botSettings, process.env);
  const { DISCORD_TOKEN: token, SHARDS: shards } = settings;
  const log = pino({ level: settings.LOG_LEVEL });
  watchUncaught(log);
  const operations = createOperations(settings.DATA_DIR);
  const ended = new AbortController();
  const end = once(ended.signal, 'abort');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      ended.abort();
    });
  }
  const fail = (error: Error) => ended.abort(error);
  const isSharded = token !== undefined && shards !== undefined;
  if (token !== undefined) operations.expectShards(isSharded ? 'unknown' : 1);

  let web: WebSide | undefined;
  let watching: WebServer | undefined;
  let record: SharedRecord | undefined;
  let bot: Bot | undefined;
  let sources: { stop(): Promise<void> } | undefined;
  try {
    // First the record, which takes longest; what else is needed is loaded meanwhile.
    const opening = openRecord(settings, { operations, log, onDeath: fail, isShared: isSharded });
    opening.catch(() => undefined);
    const loading = token === undefined ? undefined : import('./start/bot-run.ts');
    ({ web, watching } = await openWebSide());
    if (web) console.log(`On Record is at ${web.url}`);
    if (token === undefined) console.log(HOW_TO_ADD_A_TOKEN);
    // A signal during a long build: the process of the record ends with this one.
    record = await Promise.race([opening, end.then(() => undefined)]);
    if (record) {
      await web?.open(record.services);
      if (settings.WATCH_SOURCES) {
        const { startSourceWatch } = await import('./start/source-watch.ts');
        sources = startSourceWatch(log, connectorOf(settings, process.env, operations.hearCluster));
      }
      if (token !== undefined && loading) {
        const { createBotRun } = await loading;
        bot = createBotRun({ ...settings, DISCORD_TOKEN: token }, record, { operations, log, onFatal: fail });
        await Promise.race([bot.login(), end]);
      }
      await end;
    }
    // A signal leaves the reason that AbortController gives by itself.
    const { reason } = ended.signal;
    if (reason instanceof Error && reason.name !== 'AbortError') throw reason;
  } finally {
    // Both finish what they have in flight, for which they need the record.
    await Promise.all([bot?.stop(), web?.close(), sources?.stop()]);
    await record?.close();
    await watching?.close();
    log.info('stopped');
  }

  /** Beside a bot only where PORT is set; health and metrics also where OPS_PORT is. */
  async function openWebSide(): Promise<{ web?: WebSide; watching?: WebServer }> {
    const { PORT: port, OPS_PORT: opsPort } = settings;
    const hasWeb = port !== undefined || token === undefined;
    if (!hasWeb && opsPort === undefined) return {};
    const { startOperations, startWebSide } = await import('./start/web-side.ts');
    return {
      ...(opsPort !== undefined && { watching: await startOperations(opsPort, operations) }),
      ...(hasWeb && { web: await startWebSide(settings, operations, log) }),
    };
  }
});
// A call to Discord that hangs must not keep a stopped bot alive.
process.exit();
