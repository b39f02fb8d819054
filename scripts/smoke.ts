/** `npm run smoke -- --guild ID`: checks the bot on the real Discord, in a server of the maintainer's own. */
import { smokeTest } from '../bot/discord/smoke.ts';
import { botSettings } from '../bot/settings.ts';
import { SettingsError } from '../retrieval/errors.ts';
import { readSettings } from '../retrieval/settings.ts';
import { readArguments, runCommand, UsageError } from './terminal/command.ts';
import { withRecord } from './terminal/record.ts';

const USAGE = 'Usage: npm run smoke -- --guild ID [--channel ID] [--keep]';

/** What no program can see. */
const LOOK_AT = `Now look at Discord yourself:
- With the bot running (npm start): each command shows once in the list after "/", in your language.
- /ask: the sentence that answers is bold; the buttons turn pages, show context, copy, publish and dismiss.
- Verify quote, in the menu of a message with two quotes from one page: both are shown. Publish it: it names you and
  links to the message that was checked.
- A mention in a thread, a reply to somebody's message with nothing but a mention, a forward into a direct message.
- As somebody who added the app to their account only, in a server without it: /ask answers; where that server does not
  allow "Use External Apps", it says that only you see the answer.
- On a phone: long passages, bold, and the buttons under them.`;

await runCommand(async () => {
  const { values } = readArguments(
    {
      options: {
        guild: { type: 'string' },
        channel: { type: 'string' },
        keep: { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  const { guild: guildId, channel: channelId, keep } = values;
  if (guildId === undefined || !/^\d{17,20}$/.test(guildId))
    throw new UsageError('--guild must be the id of a server: 17 to 20 digits.', USAGE);
  const settings = readSettings(botSettings, process.env);
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, PUBLIC_URL: publicUrl } = settings;
  if (token === undefined)
    throw new SettingsError(
      'There is no DISCORD_TOKEN.',
      'Put the bot token of the Developer Portal into .env.',
    );

  await withRecord(settings, async (record) => {
    const problems = await smokeTest({
      token,
      apiUrl,
      guildId,
      ...(channelId !== undefined && { channelId }),
      keep,
      services: {
        ...record,
        ...(publicUrl !== undefined && { publicUrl }),
        passageOfMessage: async () => undefined,
      },
      report: (step, problem) =>
        console.log(problem === undefined ? `ok    ${step}` : `FAIL  ${step}: ${problem}`),
    });
    console.log(problems === 0 ? '\nEverything came back as it was sent.' : `\n${problems} steps failed.`);
    console.log(LOOK_AT);
    if (problems > 0) process.exitCode = 1;
  });
});
