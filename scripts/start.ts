/** `npm start`: builds the index if need be, then runs the bot; without a token, the playground in a browser. */
import { once } from 'node:events';
import { pino } from 'pino';
import { surviveUncaught } from '../bot/discord/uncaught.ts';
import { botSettings } from '../bot/settings.ts';
import { readSettings } from '../retrieval/settings.ts';
import { createOperations } from '../web/operations/operations.ts';
import { createBotRun } from './start/bot-run.ts';
import { openRecord, type SharedRecord } from './start/shared-record.ts';
import { openWebSide } from './start/web-side.ts';
import { readArguments, runCommand } from './terminal/command.ts';

const HOW_TO_ADD_A_TOKEN =
  'There is no DISCORD_TOKEN, so this is the playground alone. For the bot, create an application in Discord’s ' +
  'Developer Portal, copy its bot token into .env as DISCORD_TOKEN=… (README.md shows each step) and start again.';

await runCommand(async () => {
  readArguments({ options: {} }, 'Usage: npm start');
  const settings = readSettings(botSettings, process.env);
  const { DISCORD_TOKEN: token, SHARDS: shards } = settings;
  const log = pino({ level: settings.LOG_LEVEL });
  const operations = createOperations();
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

  const web = await openWebSide(settings, operations, log);
  let record: SharedRecord | undefined;
  let bot: ReturnType<typeof createBotRun> | undefined;
  try {
    const opening = openRecord(settings, { operations, log, onDeath: fail, isShared: isSharded });
    // A signal during a long build: the process of the record ends with this one.
    const opened = await Promise.race([opening, end.then(() => undefined)]);
    if (opened !== undefined) {
      record = opened;
      surviveUncaught(log);
      web?.open(opened.services);
      if (web) console.log(`On Record answers at ${web.url}`);
      if (token === undefined) console.log(HOW_TO_ADD_A_TOKEN);
      else {
        bot = createBotRun({ ...settings, DISCORD_TOKEN: token }, opened, { operations, log, onFatal: fail });
        await Promise.race([bot.login(), end]);
      }
      await end;
    }
    // A signal leaves the reason that AbortController gives by itself.
    const { reason } = ended.signal;
    if (reason instanceof Error && reason.name !== 'AbortError') throw reason;
  } finally {
    await bot?.stop();
    await web?.close();
    await record?.close();
    log.info('stopped');
  }
});
// A call to Discord that hangs must not keep a stopped bot alive.
process.exit();
