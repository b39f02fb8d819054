/** `npm start`: builds the index if it is missing or stale, then runs the bot. */
import { once } from 'node:events';
import { pino } from 'pino';
import { createBot } from '../bot/discord/bot.ts';
import { traceOf } from '../bot/discord/boundary.ts';
import { DiscordLoginError } from '../bot/errors.ts';
import { botSettings } from '../bot/settings.ts';
import { openRecordProcess } from '../retrieval/process/record-client.ts';
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
  const describe = ({ name, counts }: Manifest) => ({ index: name, ...counts });
  const ended = new AbortController();
  const { onBuild, onProgress } = reportBuild();
  const record = await openRecordProcess(settings, {
    onBuild,
    onProgress,
    onRefusal: (path, error) => log.warn({ path, error: error.message }, 'left out'),
    onOpen: (manifest) => log.info(describe(manifest), 'record open'),
    onSwitch: (manifest) => log.info(describe(manifest), 'record switched'),
    onFault: (error) => log.error({ error: error.message }, 'the index cannot be brought up to date'),
    onDeath: (error) => ended.abort(error),
  });

  // A malformed event must not end the bot; what it broke is logged, and the next event is handled.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => log.error({ error: traceOf(error) }, event));
  }

  const bot = createBot({
    token,
    apiUrl,
    log,
    services: () => record.services,
    onFatal: (error) => ended.abort(error),
  });
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
    // A signal leaves the reason that AbortController gives by itself.
    const { reason } = ended.signal;
    if (reason instanceof Error && reason.name !== 'AbortError') throw reason;
  } finally {
    await bot.stop();
    await record.close();
    log.info('stopped');
  }
});
// A call to Discord that hangs must not keep a stopped bot alive.
process.exit();
