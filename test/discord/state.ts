/** Everything that the loopback Discord remembers. */
import { Clock } from './clock.ts';
import { Commands } from './commands.ts';
import type { GatewayEvent } from './events.ts';
import { interactionCreated } from './events.ts';
import { ACKNOWLEDGE_MS, LoopbackInteraction, type NewInteraction } from './interaction.ts';
import { interactionPayload, type PayloadParts } from './interaction-payload.ts';
import { Messages } from './messages.ts';
import { Signal } from './signal.ts';
import { snowflakeAt } from './snowflake.ts';
import { type Channel, channels, type User } from './world.ts';

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
  readonly #dms = new Map<string, Channel>([[channels.dm.recipient.id, channels.dm]]);
  readonly #emit: (event: GatewayEvent) => void;

  constructor(emit: (event: GatewayEvent) => void) {
    this.#emit = emit;
    this.messages = new Messages(this.clock, emit, () => this.signal.notify());
  }

  dmWith(user: User): Channel {
    const before = this.#dms.get(user.id);
    if (before) return before;
    const access = 'open';
    const made: Channel = {
      id: snowflakeAt(this.clock.now()),
      name: 'dm',
      kind: 'dm',
      access,
      recipient: user,
    };
    this.#dms.set(user.id, made);
    return made;
  }

  channel(id: string): Channel | undefined {
    return [...Object.values(channels), ...this.#dms.values()].find((channel) => channel.id === id);
  }

  /** Sends an interaction; the application has three seconds from now. */
  interact(
    made: Omit<NewInteraction, 'id' | 'sentAt' | 'userInstalled'>,
    parts: PayloadParts,
  ): LoopbackInteraction {
    const sentAt = this.clock.now();
    const userInstalled = parts.owners[0] === undefined;
    const interaction = new LoopbackInteraction(
      { ...made, id: snowflakeAt(sentAt), sentAt, userInstalled },
      this.signal,
    );
    this.interactions.push(interaction);
    this.clock.after(ACKNOWLEDGE_MS, () => {
      interaction.expired = interaction.acknowledgement === undefined;
      this.signal.notify();
    });
    this.#emit(interactionCreated(interactionPayload(interaction, parts), made.channel.guild?.id));
    return interaction;
  }
}
