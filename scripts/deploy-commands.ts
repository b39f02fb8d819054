/** `npm run deploy-commands`: registers the commands, globally or in DISCORD_GUILD_ID. */
import { isUpToDate, planDeployment } from '../bot/discord/deploy.ts';
import { botSettings } from '../bot/settings.ts';
import { SettingsError } from '../retrieval/errors.ts';
import { readSettings } from '../retrieval/settings.ts';
import { readArguments, runCommand } from './terminal/command.ts';

await runCommand(async () => {
  const { values } = readArguments(
    {
      options: {
        'dry-run': { type: 'boolean', default: false },
        clear: { type: 'boolean', default: false },
      },
    },
    'Usage: npm run deploy-commands [-- --dry-run] [--clear]\n  --clear  removes the commands, globally or in DISCORD_GUILD_ID',
  );
  const {
    DISCORD_TOKEN: token,
    DISCORD_API_URL: apiUrl,
    DISCORD_GUILD_ID: guildId,
  } = readSettings(botSettings, process.env);
  if (token === undefined) {
    throw new SettingsError(
      'There is no DISCORD_TOKEN.',
      'Put the bot token of the Developer Portal into .env.',
    );
  }
  const { clear } = values;
  const { changes, twice, apply } = await planDeployment(token, apiUrl, guildId, { clear });
  const where = guildId === undefined ? 'globally' : `in the server ${guildId}`;
  for (const [kind, names] of Object.entries(changes))
    if (names.length > 0) console.log(`${kind}: ${names.join(', ')}`);
  if (twice.length > 0) {
    console.log(
      'The commands are registered globally, too, and show twice in that server. To remove those: unset DISCORD_GUILD_ID and run npm run deploy-commands -- --clear',
    );
  }
  if (values['dry-run'])
    return console.log(`Nothing was changed; this is what would be registered ${where}.`);
  if (isUpToDate(changes)) {
    return console.log(
      clear ? `No commands are registered ${where}.` : `The commands are registered ${where} as they are.`,
    );
  }
  await apply();
  if (clear) return console.log(`The commands are no longer registered ${where}.`);
  console.log(
    `The commands are registered ${where}.${guildId === undefined ? ' Discord may take a minute to show them.' : ''}`,
  );
});
