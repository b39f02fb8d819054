/** The bot: a client whose events lead to the handlers, from login to shutdown. */
import { type Client, Events } from 'discord.js';
import type { Logger } from 'pino';
import { type QuestionWatch, watchQuestions } from '../asked-questions.ts';
import { Cooldown } from '../cooldown.ts';
import type { Services } from '../services.ts';
import { AnsweredMessages } from './answered-messages.ts';
import { createClient, type Shard } from './client.ts';
import type { BotContext } from './context.ts';
import { closeProblem } from './faults.ts';
import { tellGateway } from './gateway-state.ts';
import { InFlight } from './in-flight.ts';
import { handleInteraction } from './interactions.ts';
import { handleDeletion, handleMessage } from './messages.ts';
import { passageOfMessage } from './own-messages.ts';
import { withPatience } from './patience.ts';

/** A shutdown waits this long for handlers; the process is given 10 s by most supervisors. */
const PATIENCE_MS = 8000;

export interface BotOptions extends QuestionWatch {
  token: string;
  apiUrl: string;
  /** Which part of the servers is this bot's; all of them by default. */
  shard?: Shard;
  /** The record as it stands when a handler begins. */
  services: () => Omit<Services, 'passageOfMessage' | 'publicUrl'>;
  /** Where people reach the pages of passages: replies link there. */
  publicUrl?: string;
  /** Discord will not take the bot back: nothing helps but the operator. */
  onFatal: (error: Error) => void;
}

export interface Bot {
  /** Logs in, trying again while Discord cannot be reached. @throws DiscordLoginError when the token is refused */
  login(): Promise<void>;
  /** Resolves when the handlers that run now have ended. */
  settled(): Promise<void>;
  /** Finishes what is in flight and leaves. */
  stop(): Promise<void>;
}

export function createBot(options: BotOptions): Bot {
  const { token, apiUrl, shard, log, hear, services, publicUrl, onFatal } = options;
  const client = createClient(apiUrl, shard);
  const inFlight = new InFlight();
  const bot: BotContext = {
    log,
    hear,
    cooldown: new Cooldown(),
    inFlight,
    services: (handler) => ({
      ...watchQuestions(services(), handler, options),
      ...(publicUrl !== undefined && { publicUrl }),
      passageOfMessage: async (link) => (client.isReady() ? passageOfMessage(client, link) : undefined),
    }),
  };
  const stopping = new AbortController();
  const stopTelling = tellGateway(client, hear);
  connect(client, bot);
  watch(client, log, onFatal);
  return {
    login: async () => void (await withPatience(() => client.login(token), log, stopping.signal)),
    settled: () => inFlight.settled(),
    async stop() {
      stopping.abort();
      await inFlight.drain(PATIENCE_MS);
      stopTelling();
      await client.destroy();
    },
  };
}

function connect(client: Client, bot: BotContext): void {
  const answered = new AnsweredMessages();
  const { inFlight } = bot;
  client.on(Events.InteractionCreate, (interaction) => inFlight.track(handleInteraction(bot, interaction)));
  client.on(Events.MessageCreate, (message) => inFlight.track(handleMessage(bot, answered, message)));
  client.on(Events.MessageDelete, (message) => inFlight.track(handleDeletion(bot, answered, [message])));
  client.on(Events.MessageBulkDelete, (messages) =>
    inFlight.track(handleDeletion(bot, answered, [...messages.values()])),
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
