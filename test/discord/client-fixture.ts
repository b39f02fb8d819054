/** A real discord.js client on a fresh loopback Discord, for the loopback's own tests. Both end with the test. */
import {
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  type Interaction,
  type Message,
  Partials,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import { type LoopbackDiscord, type LoopbackOptions, startLoopbackDiscord } from './loopback-discord.ts';

interface Handlers {
  onInteraction?(interaction: Interaction): unknown;
  onMessage?(message: Message): unknown;
}

const everywhere = { contexts: [0, 1, 2], integration_types: [0, 1] };
const commands = [
  {
    name: 'ask',
    description: 'Asks the record',
    options: [
      { type: 3, name: 'question', description: 'What to ask', required: true, min_length: 2 },
      { type: 3, name: 'topic', description: 'About what', autocomplete: true },
      { type: 5, name: 'hide', description: 'Only for you' },
    ],
    ...everywhere,
  },
  { type: 3, name: 'Verify quote', ...everywhere },
];

export async function loopback(options?: LoopbackOptions): Promise<LoopbackDiscord> {
  const discord = await startLoopbackDiscord(options);
  onTestFinished(() => discord.stop());
  discord.register(commands);
  return discord;
}

/** A client that is not logged in yet; `errors` are what its handlers threw. */
export function clientFor(
  discord: LoopbackDiscord,
  handlers: Handlers = {},
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
  onTestFinished(() => client.destroy());
  return { client, errors };
}

export async function connect(
  handlers: Handlers = {},
  options: { server?: LoopbackOptions; client?: Partial<ClientOptions> } = {},
) {
  const discord = await loopback(options.server);
  const { client, errors } = clientFor(discord, handlers, options.client);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.token);
  return { discord, client: await ready, errors };
}
