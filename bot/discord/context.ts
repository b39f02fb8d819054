/** What the handlers of Discord's events share, and which of them are running. */
import { LRUCache } from 'lru-cache';
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
  /** Words of messages that are replied to, by the id of the reply: Discord sends them with it, and only then. */
  repliedTo: LRUCache<string, string>;
  commands: CommandLinks;
  /** The record as it stands now, for a handler. */
  services: (handler: string) => Services;
}

/** Far more than arrive between two deliveries of the same event. */
const REMEMBERED = 10_000;

/** What was handled already: Discord may deliver an event again when a gateway connection is resumed. */
export class RecentIds {
  private readonly ids = new LRUCache<string, true>({ max: REMEMBERED });

  /** Whether the id is new. */
  add(id: string): boolean {
    if (this.ids.has(id)) return false;
    this.ids.set(id, true);
    return true;
  }
}

const ASK_AGAIN_MS = 60_000;

/** Slash commands as Discord links them. Their ids are asked for when one is missing, for they come with registration. */
export class CommandLinks {
  private ids: ReadonlyMap<string, string> = new Map();
  private askedAt = Number.NEGATIVE_INFINITY;
  private readonly fetch: () => Promise<ReadonlyMap<string, string>>;

  constructor(fetch: () => Promise<ReadonlyMap<string, string>>) {
    this.fetch = fetch;
  }

  /** `</ask:1234>`; plain text where the id is not known yet. */
  mention(name: string): string {
    const id = this.ids.get(name);
    if (id !== undefined) return `</${name}:${id}>`;
    void this.refresh();
    return `\`/${name}\``;
  }

  /** Asks for the ids, at most once a minute; never rejects. */
  async refresh(): Promise<void> {
    const now = Date.now();
    if (now - this.askedAt < ASK_AGAIN_MS) return;
    this.askedAt = now;
    this.ids = await this.fetch().catch(() => this.ids);
  }
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
