/** `npm run deploy-commands`: registers the commands, globally or in DISCORD_GUILD_ID. */
import { planDeployment } from '../bot/discord/deploy.ts';
import { botSettings } from '../bot/settings.ts';
import { SettingsError } from '../retrieval/errors.ts';
import { readSettings } from '../retrieval/settings.ts';
import { readArguments, runCommand } from './terminal/command.ts';

await runCommand(async () => {
  const { values } = readArguments(
    {
      options: { 'dry-run': { type: 'boolean', default: false }, clear: { type: 'boolean', default: false } },
    },
    'Usage: npm run deploy-commands [-- --dry-run] [-- --clear]',
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
  const deployment = await planDeployment(token, apiUrl, guildId, values.clear ? [] : undefined);
  const { changes, isNeeded } = deployment;
  const where = guildId === undefined ? 'globally' : `in the server ${guildId}`;
  for (const [kind, names] of Object.entries(changes))
    if (names.length > 0) console.log(`${kind}: ${names.join(', ')}`);
  if (values['dry-run']) console.log(`Nothing was changed; this is what would be registered ${where}.`);
  else if (!isNeeded && values.clear) console.log(`No commands are registered ${where}.`);
  else if (!isNeeded) console.log(`The commands are registered ${where} as they are.`);
  else {
    await deployment.apply();
    const delay = guildId === undefined ? ' Discord may take a minute to show this.' : '';
    console.log(`The commands are ${values.clear ? 'no longer ' : ''}registered ${where}.${delay}`);
  }
  if (values.clear) return;
  const [first, ...others] = await deployment.doubles();
  if (first === undefined) return;
  const elsewhere = first === 'globally' ? 'globally too' : `in ${[first, ...others].join(', ')} too`;
  const setting = first === 'globally' ? 'without DISCORD_GUILD_ID' : `with DISCORD_GUILD_ID=${first}`;
  console.log(
    `They are registered ${elsewhere}: people there are offered every command twice. To remove those: npm run deploy-commands -- --clear, ${setting}.`,
  );
});
