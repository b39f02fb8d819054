/** One interaction as a test sees it: when and how it was acknowledged, its reply and its follow-ups. */
import { randomBytes } from 'node:crypto';
import { CallbackType, type InteractionSort } from './callback-rules.ts';
import type { Fields } from './form.ts';
import type { LoopbackMessage } from './message.ts';
import { type Signal, WAIT_MS } from './signal.ts';
import type { Channel, User } from './world.ts';

export const ACKNOWLEDGE_MS = 3000;
export const TOKEN_MS = 15 * 60_000;

export interface Acknowledgement {
  /** 4 message, 5 deferred message, 6 deferred update, 7 update, 8 choices, 9 modal. */
  readonly type: number;
  readonly flags: number;
  readonly ephemeral: boolean;
  readonly deferred: boolean;
  /** Milliseconds after the interaction was sent. */
  readonly afterMs: number;
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface NewInteraction {
  readonly id: string;
  readonly sentAt: number;
  readonly sort: InteractionSort;
  readonly user: User;
  readonly channel: Channel;
  readonly name?: string | undefined;
  /** The message whose button or menu was used. */
  readonly source?: LoopbackMessage | undefined;
  /** The type of the option that is being completed. */
  readonly focusedType?: number | undefined;
  /** Only the user brought the app along; the server did not. */
  readonly userInstalled: boolean;
}

export class LoopbackInteraction {
  readonly id: string;
  readonly token = randomBytes(48).toString('base64url');
  readonly sentAt: number;
  readonly made: NewInteraction;
  readonly #signal: Signal;
  /** How often the message of a button had been written when it was pressed. */
  readonly #writes: number;
  acknowledgement: Acknowledgement | undefined;
  /** Three seconds went by without an answer. */
  expired = false;
  /** What `@original` stands for. */
  original: LoopbackMessage | undefined;
  readonly followUps: LoopbackMessage[] = [];
  givenChoices: readonly Choice[] | undefined;
  givenModal: Fields | undefined;

  constructor(made: NewInteraction, signal: Signal) {
    this.id = made.id;
    this.sentAt = made.sentAt;
    this.made = made;
    this.#signal = signal;
    this.#writes = made.source?.writes.length ?? 0;
  }

  /** How and when it was acknowledged; rejects when that took more than three seconds. */
  get acknowledged(): Promise<Acknowledgement> {
    return this.#until('acknowledgement', () => this.acknowledgement);
  }

  /** The original response once it says something; after a deferral, the edited one. */
  reply(timeoutMs = WAIT_MS): Promise<LoopbackMessage> {
    const updated = () => {
      const { acknowledgement, original } = this;
      if (!acknowledgement || !original || original.loading) return undefined;
      const unchanged =
        acknowledgement.type === CallbackType.deferredUpdate && original.writes.length === this.#writes;
      return unchanged ? undefined : original;
    };
    return this.#until('reply', updated, timeoutMs);
  }

  /** The first follow-up, or the one with this index. */
  followUp(index = 0, timeoutMs = WAIT_MS): Promise<LoopbackMessage> {
    return this.#until('follow-up', () => this.followUps[index], timeoutMs);
  }

  /** What autocomplete offers. */
  choices(): Promise<readonly Choice[]> {
    return this.#until('autocomplete', () => this.givenChoices);
  }

  modal(): Promise<Fields> {
    return this.#until('modal', () => this.givenModal);
  }

  #until<T>(what: string, probe: () => T | undefined, timeoutMs?: number): Promise<T> {
    const name = `${this.made.sort} ${this.made.name ?? ''}`.trim();
    return this.#signal.until(
      `The ${what} to ${name}`,
      () => {
        if (this.expired) throw new Error(`The application did not respond to ${name} within 3 seconds`);
        return probe();
      },
      timeoutMs,
    );
  }
}
