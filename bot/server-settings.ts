/** What servers want of the bot: their settings, and the topics that they follow. Kept behind small interfaces. */
import { z } from 'zod';
import { LOCALES } from './i18n/i18n.ts';

export const PUBLISHERS = ['everyone', 'moderators', 'nobody'] as const;

// A setting that this version does not know falls back to its default; the others are kept.
const settingsSchema = z.object({
  /** Where mentions are answered: in every channel, in these, or nowhere (an empty list). */
  mentions: z.union([z.literal('everywhere'), z.array(z.string()).readonly()]).catch('everywhere'),
  /** Replies to commands are private unless published. */
  privateByDefault: z.boolean().catch(false),
  /** The language of public replies (one of LOCALES); absent: the server's own. */
  language: z
    .string()
    .refine((locale) => LOCALES.includes(locale))
    .optional()
    .catch(undefined),
  /** Who may publish private replies. */
  publishers: z.enum(PUBLISHERS).catch('everyone'),
  /** The publishers whose documents are searched; absent: all. */
  collections: z.array(z.string()).min(1).readonly().optional().catch(undefined),
});
export type ServerSettings = z.infer<typeof settingsSchema>;

/** Settings as they were kept; the defaults where nothing was. */
export function parseServerSettings(kept: unknown): ServerSettings {
  return settingsSchema.parse(kept ?? {});
}

export const DEFAULT_SETTINGS = parseServerSettings({});

/** Whether mentions are answered in a channel; a thread counts as its parent. */
export function answersMentions({ mentions }: ServerSettings, channelIds: readonly string[]): boolean {
  return mentions === 'everywhere' || channelIds.some((id) => mentions.includes(id));
}

/** A change is seen by every process of the bot within seconds. */
export interface SettingsStore {
  read(guildId: string): Promise<ServerSettings>;
  /** Changes what is given, and returns what holds now. */
  change(guildId: string, change: Partial<ServerSettings>): Promise<ServerSettings>;
  /** Deletes all that is kept of a server that the bot left, the topics that it follows included. */
  forget(guildId: string): Promise<void>;
}

/** A topic whose new statements are posted in a channel. */
export interface Follow {
  id: string;
  guildId: string;
  channelId: string;
  topic: string;
  /** Who set it. */
  userId: string;
}

export interface FollowStore {
  /** Follows a topic; `known` are the documents on it now. Following it again in the same channel changes nothing. */
  add(follow: Omit<Follow, 'id'>, known: readonly string[]): Promise<void>;
  /** Those of a server, or of all servers. */
  list(guildId?: string): Promise<Follow[]>;
  /** Ends it; nothing where the server has no such. */
  remove(guildId: string, id: string): Promise<Follow | undefined>;
  /** Those of the documents that were not posted. */
  unposted(id: string, documentIds: readonly string[]): Promise<string[]>;
  /** Notes that a document is posted; false when it was before, by whichever process. */
  claim(id: string, documentId: string): Promise<boolean>;
  /** Takes a claim back: the document could not be posted. */
  release(id: string, documentId: string): Promise<void>;
}

/** What the processes of a bot share: those of one machine in a file, those of several in a cluster. */
export interface BotStore {
  settings: SettingsStore;
  follows: FollowStore;
  /** Whether this process is the one that posts news for its servers. */
  leads(): boolean;
  /** Whether this process is to handle an event of Discord that several processes may receive. */
  claimEvent(id: string): Promise<boolean>;
  close(): Promise<void>;
}
