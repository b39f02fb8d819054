/** Something that a person said, and what the bot said back. */
import type { LoopbackMessage } from './message.ts';
import type { State } from './state.ts';
import { users } from './world.ts';

export class Said {
  readonly message: LoopbackMessage;
  readonly #state: State;

  constructor(message: LoopbackMessage, state: State) {
    this.message = message;
    this.#state = state;
  }

  get id(): string {
    return this.message.id;
  }

  /** What the bot said since, in this channel: replies to this message, and what replies to nothing. */
  get replies(): LoopbackMessage[] {
    const { channel, id } = this.message;
    return this.#state.messages.all.filter(
      (one) =>
        one.author === users.bot &&
        one.channel === channel &&
        !one.origin &&
        BigInt(one.id) > BigInt(id) &&
        (one.repliesTo === undefined || one.repliesTo === this.message),
    );
  }

  /** The bot's first answer. Rejects when none comes. */
  reply(timeoutMs?: number): Promise<LoopbackMessage> {
    const { content } = this.message;
    return this.#state.signal.until(`An answer to "${content}"`, () => this.replies[0], timeoutMs);
  }
}
