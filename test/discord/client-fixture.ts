/** A real discord.js client on a fresh loopback Discord, for the loopback's own tests. */
import {
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  type Interaction,
  type Message,
  Partials,
} from 'discord.js';
import { type LoopbackDiscord, type LoopbackOptions, startLoopbackDiscord } from './loopback-discord.ts';

export interface Handlers {
  onInteraction?(interaction: Interaction): unknown;
  onMessage?(message: Message): unknown;
}

export interface Fixture {
  readonly discord: LoopbackDiscord;
  readonly client: Client<true>;
  /** What the handlers threw, by way of discord.js. */
  readonly errors: unknown[];
}

const open: (() => Promise<void>)[] = [];

const commands = [
  {
    name: 'ask',
    description: 'Asks the record',
    options: [
      { type: 3, name: 'question', description: 'What to ask', required: true, min_length: 2 },
      { type: 3, name: 'topic', description: 'About what', autocomplete: true },
      { type: 5, name: 'hide', description: 'Only for you' },
    ],
    contexts: [0, 1, 2],
    integration_types: [0, 1],
  },
  { type: 3, name: 'Verify quote', contexts: [0, 1, 2], integration_types: [0, 1] },
];

export async function loopback(options?: LoopbackOptions): Promise<LoopbackDiscord> {
  const discord = await startLoopbackDiscord(options);
  open.push(() => discord.stop());
  discord.register(commands);
  return discord;
}

export function clientFor(
  discord: LoopbackDiscord,
  handlers: Handlers,
  options: Partial<ClientOptions> = {},
) {
  const errors: unknown[] = [];
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    partials: [Partials.Channel],
    rest: { api: discord.apiUrl },
    ...options,
  });
  const run = async (action: () => unknown) => {
    try {
      await action();
    } catch (error) {
      errors.push(error);
    }
  };
  client.on(Events.InteractionCreate, (interaction) => run(() => handlers.onInteraction?.(interaction)));
  client.on(Events.MessageCreate, (message) => {
    if (!message.author.bot) run(() => handlers.onMessage?.(message));
  });
  client.on(Events.Error, (error) => errors.push(error));
  open.unshift(() => client.destroy());
  return { client, errors };
}

export async function connect(
  handlers: Handlers = {},
  options: { server?: LoopbackOptions; client?: Partial<ClientOptions> } = {},
): Promise<Fixture> {
  const discord = await loopback(options.server);
  const { client, errors } = clientFor(discord, handlers, options.client);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  return { discord, client: await ready, errors };
}

/** Ends everything that a test opened, clients first. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0)) await close();
}
