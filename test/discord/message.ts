/** A message as a test sees it: what it says now, what it said before, and whom it pinged. */
import type { APIEmbed, APIMessageTopLevelComponent } from 'discord.js';
import { ComponentKind } from './component-rules.ts';
import { flatten, textDisplays } from './component-tree.ts';
import { type Fields, isFields, listOf } from './form.ts';
import { type Pings, pingsOf } from './mention-rules.ts';
import { type Content, Flag } from './message-rules.ts';
import type { Channel, User } from './world.ts';

/** One version of a message: its first, or an edit. */
export interface Write {
  readonly at: number;
  readonly content: Content;
  readonly allowedMentions: unknown;
  readonly pings: Pings;
}

export interface Button {
  readonly label: string;
  readonly emoji: string | undefined;
  readonly style: number;
  readonly customId: string | undefined;
  readonly url: string | undefined;
  readonly disabled: boolean;
}

/** The interaction that a message answers. */
export interface Origin {
  readonly id: string;
  readonly type: number;
  readonly user: User;
  readonly name?: string;
}

export interface NewMessage {
  readonly id: string;
  readonly channel: Channel;
  readonly author: User;
  readonly at: number;
  readonly content: Content;
  readonly allowedMentions?: unknown;
  readonly repliesTo?: LoopbackMessage | undefined;
  readonly origin?: Origin;
  readonly nonce?: string | number | undefined;
  /** The only person who sees it. */
  readonly ephemeralFor?: User | undefined;
}

export class LoopbackMessage {
  readonly id: string;
  readonly channel: Channel;
  readonly author: User;
  readonly createdAt: number;
  readonly repliesTo: LoopbackMessage | undefined;
  readonly origin: Origin | undefined;
  readonly nonce: string | number | undefined;
  readonly ephemeralFor: User | undefined;
  readonly writes: Write[] = [];
  deleted = false;
  #now: Write;

  constructor(made: NewMessage) {
    this.id = made.id;
    this.channel = made.channel;
    this.author = made.author;
    this.createdAt = made.at;
    this.repliesTo = made.repliesTo;
    this.origin = made.origin;
    this.nonce = made.nonce;
    this.ephemeralFor = made.ephemeralFor;
    this.#now = this.write(made.at, made.content, made.allowedMentions);
  }

  /** The next version of the message. */
  write(at: number, content: Content, allowedMentions: unknown): Write {
    const said = [content.content, ...textDisplays(content.components)].join('\n');
    const pings = pingsOf(
      said,
      allowedMentions,
      this.writes.length === 0 ? this.repliesTo?.author.id : undefined,
    );
    this.#now = { at, content, allowedMentions, pings };
    this.writes.push(this.#now);
    return this.#now;
  }

  get body(): Content {
    return this.#now.content;
  }

  get content(): string {
    return this.body.content;
  }

  get embeds(): readonly APIEmbed[] {
    return this.body.embeds as readonly APIEmbed[];
  }

  get components(): readonly APIMessageTopLevelComponent[] {
    return this.body.components as readonly APIMessageTopLevelComponent[];
  }

  get attachments(): readonly Fields[] {
    return this.body.attachments;
  }

  get flags(): number {
    return this.body.flags;
  }

  get ephemeral(): boolean {
    return (this.flags & Flag.ephemeral) !== 0;
  }

  /** "… is thinking": deferred, and nothing said yet. */
  get loading(): boolean {
    return (this.flags & Flag.loading) !== 0;
  }

  get editedAt(): number | undefined {
    return this.writes.length > 1 ? this.#now.at : undefined;
  }

  get allowedMentions(): unknown {
    return this.#now.allowedMentions;
  }

  /** Whom any version of this message would have pinged. */
  get pings(): Pings {
    const all = this.writes.map(({ pings }) => pings);
    return {
      everyone: all.some(({ everyone }) => everyone),
      users: [...new Set(all.flatMap(({ users }) => users))],
      roles: [...new Set(all.flatMap(({ roles }) => roles))],
    };
  }

  /** All that a reader sees, top to bottom: content, embeds, text displays. */
  get text(): string {
    const embeds = this.embeds.flatMap(({ author, title, description, fields, footer }) => [
      author?.name,
      title,
      description,
      ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
      footer?.text,
    ]);
    return [this.content, ...embeds, ...textDisplays(this.components)].filter(Boolean).join('\n');
  }

  get buttons(): readonly Button[] {
    return this.parts(ComponentKind.button).map((button) => ({
      label: String(button.label ?? ''),
      emoji: isFields(button.emoji) ? String(button.emoji.name ?? button.emoji.id) : undefined,
      style: Number(button.style),
      customId: typeof button.custom_id === 'string' ? button.custom_id : undefined,
      url: typeof button.url === 'string' ? button.url : undefined,
      disabled: button.disabled === true,
    }));
  }

  /** The string selects, each with its options. */
  get menus(): readonly { customId: string; placeholder: string; options: readonly Fields[] }[] {
    return this.parts(ComponentKind.stringSelect).map((select) => ({
      customId: String(select.custom_id),
      placeholder: String(select.placeholder ?? ''),
      options: listOf(select.options).filter(isFields),
    }));
  }

  parts(kind: number): Fields[] {
    return flatten(this.body.components)
      .map(({ component }) => component)
      .filter(({ type }) => type === kind);
  }
}
