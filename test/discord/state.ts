/** Everything that the loopback Discord remembers, its clock, and the way to wait for a change. */
import { Commands } from './commands.ts';
import { ACKNOWLEDGE_MS, LoopbackInteraction, type NewInteraction } from './interactions.ts';
import { type GatewayEvent, Messages } from './messages.ts';
import { type Channel, channels, type Guild, snowflakeAt, type User } from './world.ts';

/** The real time, plus whatever a test skipped. */
export class Clock {
  #skipped = 0;
  readonly #alarms = new Set<{ at: number; ring: () => void; timer: NodeJS.Timeout }>();

  now(): number {
    return Date.now() + this.#skipped;
  }

  after(ms: number, action: () => void): void {
    const ring = () => {
      clearTimeout(alarm.timer);
      if (this.#alarms.delete(alarm)) action();
    };
    const alarm = { at: this.now() + ms, ring, timer: setTimeout(ring, ms) };
    alarm.timer.unref();
    this.#alarms.add(alarm);
  }

  /** Lets `ms` pass at once: tokens expire and deadlines ring as if one had waited. */
  skip(ms: number): void {
    this.#skipped += ms;
    for (const alarm of [...this.#alarms].sort((a, b) => a.at - b.at))
      if (alarm.at <= this.now()) alarm.ring();
  }

  stop(): void {
    for (const { timer } of this.#alarms) clearTimeout(timer);
    this.#alarms.clear();
  }
}

const WAIT_MS = 20_000;

/** Waiting for something to become true: every waiter looks again whenever anything happened. */
export class Signal {
  readonly #waiters = new Set<() => void>();

  notify(): void {
    for (const check of [...this.#waiters]) check();
  }

  /** The first value of `probe` that is not undefined. Rejects after `timeoutMs`, naming what did not come. */
  until<T>(what: string, probe: () => T | undefined, timeoutMs = WAIT_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        this.#waiters.delete(check);
        finish();
      };
      const check = () => {
        try {
          const value = probe();
          if (value !== undefined) settle(() => resolve(value));
        } catch (error) {
          settle(() => reject(error));
        }
      };
      const late = () => settle(() => reject(new Error(`${what} did not come within ${timeoutMs} ms`)));
      const timer = setTimeout(late, timeoutMs);
      this.#waiters.add(check);
      check();
    });
  }
}

/** A request or a gateway event that Discord refuses. */
export interface Violation {
  /** `METHOD /path`, or `gateway`. */
  readonly where: string;
  /** The HTTP status, or the close code. */
  readonly status: number;
  /** The JSON error code. */
  readonly code: number;
  readonly message: string;
  readonly errors?: unknown;
  readonly body?: unknown;
}

export class State {
  readonly clock = new Clock();
  readonly signal = new Signal();
  readonly commands = new Commands();
  readonly interactions: LoopbackInteraction[] = [];
  readonly violations: Violation[] = [];
  /** Fields that Discord does not know and silently drops, as `METHOD /path: field`. */
  readonly ignoredFields: string[] = [];
  readonly messages: Messages;
  readonly emit: (event: GatewayEvent) => void;
  readonly #dms = new Map<string, Channel>([[channels.dm.recipient.id, channels.dm]]);

  readonly #channels: readonly Channel[];

  constructor(emit: (event: GatewayEvent) => void, more: readonly Channel[] = []) {
    this.emit = emit;
    this.#channels = [...Object.values<Channel>(channels), ...more];
    this.messages = new Messages(this.clock, this.signal, emit);
  }

  dmWith(user: User): Channel {
    const dm: Channel = this.#dms.get(user.id) ?? {
      id: snowflakeAt(this.clock.now()),
      name: 'dm',
      kind: 'dm',
      recipient: user,
    };
    this.#dms.set(user.id, dm);
    return dm;
  }

  channel(id: string | undefined): Channel | undefined {
    return [...this.#channels, ...this.#dms.values()].find((channel) => channel.id === id);
  }

  get guilds(): readonly Guild[] {
    return [...new Set(this.#channels.flatMap(({ guild }) => guild ?? []))];
  }

  channelsOf({ id }: Guild): Channel[] {
    return this.#channels.filter(({ guild }) => guild?.id === id);
  }

  /** Sends an interaction; the application has three seconds from now. */
  interact(made: NewInteraction): LoopbackInteraction {
    const interaction = new LoopbackInteraction(made, this.clock.now(), this.signal);
    this.interactions.push(interaction);
    this.clock.after(ACKNOWLEDGE_MS, () => {
      interaction.expired = interaction.acknowledgement === undefined;
      this.signal.notify();
    });
    this.emit(interaction.event);
    return interaction;
  }
}
