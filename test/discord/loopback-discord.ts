/**
 * A Discord on this machine: REST and gateway for a real client, people who use the bot, and the limits of the real
 * one. It models what this bot sends and receives. A refused request is answered as Discord would answer it, and kept
 * in `violations`.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayIntentBits } from 'discord.js';
import type { Command } from './commands.ts';
import { ApiError } from './form.ts';
import { Gateway, type SessionStartLimit } from './gateway.ts';
import type { LoopbackMessage } from './messages.ts';
import { People } from './people.ts';
import { type RestFault, RestServer, type SeenRequest } from './rest.ts';
import { routes } from './routes.ts';
import { State, type Violation } from './state.ts';
import {
  applicationId,
  type Channel,
  channels,
  type Guild,
  guilds,
  moreServers,
  type User,
  users,
} from './world.ts';

export interface LoopbackOptions {
  /** The shards that `GET /gateway/bot` recommends. */
  readonly shards?: number;
  readonly heartbeatInterval?: number;
  /** How many servers have the bot besides `home`. */
  readonly servers?: number;
  /** How often the bot may identify: 1,000 times a day, all shards at once. */
  readonly sessionStarts?: Partial<SessionStartLimit>;
}

export class LoopbackDiscord extends People {
  readonly applicationId = applicationId;
  readonly botUserId = users.bot.id;
  readonly users = users;
  readonly guilds = guilds;
  readonly channels = channels;
  /** One of each of the other servers. */
  readonly moreChannels: readonly Channel[];
  readonly token = `${Buffer.from(applicationId).toString('base64url')}.Loopbk.${'x'.repeat(38)}`;
  readonly gateway: Gateway;
  readonly #state: State;
  readonly #rest: RestServer;
  readonly #server: Server;

  constructor({ shards = 1, heartbeatInterval = 41_250, sessionStarts, servers = 0 }: LoopbackOptions) {
    const more = moreServers(servers);
    const state = new State((event) => this.gateway.dispatch(event), more);
    super(state);
    this.#state = state;
    this.moreChannels = more;
    this.gateway = new Gateway({
      token: this.token,
      heartbeatInterval,
      sessionStarts: { total: 1000, resetAfterMs: 86_400_000, maxConcurrency: 16, ...sessionStarts },
      now: () => state.clock.now(),
      guilds: () => state.guilds,
      channelsOf: (guild) => state.channelsOf(guild),
      url: () => this.gatewayUrl,
      onChange: () => state.signal.notify(),
      onViolation: (code, message) =>
        state.violations.push({ where: 'gateway', status: code, code, message }),
    });
    const authorized = (header?: string) => header === `Bot ${this.token}` && !this.gateway.tokenReset;
    this.#rest = new RestServer(state, authorized, routes({ gateway: this.gateway, shards }));
    this.#server = createServer((request, response) => {
      this.#rest.handle(request, response).catch((error: unknown) => {
        state.violations.push({ where: 'loopback', status: 500, code: 0, message: String(error) });
        response.writeHead(500).end();
      });
    });
    this.#server.on('upgrade', (request, socket, head) => this.gateway.upgrade(request, socket, head));
  }

  async listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** For `DISCORD_API_URL`, or `new Client({ rest: { api } })`. */
  get apiUrl(): string {
    return `http://127.0.0.1:${this.#port}/api`;
  }

  get gatewayUrl(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  /** Every refused request, gateway mistake and disregarded rate limit. */
  get violations(): readonly Violation[] {
    return this.#state.violations;
  }

  /** Fields that Discord silently drops: most likely misspelt. */
  get ignoredFields(): readonly string[] {
    return this.#state.ignoredFields;
  }

  get requests(): readonly SeenRequest[] {
    return this.#rest.requests;
  }

  /** Every message, deleted ones too. */
  get messages(): readonly LoopbackMessage[] {
    return this.#state.messages.all;
  }

  /** The bot's messages that would have pinged someone. */
  get pinging(): readonly LoopbackMessage[] {
    return this.messages.filter(({ author, pings: { everyone, users: people, roles } }) => {
      return author === users.bot && (everyone || people.length + roles.length > 0);
    });
  }

  /** The bot's messages with an embed that says what no client shows. */
  get losing(): readonly LoopbackMessage[] {
    return this.messages.filter(({ author, lostEmbeds }) => author === users.bot && lostEmbeds > 0);
  }

  message(id: string): LoopbackMessage | undefined {
    return this.messages.find((message) => message.id === id);
  }

  dmWith(user: User): Channel {
    return this.#state.dmWith(user);
  }

  /** Commands, global or of a guild. */
  commands(guildId?: string): readonly Command[] {
    return this.#state.commands.in(guildId);
  }

  /** The names of the commands that a person is offered in a channel, twice where a guild's doubles a global one. */
  offered({ guild }: Channel = channels.general): readonly string[] {
    return this.#state.commands.offered(guild?.known ? guild.id : undefined).map(({ name }) => name);
  }

  /** Registers commands as `PUT` would. Throws where Discord would refuse them. */
  register(commands: readonly unknown[], guildId?: string): readonly Command[] {
    try {
      return this.#state.commands.replace(commands, guildId).commands;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw new Error(`Discord refuses these commands: ${JSON.stringify(error.body)}`, { cause: error });
    }
  }

  /** Resolves when every shard that the client runs is connected. */
  async ready(timeoutMs?: number): Promise<void> {
    const complete = () => {
      const connected = this.gateway.connected.map(({ identify }) => identify.shard);
      const count = connected[0]?.[1];
      return count !== undefined && new Set(connected.map(([id]) => id)).size >= count ? true : undefined;
    };
    await this.until('A ready client', complete, timeoutMs);
  }

  async disconnected(timeoutMs?: number): Promise<void> {
    const gone = () => (this.gateway.connections.size === 0 ? true : undefined);
    await this.until('The end of the connection', gone, timeoutMs);
  }

  /** The first value of `probe` that is not undefined, looked at whenever anything happens. */
  until<T>(what: string, probe: () => T | undefined, timeoutMs?: number): Promise<T> {
    return this.#state.signal.until(what, probe, timeoutMs);
  }

  /** Lets time pass at once: deadlines and tokens expire. */
  skipTime(ms: number): void {
    this.#state.clock.skip(ms);
  }

  failNextRest(fault: RestFault): void {
    this.#rest.inject(fault);
  }

  /** The faults that have struck so far. */
  get faultsStruck(): number {
    return this.#rest.struck;
  }

  /** The calls that a rate limit turned away: a client that reads the headers waits instead. */
  get rateLimited(): number {
    return this.#rest.limited;
  }

  /** Closes every gateway connection. Sessions live on, except after the codes that end them. */
  closeGateway(code = 4000): void {
    for (const connection of [...this.gateway.connections]) connection.close(code);
  }

  /** Cuts every gateway connection without a closing frame. */
  cutGateway(): void {
    for (const connection of [...this.gateway.connections]) connection.terminate();
  }

  /** A server removes the bot, or cannot be reached for a while (`unavailable`), which the bot hears alike. */
  loseServer({ id }: Guild, unavailable = false): void {
    const data = { id, ...(unavailable && { unavailable }) };
    this.#state.emit({ name: 'GUILD_DELETE', guildId: id, intent: GatewayIntentBits.Guilds, data });
  }

  /** Op 7: asks the client to reconnect and resume. */
  reconnectRequest(): void {
    for (const connection of this.gateway.connections) connection.reconnect();
  }

  /** Op 9. */
  invalidateSession(resumable = false): void {
    for (const connection of this.gateway.connections) connection.invalidate(resumable);
  }

  /** Closes everything at once. */
  async stop(): Promise<void> {
    this.#state.clock.stop();
    this.gateway.stop();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

export const startLoopbackDiscord = (options: LoopbackOptions = {}): Promise<LoopbackDiscord> =>
  new LoopbackDiscord(options).listen();
