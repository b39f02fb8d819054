/** The discord.js client: few intents, small caches, and nothing that could ping. */
import { Client, GatewayIntentBits, Options, Partials } from 'discord.js';

/** One part of the servers, of so many. */
export interface Shard {
  id: number;
  count: number;
}

/** A client that talks to the given REST base; the gateway's address comes from there. */
export function createClient(apiUrl: string, { id, count }: Shard = { id: 0, count: 1 }): Client {
  return new Client({
    // Said here, for discord.js would read SHARDS from the environment by a meaning of its own.
    shards: [id],
    shardCount: count,
    // No MessageContent: direct messages, mentions and menu targets carry their text without it.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    // Without these, direct messages and deletions of messages that are not cached would go unheard.
    partials: [Partials.Channel, Partials.Message],
    allowedMentions: { parse: [], repliedUser: false },
    rest: { api: apiUrl },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: { maxSize: 50, keepOverLimit: (member) => member.id === member.client.user.id },
      ReactionManager: 0,
      PresenceManager: 0,
    }),
  });
}
