/**
 * A Discord on this machine: REST and gateway for a real client, people who use the bot, and the limits of the real
 * one. A refused request is answered as Discord would answer it, and kept in `violations`.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayIntentBits } from 'discord.js';
import { ApiError } from './api-error.ts';
import type { Command } from './commands.ts';
import { Faults, type RestFault } from './faults.ts';
import { Gateway } from './gateway.ts';
import { pingsSomeone } from './mention-rules.ts';
import type { LoopbackMessage } from './message.ts';
import { People } from './people.ts';
import { RestServer, type SeenRequest } from './rest-server.ts';
import { channelRoutes } from './routes-channels.ts';
import { commandRoutes } from './routes-commands.ts';
import { identityRoutes } from './routes-identity.ts';
import { interactionRoutes } from './routes-interactions.ts';
import { State, type Violation } from './state.ts';
import { applicationId, type Channel, channels, guilds, type User, users } from './world.ts';

export interface LoopbackOptions {
  /** Left out: any free one. */
  readonly port?: number;
  /** The shards that `GET /gateway/bot` recommends. */
  readonly shards?: number;
  readonly heartbeatInterval?: number;
  /** Privileged intents that the application was granted; asking for others closes the gateway with 4014. */
  readonly privilegedIntents?: number;
}

export class LoopbackDiscord extends People {
  readonly applicationId = applicationId;
  readonly botUserId = users.bot.id;
  readonly users = users;
  readonly guilds = guilds;
  readonly channels = channels;
  readonly token = `${Buffer.from(applicationId).toString('base64url')}.Loopbk.${'x'.repeat(38)}`;
  readonly gateway: Gateway;
  readonly #state: State;
  readonly #faults = new Faults();
  readonly #rest: RestServer;
  readonly #server: Server;

  constructor(options: LoopbackOptions) {
    const state = new State((event) => this.gateway.dispatch(event));
    super(state);
    const { shards = 1, heartbeatInterval = 41_250, privilegedIntents = 0 } = options;
    this.#state = state;
    this.gateway = new Gateway({
      token: this.token,
      heartbeatInterval,
      allowedIntents: privilegedIntents,
      url: () => this.gatewayUrl,
      onChange: () => state.signal.notify(),
      onViolation: (code, message) =>
        state.violations.push({ where: 'gateway', status: code, code, message }),
    });
    this.#rest = new RestServer(state, this.#faults, this.token, [
      ...identityRoutes(() => this.gatewayUrl, shards),
      ...commandRoutes,
      ...channelRoutes((privilegedIntents & GatewayIntentBits.MessageContent) !== 0),
      ...interactionRoutes,
    ]);
    this.#server = createServer((request, response) => {
      this.#rest.handle(request, response).catch((error: unknown) => {
        state.violations.push({ where: 'loopback', status: 500, code: 0, message: String(error) });
        response.writeHead(500).end();
      });
    });
    this.#server.on('upgrade', (request, socket, head) => this.gateway.upgrade(request, socket, head));
  }

  async listen(port: number): Promise<this> {
    this.#server.listen(port, '127.0.0.1');
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
    return this.messages.filter(({ author, pings }) => author === users.bot && pingsSomeone(pings));
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
  ready(timeoutMs?: number): Promise<void> {
    const complete = () => {
      const connected = this.gateway.connected.map(({ identify }) => identify.shard);
      const count = connected[0]?.[1];
      return count !== undefined && new Set(connected.map(([id]) => id)).size >= count ? true : undefined;
    };
    return this.until('A ready client', complete, timeoutMs).then(() => {});
  }

  disconnected(timeoutMs?: number): Promise<void> {
    const gone = () => (this.gateway.connections.size === 0 ? true : undefined);
    return this.until('The end of the connection', gone, timeoutMs).then(() => {});
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
    this.#faults.arm(fault);
  }

  /** The faults that have struck so far. */
  get faultsStruck(): number {
    return this.#faults.struck;
  }

  /** Closes every gateway connection. Sessions live on, except after the codes that end them. */
  closeGateway(code = 4000): void {
    for (const connection of [...this.gateway.connections]) connection.close(code);
  }

  /** Cuts every gateway connection without a closing frame. */
  cutGateway(): void {
    for (const connection of [...this.gateway.connections]) connection.terminate();
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
  new LoopbackDiscord(options).listen(options.port ?? 0);
