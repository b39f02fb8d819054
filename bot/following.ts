/** Posts new statements on the topics that servers follow, when the record changes. */
import type { Logger } from 'pino';
import { statementsByDocument } from './commands/server.ts';
import { type Texts, textsFor } from './i18n/i18n.ts';
import type { Reply } from './replies/reply.ts';
import { newsReply } from './replies/topic.ts';
import type { Follow, FollowStore, SettingsStore } from './server-settings.ts';
import type { Services } from './services.ts';

/** How often the record is asked whether it has changed, which it knows without looking anything up. */
const LOOK_EVERY_MS = 2000;

/** Where news is posted. */
export interface Newsroom {
  /** The locale of a server of this process; nothing for others, which another process serves. */
  localeOf(guildId: string): string | undefined;
  /** Posts in a channel. @throws NotPostableError when the bot may not */
  post(channelId: string, reply: Reply): Promise<void>;
  /** Tells a person; may fail. */
  tell(userId: string, text: string): Promise<void>;
}

/** The bot may not post in a channel, or it is gone. */
export class NotPostableError extends Error {}

export interface Following {
  services: () => Pick<Services, 'search' | 'topics'>;
  follows: FollowStore;
  settings: SettingsStore;
  newsroom: Newsroom;
  /** Whether this process is the one that posts; another may take over at any time. */
  leads: () => boolean;
  log: Logger;
}

/** Looks after the followed topics until the returned function is called. */
export function startFollowing(following: Following): () => void {
  let index: string | undefined;
  let isLooking = false;
  const look = async () => {
    const summary = await following.services().search.summary();
    // At the start, too: documents may have come in while the bot was away.
    if (summary.index === index) return;
    await postNews(following);
    index = summary.index;
  };
  const timer = setInterval(() => {
    if (isLooking || !following.leads()) return;
    isLooking = true;
    void look()
      .catch((error: unknown) => following.log.warn({ error: String(error) }, 'news not posted'))
      .finally(() => {
        isLooking = false;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Posts what was not posted of each followed topic: one message a document, each once. */
export async function postNews({
  services,
  follows,
  settings,
  newsroom,
  log,
}: Omit<Following, 'leads'>): Promise<void> {
  let trouble: unknown;
  for (const follow of await follows.list()) {
    const locale = newsroom.localeOf(follow.guildId);
    if (locale === undefined) continue;
    const { language, collections } = await settings.read(follow.guildId);
    const byDocument = await statementsByDocument(follow.topic, services());
    const texts = textsFor(language ?? locale);
    // The oldest first, as they came.
    for (const documentId of (await follows.unposted(follow.id, [...byDocument.keys()])).toReversed()) {
      // Whoever claims it posts it: several processes may look at once.
      if (!(await follows.claim(follow.id, documentId))) continue;
      const statements = byDocument.get(documentId) ?? [];
      const publisher = statements[0]?.document.publisher ?? '';
      if (collections && !collections.includes(publisher)) continue;
      try {
        await newsroom.post(follow.channelId, newsReply(follow.topic, statements, texts));
        log.info({ channel: follow.channelId, document: documentId }, 'news posted');
      } catch (error) {
        if (error instanceof NotPostableError) {
          await endFollow(follow, texts, { follows, newsroom, log });
        } else {
          await follows.release(follow.id, documentId);
          trouble = error;
        }
        break;
      }
    }
  }
  // Other channels have their news all the same; the caller tries again.
  if (trouble !== undefined) throw trouble;
}

async function endFollow(
  { id, guildId, channelId, topic, userId }: Follow,
  { t }: Texts,
  { follows, newsroom, log }: Pick<Following, 'follows' | 'newsroom' | 'log'>,
): Promise<void> {
  await follows.remove(guildId, id);
  log.warn({ channel: channelId }, 'a topic is no longer followed: the bot may not post there');
  const text = t('follow.lost', { channel: `<#${channelId}>`, topic: `**${topic}**` });
  await newsroom.tell(userId, text).catch(() => undefined);
}
