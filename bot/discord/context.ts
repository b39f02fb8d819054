/** What the handlers of Discord's events share, and which of them are running. */
import type { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Cooldown } from '../cooldown.ts';
import type { HearBot } from '../events.ts';
import type { Texts } from '../i18n/i18n.ts';
import { note, type Reply } from '../replies/reply.ts';
import type { SettingsStore } from '../server-settings.ts';
import type { Services } from '../services.ts';

export interface BotContext {
  log: Logger;
  hear: HearBot;
  cooldown: Cooldown;
  inFlight: InFlight;
  settings: SettingsStore;
  /** Interactions and messages that are handled: Discord may deliver one more than once, and one id gets one answer. */
  handled: LRUCache<string, true>;
  /** Words of messages that are replied to, by the id of the reply: Discord sends them with it, and only then. */
  repliedTo: LRUCache<string, string>;
  /** Ids of the slash commands by name, once they are known. */
  commandIds: ReadonlyMap<string, string>;
  /** The record as it stands now, for a handler. */
  services: (handler: string) => Services;
}

/** Whether this is the first delivery of an interaction or a message. */
export function isFirstDelivery({ handled }: BotContext, id: string): boolean {
  if (handled.has(id)) return false;
  handled.set(id, true);
  return true;
}

/** A slash command as Discord links it; plain where its id is not known. */
export function mentionCommand({ commandIds }: BotContext, name: string): string {
  const id = commandIds.get(name);
  return id === undefined ? `\`/${name}\`` : `</${name}:${id}>`;
}

/** Takes one ask from a person; a reply that says when the next is free, if it is too soon. */
export async function tooSoon(
  { cooldown }: BotContext,
  userId: string,
  { t }: Texts,
): Promise<{ reply: Reply; isFirst: boolean } | undefined> {
  const wait = await cooldown.take(userId);
  if (!wait) return undefined;
  // Discord shows a relative time that counts down by itself.
  const when = `<t:${Math.ceil((Date.now() + wait.milliseconds) / 1000)}:R>`;
  return { reply: note(t('notice.tooSoon', { when })), isFirst: wait.isFirst };
}

/** Handlers that are running, so that a shutdown can wait for them. */
export class InFlight {
  private readonly running = new Set<Promise<unknown>>();
  private stopping = false;

  /** Whether new work should be turned away. */
  get isStopping(): boolean {
    return this.stopping;
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
