/** The bot: a client whose events lead to the handlers, from login to shutdown. */
import {
  type APIApplicationCommand,
  type APIMessage,
  ApplicationCommandType,
  Client,
  DefaultRestOptions,
  Events,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  GatewayIntentBits,
  Options,
  Partials,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  type RESTOptions,
  Routes,
  Status,
} from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { HearBot } from '../events.ts';
import { type Newsroom, NotPostableError, startFollowing } from '../following.ts';
import type { BotStore } from '../server-settings.ts';
import { type QuestionWatch, type Services, watchQuestions } from '../services.ts';
import { AnsweredMessages, type BotContext, CommandLinks, Cooldown, InFlight } from './context.ts';
import { closeProblem, isRefusal, mayNotWrite, retryUntilReached } from './faults.ts';
import { handleInteraction, refuseInteraction, toMessage } from './interactions.ts';
import { handleDeletion, handleMessage, isForBot, passageOfMessage } from './messages.ts';

/** A shutdown waits this long for handlers; the process is given 10 s by most supervisors. */
const PATIENCE_MS = 8000;

export interface BotOptions extends QuestionWatch {
  token: string;
  apiUrl: string;
  /** Which part of the servers is this bot's; all of them by default. */
  shard?: Shard;
  /** The record as it stands when a handler begins. */
  services: () => Omit<Services, 'passageOfMessage' | 'publicUrl' | 'servers'>;
  /** Where people reach the pages of passages: replies link there. */
  publicUrl?: string;
  /** What servers want, and who looks after it. */
  servers: Omit<BotStore, 'close'>;
  /** The server in which the commands are registered; absent where they are registered globally. */
  guildId?: string | undefined;
  /** Discord will not take the bot back: nothing helps but the operator. */
  onFatal: (error: Error) => void;
}

export interface Bot {
  /** Logs in, retrying with exponential backoff while Discord cannot be reached. @throws DiscordLoginError when the token is refused */
  login(): Promise<void>;
  /** Finishes what is in flight and leaves. */
  stop(): Promise<void>;
}

export function createBot(options: BotOptions): Bot {
  const { token, apiUrl, shard, log, hear, services, publicUrl, onFatal, servers, guildId } = options;
  const client = createClient(apiUrl, shard);
  const inFlight = new InFlight();
  const bot: BotContext = {
    log,
    hear,
    cooldown: new Cooldown(),
    settings: servers.settings,
    repliedTo: new LRUCache({ max: 1000 }),
    answered: new AnsweredMessages(),
    commands: new CommandLinks(() => commandIds(client, guildId)),
    inFlight,
    services: (handler) => ({
      ...watchQuestions(services(), handler, options),
      ...(publicUrl !== undefined && { publicUrl }),
      servers,
      passageOfMessage: async (link) => (client.isReady() ? passageOfMessage(client, link) : undefined),
    }),
  };
  const stopping = new AbortController();
  const stopTelling = tellGateway(client, hear);
  connect(client, bot, (id) => servers.claimEvent(id));
  const stopFollowing = startFollowing({ ...servers, services, newsroom: newsroomOf(client), log });
  watch(client, log, onFatal);
  return {
    login: async () => void (await retryUntilReached(() => client.login(token), log, stopping.signal)),
    async stop() {
      stopping.abort();
      await inFlight.drain(PATIENCE_MS);
      stopTelling();
      stopFollowing();
      await client.destroy();
    },
  };
}

function connect(client: Client, bot: BotContext, claim: (eventId: string) => Promise<boolean>): void {
  const { inFlight } = bot;
  // Far more than arrive until an event is delivered again, as may happen when a gateway connection is resumed.
  const seen = new LRUCache<string, true>({ max: 10_000 });
  const handle = (id: string, work: () => Promise<void>) => {
    if (seen.has(id)) return;
    seen.set(id, true);
    // Another process of the bot, on another machine, receives the same.
    inFlight.track(claim(id).then((isOurs) => (isOurs ? work() : undefined)));
  };
  client.on(Events.InteractionCreate, (interaction) => {
    handle(interaction.id, () => handleInteraction(bot, interaction));
  });
  client.once(Events.ClientReady, () => inFlight.track(bot.commands.refresh()));
  client.on(Events.GuildDelete, ({ id }) => inFlight.track(forgetServer(bot, id)));
  client.on(Events.Raw, ({ t: name, d: data }: GatewayDispatchPayload) => {
    if (name === GatewayDispatchEvents.MessageCreate && data.referenced_message)
      bot.repliedTo.set(data.id, wordsOf(data.referenced_message));
    // Until it is ready, discord.js keeps what comes for later.
    if (name !== GatewayDispatchEvents.InteractionCreate || client.ws.status !== Status.Ready) return;
    // By then discord.js has handed it on, or dropped it: of a type that it does not know, or malformed.
    setImmediate(() => {
      handle(data.id, () => refuseInteraction(client, bot, data));
    });
  });
  client.on(Events.MessageCreate, (message) => {
    if (isForBot(message)) handle(message.id, () => handleMessage(bot, message));
  });
  client.on(Events.MessageDelete, (message) => inFlight.track(handleDeletion(bot, [message])));
  client.on(Events.MessageBulkDelete, (messages) =>
    inFlight.track(handleDeletion(bot, [...messages.values()])),
  );
}

/** Deletes what is kept of a server that the bot left; never rejects. */
async function forgetServer({ settings, log }: BotContext, id: string): Promise<void> {
  await settings
    .forget(id)
    .catch((error: unknown) => log.error({ guild: id, error: String(error) }, 'server not forgotten'));
}

/** Where this process posts news: in the servers of its shard. */
function newsroomOf(client: Client): Newsroom {
  return {
    localeOf: (guildId) => client.guilds.cache.get(guildId)?.preferredLocale,
    async post(channelId, reply) {
      try {
        const channel = await client.channels.fetch(channelId);
        if (!channel?.isSendable()) throw new NotPostableError(`channel ${channelId} takes no messages`);
        // Without it Discord drops the statements without a word.
        const allowed = channel.isDMBased() ? undefined : channel.permissionsFor(client.user?.id ?? '');
        if (allowed && !allowed.has(PermissionFlagsBits.EmbedLinks))
          throw new NotPostableError(`no embeds in channel ${channelId}`);
        await channel.send(toMessage(reply));
      } catch (error) {
        if (!mayNotWrite(error) && !isRefusal(error, RESTJSONErrorCodes.UnknownChannel)) throw error;
        throw new NotPostableError(`channel ${channelId} cannot be written to`, { cause: error });
      }
    },
    async tell(userId, content) {
      const user = await client.users.fetch(userId);
      await user.send({ content, allowedMentions: { parse: [] } });
    },
  };
}

/** The words of a message; a forwarded one has them in its snapshots. */
function wordsOf({ content, message_snapshots: forwarded = [] }: APIMessage): string {
  return content || forwarded.map(({ message }) => message.content).join('\n');
}

async function commandIds(client: Client, guildId: string | undefined): Promise<ReadonlyMap<string, string>> {
  const { application } = client;
  if (!application) return new Map();
  const route =
    guildId === undefined
      ? Routes.applicationCommands(application.id)
      : Routes.applicationGuildCommands(application.id, guildId);
  const registered = (await client.rest.get(route)) as APIApplicationCommand[];
  return new Map(
    registered
      .filter(({ type }) => type === ApplicationCommandType.ChatInput)
      .map(({ name, id }) => [name, id]),
  );
}

function watch(client: Client, log: Logger, onFatal: (error: Error) => void): void {
  client.on(Events.ClientReady, ({ user, guilds }) =>
    log.info({ user: user.tag, servers: guilds.cache.size }, 'connected to Discord'),
  );
  client.on(Events.Error, (error) => log.error({ error: error.message }, 'client error'));
  client.on(Events.Warn, (warning) => log.warn({ warning }, 'client warning'));
  client.on(Events.ShardReconnecting, (shard) => log.warn({ shard }, 'gateway lost, reconnecting'));
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, 'gateway resumed'));
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    log.error({ shard, code }, 'gateway closed');
    const problem = closeProblem(code);
    if (problem) onFatal(problem);
  });
}

/** One part of the servers, of so many. */
export interface Shard {
  id: number;
  count: number;
}

/**
 * discord.js retries a request whose connection was reset, but not one whose kept connection Discord closed at the same
 * moment: to the caller both are the same.
 */
const requestOrRetry: RESTOptions['makeRequest'] = async (url, init) => {
  try {
    return await DefaultRestOptions.makeRequest(url, init);
  } catch (error) {
    const isClosed = error instanceof Error && 'code' in error && error.code === 'UND_ERR_SOCKET';
    throw isClosed
      ? Object.assign(new Error(error.message, { cause: error }), { code: 'ECONNRESET' })
      : error;
  }
};

/** A client that talks to the given REST base; the gateway's address comes from there. */
function createClient(apiUrl: string, { id, count }: Shard = { id: 0, count: 1 }): Client {
  return new Client({
    // Said here, for discord.js would read SHARDS from the environment by a meaning of its own.
    shards: [id],
    shardCount: count,
    // No MessageContent: direct messages, mentions and menu targets carry their text without it.
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    // Without these, direct messages and deletions of messages that are not cached would go unheard.
    partials: [Partials.Channel, Partials.Message],
    allowedMentions: { parse: [], repliedUser: false },
    rest: { api: apiUrl, makeRequest: requestOrRetry },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      // Everybody who ever asks would stay.
      UserManager: { maxSize: 200, keepOverLimit: (user) => user.id === user.client.user.id },
      GuildMemberManager: { maxSize: 50, keepOverLimit: (member) => member.id === member.client.user.id },
      ReactionManager: 0,
      PresenceManager: 0,
    }),
  });
}

const TELL_EVERY_MS = 5000;

/** Tells of the gateway until the returned function is called. */
function tellGateway(client: Client, hear: HearBot): () => void {
  let connected = false;
  const tell = () => {
    const { ping } = client.ws;
    const gateway = { connected, servers: client.guilds.cache.size, ...(ping >= 0 && { pingMs: ping }) };
    hear({ kind: 'gateway', gateway });
  };
  const become = (now: boolean) => () => {
    connected = now;
    tell();
  };
  client.on(Events.ClientReady, become(true));
  client.on(Events.ShardReady, become(true));
  client.on(Events.ShardResume, become(true));
  client.on(Events.ShardReconnecting, become(false));
  client.on(Events.ShardDisconnect, become(false));
  const timer = setInterval(tell, TELL_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
