/** What the handlers of Discord's events share. */
import type { Logger } from 'pino';
import type { Cooldown, Wait } from '../cooldown.ts';
import type { HearBot } from '../events.ts';
import { note, type Reply } from '../replies/reply.ts';
import type { Services } from '../services.ts';
import type { InFlight } from './in-flight.ts';

export interface BotContext {
  log: Logger;
  hear: HearBot;
  cooldown: Cooldown;
  inFlight: InFlight;
  /** The record as it stands now, for a handler. */
  services: (handler: string) => Services;
}

/** Takes one ask from a person; a reply that says when the next is free, if it is too soon. */
export function tooSoon(
  { cooldown }: BotContext,
  userId: string,
): (Reply & Pick<Wait, 'isFirst'>) | undefined {
  const wait = cooldown.take(userId);
  if (!wait) return undefined;
  // Discord shows a relative time that counts down by itself.
  const at = Math.ceil((Date.now() + wait.milliseconds) / 1000);
  return { ...note(`That was quick. You can ask again <t:${at}:R>.`), isFirst: wait.isFirst };
}

export const RESTARTING = note('I am just restarting. Please try again in a moment.');
