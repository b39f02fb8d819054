/** What the handlers of Discord's events share, and which of them are running. */
import type { Logger } from 'pino';
import type { Cooldown } from '../cooldown.ts';
import type { HearBot } from '../events.ts';
import { note, type Reply } from '../replies/reply.ts';
import type { Services } from '../services.ts';

export interface BotContext {
  log: Logger;
  hear: HearBot;
  cooldown: Cooldown;
  inFlight: InFlight;
  /** The record as it stands now, for a handler. */
  services: (handler: string) => Services;
}

/** Takes one ask from a person; a reply that says when the next is free, if it is too soon. */
export async function tooSoon(
  { cooldown }: BotContext,
  userId: string,
): Promise<{ reply: Reply; isFirst: boolean } | undefined> {
  const wait = await cooldown.take(userId);
  if (!wait) return undefined;
  // Discord shows a relative time that counts down by itself.
  const at = Math.ceil((Date.now() + wait.milliseconds) / 1000);
  return { reply: note(`You are asking too quickly. You can ask again <t:${at}:R>.`), isFirst: wait.isFirst };
}

export const RESTARTING = note('I am restarting. Please try again in a moment.');

/** Far more than arrive between two deliveries of the same event. */
const REMEMBERED = 10_000;

/** What was handled already: Discord may deliver an event again when a gateway connection is resumed. */
export class RecentIds {
  private readonly ids = new Set<string>();

  /** Whether the id is new. */
  add(id: string): boolean {
    if (this.ids.has(id)) return false;
    this.ids.add(id);
    // A set keeps the order of insertion: the first is the oldest.
    if (this.ids.size > REMEMBERED) for (const oldest of this.ids) return this.ids.delete(oldest);
    return true;
  }
}

/** Handlers that are running, so that a shutdown can wait for them. */
export class InFlight {
  private readonly running = new Set<Promise<unknown>>();
  private stopping = false;

  /** Whether new work should be turned away. */
  get isStopping(): boolean {
    return this.stopping;
  }

  get size(): number {
    return this.running.size;
  }

  /** Keeps count of a handler, which must not reject. */
  track(handler: Promise<void>): void {
    this.running.add(handler);
    void handler.finally(() => this.running.delete(handler));
  }

  /** Resolves when the handlers that run now have ended; those that begin meanwhile do not count. */
  async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  /** Waits until nothing runs, at most `milliseconds`; turns new work away from now on. */
  async drain(milliseconds: number): Promise<void> {
    this.stopping = true;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    const empty = async () => {
      while (this.running.size > 0) await Promise.all(this.running);
    };
    await Promise.race([empty(), patience]);
    clearTimeout(timer);
  }
}
