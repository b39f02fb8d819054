/** What a server wants of the bot, and where that is kept. */

export interface ServerSettings {
  /** Where mentions are answered: in every channel, in these, or nowhere (an empty list). */
  mentions: 'everywhere' | readonly string[];
  /** Replies are private unless published. */
  privateByDefault: boolean;
  /** The language of public replies (one of LOCALES); absent: the server's own. */
  language?: string | undefined;
  publishers: 'everyone' | 'moderators' | 'nobody';
}

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
  /** Deletes what is kept of a server that the bot left. */
  forget(guildId: string): Promise<void>;
}
