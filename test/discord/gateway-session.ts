/** One gateway session: what was sent to it, so that it can be resumed. */
import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { GatewayEvent } from './events.ts';
import type { Identify } from './identify.ts';
import { shardOf } from './snowflake.ts';

export class Session {
  readonly id = randomBytes(16).toString('hex');
  readonly identify: Identify;
  socket: WebSocket | undefined;
  readonly #log: { readonly s: number; readonly frame: string }[] = [];

  constructor(identify: Identify, socket: WebSocket) {
    this.identify = identify;
    this.socket = socket;
  }

  get sequence(): number {
    return this.#log.length;
  }

  wants({ guildId, intent }: Pick<GatewayEvent, 'guildId' | 'intent'>): boolean {
    const [shard, count] = this.identify.shard;
    const here = guildId === undefined ? 0 : shardOf(guildId, count);
    return here === shard && (intent === 0 || (this.identify.intents & intent) !== 0);
  }

  /** Sends an event, or keeps it for a session that is away. */
  send(name: string, data: unknown): void {
    const s = this.#log.length + 1;
    const frame = JSON.stringify({ op: 0, s, t: name, d: data });
    this.#log.push({ s, frame });
    this.socket?.send(frame);
  }

  /** Everything after `sequence`, then RESUMED. */
  resume(socket: WebSocket, sequence: number): void {
    this.socket = socket;
    for (const { s, frame } of [...this.#log]) if (s > sequence) socket.send(frame);
    this.send('RESUMED', {});
  }
}
