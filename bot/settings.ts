/** The bot's settings: those of the record, and those of Discord. */
import { z } from 'zod';
import { recordSettings } from '../retrieval/settings.ts';

const snowflake = z.string().regex(/^\d{17,20}$/, 'must be a Discord id: 17 to 20 digits');

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export const botSettings = recordSettings.extend({
  DISCORD_TOKEN: z
    .string()
    // The header's own word is often copied along.
    .transform((token) => token.trim().replace(/^Bot\s+/i, ''))
    .pipe(z.string().regex(/^\S+$/, 'must be the bot token of the Developer Portal, without spaces'))
    .optional(),
  DISCORD_GUILD_ID: snowflake.optional(),
  DISCORD_API_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    // discord.js adds the version itself.
    .transform((url) => url.replace(/\/+$/, '').replace(/\/v\d+$/, ''))
    .default('https://discord.com/api'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
});

export type BotSettings = z.infer<typeof botSettings>;
