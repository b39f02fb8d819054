/** All messages of the loopback, and the events that each change causes. */
import type { Clock } from './clock.ts';
import { type GatewayEvent, hears, messagesDeleted, messageWritten } from './events.ts';
import { LoopbackMessage, type NewMessage } from './message.ts';
import type { Content } from './message-rules.ts';
import { snowflakeAt } from './snowflake.ts';
import type { Channel } from './world.ts';

export class Messages {
  readonly all: LoopbackMessage[] = [];
  readonly #clock: Clock;
  readonly #emit: (event: GatewayEvent) => void;
  readonly #changed: () => void;

  constructor(clock: Clock, emit: (event: GatewayEvent) => void, changed: () => void) {
    this.#clock = clock;
    this.#emit = emit;
    this.#changed = changed;
  }

  create(made: Omit<NewMessage, 'id' | 'at'>): LoopbackMessage {
    const at = this.#clock.now();
    const message = new LoopbackMessage({ ...made, id: snowflakeAt(at), at });
    this.all.push(message);
    this.#announce(messageWritten('MESSAGE_CREATE', message), message);
    return message;
  }

  edit(message: LoopbackMessage, content: Content, allowedMentions: unknown): void {
    message.write(this.#clock.now(), content, allowedMentions);
    this.#announce(messageWritten('MESSAGE_UPDATE', message), message);
  }

  delete(...messages: readonly LoopbackMessage[]): void {
    const gone = messages.filter(({ deleted }) => !deleted);
    for (const message of gone) message.deleted = true;
    const [first] = gone.filter(({ ephemeral }) => !ephemeral);
    if (first) this.#announce(messagesDeleted(gone, first.channel), first);
    else this.#changed();
  }

  find(channel: Channel, id: string): LoopbackMessage | undefined {
    return this.all.find((message) => message.id === id && message.channel === channel && !message.deleted);
  }

  in(channel: Channel): LoopbackMessage[] {
    return this.all.filter((message) => message.channel === channel && !message.deleted);
  }

  /** Ephemeral messages, and those in places where the bot is not, cause no event. */
  #announce(event: GatewayEvent, { channel, ephemeral }: LoopbackMessage): void {
    if (hears(channel) && !ephemeral) this.#emit(event);
    this.#changed();
  }
}
