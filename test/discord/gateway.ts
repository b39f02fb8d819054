/** The gateway: identify or resume, heartbeats, events by shard, and the close code for each mistake. https://discord.com/developers/docs/events/gateway */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayIntentBits } from 'discord.js';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type Fields, isFields } from './form.ts';
import type { GatewayEvent } from './messages.ts';
import { applicationId, type Channel, type Guild, guildCreated, ownUserPayload, shardOf } from './world.ts';

/** https://discord.com/developers/docs/events/gateway#session-start-limit-object */
export interface SessionStartLimit {
  /** How often the bot may identify until `resetAfterMs` are over. */
  readonly total: number;
  readonly resetAfterMs: number;
  /** How many shards may identify within five seconds. */
  readonly maxConcurrency: number;
}

export interface GatewayOptions {
  readonly token: string;
  readonly heartbeatInterval: number;
  readonly sessionStarts: SessionStartLimit;
  now(): number;
  guilds(): readonly Guild[];
  channelsOf(guild: Guild): readonly Channel[];
  url(): string;
  onChange(): void;
  onViolation(code: number, reason: string): void;
}

export interface Identify {
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  readonly at: number;
}

export class Gateway {
  readonly options: GatewayOptions;
  readonly sessions = new Map<string, Session>();
  readonly connections = new Set<Connection>();
  /** Every identify so far, oldest first. */
  readonly identifies: Identify[] = [];
  resumes = 0;
  /** Once a bot has identified too often, Discord resets its token. */
  tokenReset = false;
  #startsSince = 0;
  #starts = 0;
  readonly #sockets = new WebSocketServer({ noServer: true });

  constructor(options: GatewayOptions) {
    this.options = options;
  }

  get sessionStartLimit() {
    const { total, resetAfterMs, maxConcurrency } = this.options.sessionStarts;
    if (this.options.now() - this.#startsSince >= resetAfterMs) {
      this.#startsSince = this.options.now();
      this.#starts = 0;
    }
    return {
      total,
      remaining: total - this.#starts,
      reset_after: this.#startsSince + resetAfterMs - this.options.now(),
      max_concurrency: maxConcurrency,
    };
  }

  /** As if all but so many session starts had been used up, until the limit resets. */
  useUpStarts(left: number, resetInMs: number): void {
    const { total, resetAfterMs } = this.options.sessionStarts;
    this.#startsSince = this.options.now() - resetAfterMs + resetInMs;
    this.#starts = total - left;
  }

  /**
   * Counts an identify. Beyond the limit all sessions end and the token is reset: false.
   * https://discord.com/developers/docs/events/gateway#identifying
   */
  mayStart(): boolean {
    this.tokenReset ||= this.sessionStartLimit.remaining <= 0;
    if (this.tokenReset)
      for (const connection of this.connections)
        connection.refuse(4004, 'Authentication failed: token reset');
    else this.#starts += 1;
    return !this.tokenReset;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const query = new URL(request.url ?? '/', 'http://loopback').searchParams;
    if (query.get('compress') !== null || (query.get('encoding') ?? 'json') !== 'json') {
      socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (open) => {
      this.connections.add(new Connection(open, this, query.get('v')));
    });
  }

  /**
   * Whether more than `max_concurrency` shards with one key (`shard_id % max_concurrency`) identify within five seconds.
   * https://discord.com/developers/docs/events/gateway#sharding-max-concurrency
   */
  startsTooSoon({ shard: [id], at }: Identify): boolean {
    const { maxConcurrency } = this.options.sessionStarts;
    const key = id % maxConcurrency;
    const before = this.identifies.findLast(({ shard }) => shard[0] % maxConcurrency === key);
    return before !== undefined && before.shard[0] !== id && at - before.at < 5000;
  }

  /** A client has identified: READY, then its guilds. */
  start(session: Session): void {
    this.sessions.set(session.id, session);
    this.identifies.push(session.identify);
    const { intents, shard } = session.identify;
    const known = this.options
      .guilds()
      .filter((guild) => guild.known && shardOf(guild.id, shard[1]) === shard[0]);
    session.send('READY', {
      v: 10,
      user: ownUserPayload(),
      guilds: known.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: this.options.url(),
      shard,
      application: { id: applicationId, flags: 0 },
    });
    if ((intents & GatewayIntentBits.Guilds) !== 0)
      for (const guild of known)
        session.send('GUILD_CREATE', guildCreated(guild, this.options.channelsOf(guild)));
    this.options.onChange();
  }

  /** To every session of the shard with the intent; to one that is away, once it resumes. */
  dispatch(event: GatewayEvent): void {
    for (const session of this.sessions.values())
      if (session.wants(event)) session.send(event.name, event.data);
  }

  /** The sessions with an open connection. */
  get connected(): readonly Session[] {
    return [...this.sessions.values()].filter(({ socket }) => socket !== undefined);
  }

  stop(): void {
    for (const connection of this.connections) connection.terminate();
    this.#sockets.close();
  }
}

/** One gateway session, with all that was sent to it, so that it can be resumed. */
class Session {
  readonly id = randomBytes(16).toString('hex');
  readonly identify: Identify;
  socket: WebSocket | undefined;
  readonly #log: string[] = [];

  constructor(identify: Identify, socket: WebSocket) {
    this.identify = identify;
    this.socket = socket;
  }

  get sequence(): number {
    return this.#log.length;
  }

  wants({ guildId, intent }: GatewayEvent): boolean {
    const [shard, count] = this.identify.shard;
    const here = guildId === undefined ? 0 : shardOf(guildId, count);
    return here === shard && (intent === 0 || (this.identify.intents & intent) !== 0);
  }

  /** Sends an event, or keeps it for a session that is away. */
  send(name: string, data: unknown): void {
    const frame = JSON.stringify({ op: 0, s: this.#log.length + 1, t: name, d: data });
    this.#log.push(frame);
    this.socket?.send(frame);
  }

  /** Everything after `sequence`, then RESUMED. */
  resume(socket: WebSocket, sequence: number): void {
    this.socket = socket;
    for (const frame of this.#log.slice(sequence)) socket.send(frame);
    this.send('RESUMED', {});
  }
}

const Op = {
  heartbeat: 1,
  identify: 2,
  presence: 3,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  acknowledged: 11,
} as const;

/** Closing with one of these ends the session as well. */
const finalCodes: readonly number[] = [1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014];

const MINUTE = 60_000;
const EVENTS_A_MINUTE = 120;

/** One WebSocket of the gateway. */
class Connection {
  readonly #socket: WebSocket;
  readonly #gateway: Gateway;
  readonly #received: number[] = [];
  #session: Session | undefined;

  constructor(socket: WebSocket, gateway: Gateway, version: string | null) {
    this.#socket = socket;
    this.#gateway = gateway;
    socket.on('message', (data) => this.#receive(data));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => {
      gateway.connections.delete(this);
      this.#detach(code);
    });
    if (version !== '10') this.refuse(4012, 'Invalid API version');
    else this.#send({ op: Op.hello, d: { heartbeat_interval: gateway.options.heartbeatInterval } });
  }

  close(code: number, reason = ''): void {
    this.#detach(code);
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  reconnect(): void {
    this.#send({ op: Op.reconnect, d: null });
  }

  invalidate(resumable: boolean): void {
    this.#detach(resumable ? 4000 : 4009);
    this.#send({ op: Op.invalidSession, d: resumable });
  }

  #send(payload: unknown): void {
    this.#socket.send(JSON.stringify(payload));
  }

  /** Closes because of a mistake of the client. */
  refuse(code: number, reason: string): void {
    this.#gateway.options.onViolation(code, reason);
    this.close(code, reason);
  }

  /** The session lives on without this connection, unless the code ends it. */
  #detach(code: number): void {
    const session = this.#session;
    this.#session = undefined;
    if (session?.socket === this.#socket) session.socket = undefined;
    if (session && finalCodes.includes(code)) this.#gateway.sessions.delete(session.id);
    this.#gateway.options.onChange();
  }

  #receive(data: RawData): void {
    const payload = parse(data);
    if (this.#tooFast()) this.refuse(4008, 'Rate limited');
    else if (!payload) this.refuse(4002, 'Decode error');
    else if (payload.op === Op.heartbeat) this.#send({ op: Op.acknowledged });
    else if (payload.op === Op.identify || payload.op === Op.resume) {
      if (this.#session) this.refuse(4005, 'Already authenticated');
      else if (payload.op === Op.identify) this.#identify(payload.d);
      else this.#resume(payload.d);
    } else if (payload.op !== Op.presence) this.refuse(4001, 'Unknown opcode');
    else if (!this.#session) this.refuse(4003, 'Not authenticated');
  }

  #tooFast(): boolean {
    const now = Date.now();
    this.#received.push(now);
    while ((this.#received[0] ?? now) < now - MINUTE) this.#received.shift();
    return this.#received.length > EVENTS_A_MINUTE;
  }

  #identify(data: unknown): void {
    const identify = readIdentify(data, this.#gateway.options);
    if ('code' in identify) this.refuse(identify.code, identify.reason);
    else if (!this.#gateway.mayStart()) return;
    else if (this.#gateway.startsTooSoon(identify)) this.#send({ op: Op.invalidSession, d: false });
    else {
      this.#session = new Session(identify, this.#socket);
      this.#gateway.start(this.#session);
    }
  }

  #resume(data: unknown): void {
    const { token, session_id, seq }: Fields = isFields(data) ? data : {};
    const session = this.#gateway.sessions.get(String(session_id));
    const sequence = Number(seq ?? 0);
    if (token !== this.#gateway.options.token) this.refuse(4004, 'Authentication failed');
    else if (!session) this.#send({ op: Op.invalidSession, d: false });
    else if (!(sequence <= session.sequence)) this.refuse(4007, 'Invalid seq');
    else {
      this.#session = session;
      this.#gateway.resumes += 1;
      session.resume(this.#socket, sequence);
      this.#gateway.options.onChange();
    }
  }
}

function parse(data: RawData): Fields | undefined {
  try {
    const text = String(data);
    const payload: unknown = text.length <= 4096 ? JSON.parse(text) : undefined;
    return isFields(payload) ? payload : undefined;
  } catch {
    return undefined;
  }
}

const knownIntents = Object.values(GatewayIntentBits).reduce<number>((bits, bit) => bits | Number(bit), 0);
/** None was granted to the application. */
const privileged =
  GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

/** What a client says when it identifies, or the close code that it gets instead. */
function readIdentify(data: unknown, { token }: GatewayOptions): Identify | { code: number; reason: string } {
  if (!isFields(data) || !isFields(data.properties)) return { code: 4002, reason: 'Decode error' };
  if (data.token !== token) return { code: 4004, reason: 'Authentication failed' };
  const [id = 0, count = 0] = Array.isArray(data.shard) ? data.shard.map(Number) : [0, 1];
  if (!(Number.isInteger(id) && Number.isInteger(count) && id >= 0 && id < count))
    return { code: 4010, reason: 'Invalid shard' };
  const { intents } = data;
  if (typeof intents !== 'number' || (intents & ~knownIntents) !== 0)
    return { code: 4013, reason: 'Invalid intent(s)' };
  if ((intents & privileged) !== 0) return { code: 4014, reason: 'Disallowed intent(s)' };
  return { intents, shard: [id, count], at: Date.now() };
}
