/** The bot's settings: those of the record, and those of Discord. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { recordSettings } from '../retrieval/settings.ts';

const snowflake = z.string().regex(/^\d{17,20}$/, 'must be a Discord id: 17 to 20 digits');

const webAddress = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

const wholeNumber = (lowest: number, highest: number) =>
  z
    .string()
    .refine(
      (text) => /^\d+$/.test(text) && Number(text) >= lowest && Number(text) <= highest,
      `must be a whole number from ${lowest} to ${highest}`,
    )
    .transform(Number);

/** An address, a CIDR range, or one of the names that proxy-addr knows. */
function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits] = text.split('/');
  const version = isIP(address);
  if (version === 0 || bits === undefined) return version !== 0;
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128);
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export const botSettings = recordSettings.extend({
  DISCORD_TOKEN: z
    .string()
    // The header's own word is often copied along.
    .transform((token) => token.trim().replace(/^Bot\s+/i, ''))
    .pipe(z.string().regex(/^\S+$/, 'must be the bot token of the Developer Portal, without spaces'))
    .optional(),
  DISCORD_GUILD_ID: snowflake.optional(),
  REGISTER_COMMANDS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  DISCORD_API_URL: webAddress
    // discord.js adds the version itself.
    .transform((url) => url.replace(/\/+$/, '').replace(/\/v\d+$/, ''))
    .default('https://discord.com/api'),
  SHARDS: z
    .union([z.literal('auto'), wholeNumber(1, 10_000)], 'must be auto or a number of shards')
    .optional(),
  HOST: z.string().regex(/^\S+$/, 'must be an address to listen on, such as 127.0.0.1').default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).optional(),
  OPS_PORT: wholeNumber(0, 65_535).optional(),
  PLAYGROUND: z.enum(['on', 'off'], 'must be on or off').optional(),
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine(
      (proxies) => proxies.every(isNetwork),
      'must be a list of addresses or ranges, such as loopback, 10.0.0.0/8',
    )
    .default([]),
  PUBLIC_URL: webAddress.transform((url) => url.replace(/\/+$/, '')).optional(),
  WATCH_SOURCES: z.stringbool('must be true or false').default(false),
  LOG_QUESTIONS: z.stringbool('must be true or false').default(false),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
});

export type BotSettings = z.infer<typeof botSettings>;
