/** `npm run deploy-commands`: registers the commands, globally or in DISCORD_GUILD_ID. */
import { planDeployment } from '../bot/discord/deploy.ts';
import { botSettings } from '../bot/settings.ts';
import { SettingsError } from '../retrieval/errors.ts';
import { readSettings } from '../retrieval/settings.ts';
import { readArguments, runCommand } from './terminal/command.ts';

await runCommand(async () => {
  const { values } = readArguments(
    { options: { 'dry-run': { type: 'boolean', default: false } } },
    'Usage: npm run deploy-commands [-- --dry-run]',
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
  const { changes, apply } = await planDeployment(token, apiUrl, guildId);
  const where = guildId === undefined ? 'globally' : `in the server ${guildId}`;
  for (const [kind, names] of Object.entries(changes))
    if (names.length > 0) console.log(`${kind}: ${names.join(', ')}`);
  if (values['dry-run'])
    return console.log(`Nothing was changed; this is what would be registered ${where}.`);
  if (changes.added.length + changes.changed.length + changes.removed.length === 0) {
    return console.log(`The commands are registered ${where} as they are.`);
  }
  await apply();
  console.log(
    `The commands are registered ${where}.${guildId === undefined ? ' Discord may take a minute to show them.' : ''}`,
  );
});
