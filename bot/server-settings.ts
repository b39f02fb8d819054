/** What servers want of the bot: their settings, and the topics that they follow. Kept behind two small interfaces. */

export interface ServerSettings {
  /** Where mentions are answered: in every channel, in these, or nowhere (an empty list). */
  mentions: 'everywhere' | readonly string[];
  /** Replies to commands are private unless published. */
  privateByDefault: boolean;
  /** The language of public replies (one of LOCALES); absent: the server's own. */
  language?: string | undefined;
  /** Who may publish private replies. */
  publishers: Publishers;
  /** The publishers whose documents are searched; absent: all. */
  collections?: readonly string[] | undefined;
}

export const PUBLISHERS = ['everyone', 'moderators', 'nobody'] as const;
export type Publishers = (typeof PUBLISHERS)[number];

export const DEFAULT_SETTINGS: ServerSettings = {
  mentions: 'everywhere',
  privateByDefault: false,
  publishers: 'everyone',
};

/** Whether mentions are answered in a channel; a thread counts as its parent. */
export function answersMentions({ mentions }: ServerSettings, channelIds: readonly string[]): boolean {
  return mentions === 'everywhere' || channelIds.some((id) => mentions.includes(id));
}

/** Kept on this machine today; a cluster may keep it elsewhere. A change is seen by every process within seconds. */
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
