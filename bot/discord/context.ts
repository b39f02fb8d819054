/** What the handlers of Discord's events share, and which of them are running. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { HearBot } from '../events.ts';
import type { Texts } from '../i18n/i18n.ts';
import { note, type Reply } from '../replies/reply.ts';
import type { SettingsStore } from '../server-settings.ts';
import type { MessageLink, Services } from '../services.ts';

export interface BotContext {
  log: Logger;
  hear: HearBot;
  cooldown: Cooldown;
  inFlight: InFlight;
  settings: SettingsStore;
  /** Words of messages that are replied to, by the id of the reply: Discord sends them with it, and only then. */
  repliedTo: LRUCache<string, string>;
  answered: AnsweredMessages;
  commands: CommandLinks;
  /** The record as it stands now, for a handler. */
  services: (handler: string) => Services;
}

/** Older pairs are forgotten: nobody deletes a question days later to have the answer gone. */
const REMEMBERED = 10_000;

/** Which of the bot's messages answers which message, so that both go together. */
export class AnsweredMessages {
  private readonly replies = new LRUCache<string, MessageLink>({ max: REMEMBERED });
  /** Messages that were deleted before their answer was sent. */
  private readonly deleted = new LRUCache<string, true>({ max: REMEMBERED });

  /** Keeps a pair; false when the message is already gone. */
  remember(messageId: string, reply: MessageLink): boolean {
    if (this.deleted.delete(messageId)) return false;
    this.replies.set(messageId, reply);
    return true;
  }

  /** The reply to a deleted message, if there is one. */
  forget(messageId: string): MessageLink | undefined {
    const reply = this.replies.get(messageId);
    if (reply) this.replies.delete(messageId);
    else this.deleted.set(messageId, true);
    return reply;
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

const BURST = 30;

/** How often one person may ask: once in two seconds, and 30 times more in any minute. */
export class Cooldown {
  private readonly burst = new RateLimiterMemory({ points: BURST, duration: 60, keyPrefix: 'burst' });
  private readonly limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ points: 1, duration: 2, keyPrefix: 'steady' }),
    this.burst,
  );

  /**
   * Takes one ask from a person; where it is too soon, a reply that says when the next is free, and whether this is the
   * first ask of the minute that is turned away.
   */
  async take(userId: string, { t }: Texts): Promise<{ reply: Reply; isFirst: boolean } | undefined> {
    try {
      await this.limiter.consume(userId);
      return undefined;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const used = await this.burst.get(userId);
      // Discord shows a relative time that counts down by itself.
      const when = `<t:${Math.ceil((Date.now() + refusal.msBeforeNext) / 1000)}:R>`;
      return { reply: note(t('notice.tooSoon', { when })), isFirst: used?.consumedPoints === BURST + 1 };
    }
  }
}

/** Handlers that are running, so that a shutdown can wait for them. */
export class InFlight {
  private readonly running = new Set<Promise<unknown>>();
  /** Whether new work should be turned away. */
  isStopping = false;

  /** Keeps count of a handler, which must not reject. */
  track(handler: Promise<void>): void {
    this.running.add(handler);
    void handler.finally(() => this.running.delete(handler));
  }

  /** Waits until nothing runs, at most `milliseconds`; turns new work away from now on. */
  async drain(milliseconds: number): Promise<void> {
    this.isStopping = true;
    const empty = async () => {
      while (this.running.size > 0) await Promise.all(this.running);
    };
    await Promise.race([empty(), sleep(milliseconds, undefined, { ref: false })]);
  }
}
