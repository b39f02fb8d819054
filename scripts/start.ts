/** `npm start`: builds the index if it is missing or stale, then runs the bot. */
import { once } from 'node:events';
import { pino } from 'pino';
import { createBot } from '../bot/discord/bot.ts';
import { traceOf } from '../bot/discord/boundary.ts';
import { DiscordLoginError } from '../bot/errors.ts';
import { botSettings } from '../bot/settings.ts';
import { LiveRecord } from '../retrieval/live-record.ts';
import { type OpenRecord, openRecord, reopenRecord } from '../retrieval/record.ts';
import { readSettings } from '../retrieval/settings.ts';
import type { Manifest } from '../retrieval/snapshot/manifest.ts';
import { readArguments, runCommand } from './terminal/command.ts';
import { reportBuild } from './terminal/progress.ts';

await runCommand(async () => {
  readArguments({ options: {} }, 'Usage: npm start');
  const settings = readSettings(botSettings, process.env);
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl } = settings;
  if (token === undefined) {
    throw new DiscordLoginError(
      'There is no DISCORD_TOKEN.',
      'Create an application in Discord’s Developer Portal, copy its bot token into .env as DISCORD_TOKEN=… (README.md ' +
        'shows each step) and start again. Without a token, try: npm run ask -- "a question"',
    );
  }
  const log = pino({ level: settings.LOG_LEVEL });
  const first = await openRecord(settings, reportBuild());
  const describe = ({ name, counts }: Manifest) => ({ index: name, ...counts });
  log.info(describe(first.snapshot.manifest), 'record open');

  // A malformed event must not end the bot; what it broke is logged, and the next event is handled.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => log.error({ error: traceOf(error) }, event));
  }

  const ended = new AbortController();
  const bot = createBot({
    token,
    apiUrl,
    log,
    services: () => record.current,
    onFatal: (error) => ended.abort(error),
  });
  const record = new LiveRecord<OpenRecord>(first, {
    dataDir: settings.DATA_DIR,
    reopen: (current) => reopenRecord(settings.DATA_DIR, current),
    settled: () => bot.settled(),
    onSwitch: ({ snapshot }) => log.info(describe(snapshot.manifest), 'record switched'),
    onFault: (error) => log.error({ error: String(error) }, 'new index cannot be opened'),
  });
  record.follow();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      ended.abort();
    });
  }
  try {
    const end = once(ended.signal, 'abort');
    await Promise.race([bot.login(), end]);
    await end;
    if (ended.signal.reason instanceof DiscordLoginError) throw ended.signal.reason;
  } finally {
    await bot.stop();
    await record.close();
    log.info('stopped');
  }
});
// A call to Discord that hangs must not keep a stopped bot alive.
process.exit();
