/** The gateway: sessions by shard, and every event to those that asked for it. https://discord.com/developers/docs/events/gateway */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayIntentBits } from 'discord.js';
import { WebSocketServer } from 'ws';
import type { GatewayEvent } from './events.ts';
import { Connection } from './gateway-connection.ts';
import type { Session } from './gateway-session.ts';
import type { Identify } from './identify.ts';
import { shardOf } from './snowflake.ts';
import {
  applicationId,
  channelPayload,
  channels,
  guildPayload,
  guilds,
  memberPayload,
  userPayload,
  users,
} from './world.ts';

export interface GatewayOptions {
  readonly token: string;
  readonly heartbeatInterval: number;
  /** The privileged intents that the application may use. */
  readonly allowedIntents: number;
  url(): string;
  onChange(): void;
  onViolation(code: number, reason: string): void;
}

export class Gateway {
  readonly options: GatewayOptions;
  readonly sessions = new Map<string, Session>();
  readonly connections = new Set<Connection>();
  /** Every identify so far, oldest first. */
  readonly identifies: Identify[] = [];
  resumes = 0;
  heartbeats = 0;
  readonly #sockets = new WebSocketServer({ noServer: true });

  constructor(options: GatewayOptions) {
    this.options = options;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const query = new URL(request.url ?? '/', 'http://loopback').searchParams;
    const problem =
      query.get('compress') !== null
        ? `compress=${query.get('compress')} is not offered here: connect without compression`
        : (query.get('encoding') ?? 'json') !== 'json'
          ? `encoding=${query.get('encoding')} is not offered here: use json`
          : undefined;
    if (problem) {
      socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Length: ${problem.length}\r\n\r\n${problem}`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (open) => {
      this.connections.add(new Connection(open, this, query.get('v')));
    });
  }

  /** A client has identified: READY, then its guilds. */
  start(session: Session): void {
    this.sessions.set(session.id, session);
    this.identifies.push(session.identify);
    const { intents, shard } = session.identify;
    const known = Object.values(guilds).filter(
      (guild) => guild.known && shardOf(guild.id, shard[1]) === shard[0],
    );
    session.send('READY', {
      v: 10,
      user: { ...userPayload(users.bot), verified: true, mfa_enabled: false, email: null, flags: 0 },
      guilds: known.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: this.options.url(),
      shard,
      application: { id: applicationId, flags: 0 },
      private_channels: [],
      relationships: [],
      user_settings: {},
      _trace: [],
    });
    if ((intents & GatewayIntentBits.Guilds) !== 0)
      for (const guild of known) session.send('GUILD_CREATE', guildCreated(guild));
    this.options.onChange();
  }

  /** To every session of the shard with the intent; to one that is away, once it resumes. */
  dispatch(event: GatewayEvent): void {
    for (const session of this.sessions.values())
      if (session.wants(event)) session.send(event.name, event.data(session.identify.intents));
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

function guildCreated(guild: (typeof guilds)['home' | 'elsewhere']) {
  const bot = { ...memberPayload(), user: userPayload(users.bot) };
  const rooms = Object.values(channels).filter((channel) => 'guild' in channel && channel.guild === guild);
  return {
    ...guildPayload(guild),
    joined_at: '2024-01-01T00:00:00.000000+00:00',
    large: false,
    unavailable: false,
    member_count: 4,
    members: [bot],
    channels: rooms.map(channelPayload),
    threads: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
