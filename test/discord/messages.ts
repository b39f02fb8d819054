/** Messages as a test sees them, as Discord sends them, and the events that each change causes. */
import { type APIEmbed, GatewayIntentBits as Intent, MessageReferenceType, MessageType } from 'discord.js';
import { type Fields, isFields, listOf } from './form.ts';
import {
  ComponentKind,
  type Content,
  controls,
  embedTexts,
  Flag,
  type Pings,
  pingsOf,
  visibleEmbeds,
} from './message-rules.ts';
import type { Clock, Signal } from './state.ts';
import {
  applicationId,
  type Channel,
  channelPayload,
  hears,
  memberPayload,
  snowflakeAt,
  type User,
  userPayload,
  users,
} from './world.ts';

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
  readonly owners: Readonly<Record<string, string>>;
  readonly name?: string;
}

export interface NewMessage {
  readonly channel: Channel;
  readonly author: User;
  readonly content: Content;
  readonly allowedMentions?: unknown;
  readonly repliesTo?: LoopbackMessage | undefined;
  readonly forwards?: LoopbackMessage | undefined;
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
  readonly forwards: LoopbackMessage | undefined;
  readonly origin: Origin | undefined;
  readonly nonce: string | number | undefined;
  readonly ephemeralFor: User | undefined;
  /** Every version, oldest first. */
  readonly writes: Write[] = [];
  deleted = false;
  #now: Write;

  constructor(made: NewMessage, at: number) {
    this.id = snowflakeAt(at);
    this.channel = made.channel;
    this.author = made.author;
    this.createdAt = at;
    this.repliesTo = made.repliesTo;
    this.forwards = made.forwards;
    this.origin = made.origin;
    this.nonce = made.nonce;
    this.ephemeralFor = made.ephemeralFor;
    this.#now = this.write(at, made.content, made.allowedMentions);
  }

  /** Adds the next version. Only the first can ping the author of the message that it replies to. */
  write(at: number, content: Content, allowedMentions: unknown): Write {
    const repliedTo = this.writes.length === 0 ? this.repliesTo?.author.id : undefined;
    const pings = pingsOf(content.content, allowedMentions, repliedTo);
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

  /** What of it a client shows. */
  get visibleEmbeds(): readonly APIEmbed[] {
    return visibleEmbeds(this.embeds);
  }

  /** How many embeds say something that no client shows. */
  get lostEmbeds(): number {
    const visible = this.visibleEmbeds;
    return this.embeds.filter((embed) => !visible.includes(embed) && embedTexts(embed).length > 0).length;
  }

  /**
   * A public reply to an ephemeral message: everyone but one person sees that it answers a message that "could not be
   * loaded". https://github.com/discordjs/discord-utils-bot/issues/47
   */
  get repliesToHidden(): boolean {
    return !this.ephemeral && this.repliesTo?.ephemeral === true;
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

  /** All that a reader sees, top to bottom: the content, then the embeds that a client shows. */
  get text(): string {
    return [this.content, ...this.visibleEmbeds.flatMap(embedTexts)].filter(Boolean).join('\n');
  }

  /**
   * Whether the message shows these words anywhere, as text, on a button or in a menu. AutoMod does not look at what
   * apps say, so a bot that repeats a person's words carries them past it.
   * https://discord.com/developers/docs/resources/auto-moderation
   */
  echoes(words: string): boolean {
    // Markdown escapes and invisible characters hide nothing from a reader.
    const plain = (text: string) =>
      text
        .replace(/\\([^0-9A-Za-z\s])/g, '$1')
        .replace(/[\u200b-\u200d\u2060\ufeff]/g, '')
        .toLowerCase();
    const labels = this.controls(...Object.values(ComponentKind)).flatMap(
      ({ label, placeholder, options }) => [
        label,
        placeholder,
        ...listOf(options).flatMap((one) => (isFields(one) ? [one.label, one.description] : [])),
      ],
    );
    return [this.text, ...labels].some(
      (text) => typeof text === 'string' && plain(text).includes(plain(words)),
    );
  }

  get buttons(): readonly Button[] {
    return this.controls(ComponentKind.button).map((button) => ({
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
    return this.controls(ComponentKind.stringSelect).map((select) => ({
      customId: String(select.custom_id),
      placeholder: String(select.placeholder ?? ''),
      options: listOf(select.options).filter(isFields),
    }));
  }

  controls(...kinds: readonly unknown[]): Fields[] {
    return controls(this.body.components).filter(({ type }) => kinds.includes(type));
  }
}

const stamp = (time: number) => new Date(time).toISOString().replace('Z', '000+00:00');
const people = new Map<string, User>(Object.values(users).map((user) => [user.id, user]));

const referenceTo = ({ id, channel }: LoopbackMessage, type: MessageReferenceType) => ({
  type,
  message_id: id,
  channel_id: channel.id,
  ...(channel.guild && { guild_id: channel.guild.id }),
});

/**
 * A forward holds no words of its own, but a copy of the message without its author.
 * https://discord.com/developers/docs/resources/message#message-snapshot-object
 */
function forwardOf(original: LoopbackMessage, withContent: boolean): object {
  const { type, content, embeds, attachments, timestamp, edited_timestamp, flags, mentions, mention_roles } =
    payload(original, withContent);
  const copy = { type, content, embeds, attachments, timestamp, edited_timestamp, flags };
  return {
    message_reference: referenceTo(original, MessageReferenceType.Forward),
    message_snapshots: [{ message: { ...copy, mentions, mention_roles, components: [] } }],
  };
}

function payload(message: LoopbackMessage, withContent: boolean) {
  const { body, forwards, origin, pings, repliesTo, writes } = message;
  const shown = withContent ? body : { content: '', embeds: [], components: [], attachments: [] };
  const edit = writes.length > 1 ? writes.at(-1) : undefined;
  return {
    id: message.id,
    channel_id: message.channel.id,
    author: userPayload(message.author),
    content: shown.content,
    timestamp: stamp(message.createdAt),
    edited_timestamp: edit ? stamp(edit.at) : null,
    tts: false,
    mention_everyone: pings.everyone,
    mentions: pings.users.flatMap((id) => people.get(id) ?? []).map(userPayload),
    mention_roles: pings.roles,
    attachments: shown.attachments,
    embeds: shown.embeds.map((embed) => (isFields(embed) ? { type: 'rich', ...embed } : embed)),
    components: shown.components,
    pinned: false,
    type: repliesTo
      ? MessageType.Reply
      : origin?.name === undefined
        ? MessageType.Default
        : MessageType.ChatInputCommand,
    flags: body.flags,
    ...(message.nonce !== undefined && { nonce: message.nonce }),
    ...(message.author === users.bot && { application_id: applicationId }),
    ...(origin && {
      webhook_id: applicationId,
      interaction_metadata: {
        id: origin.id,
        type: origin.type,
        user: userPayload(origin.user),
        authorizing_integration_owners: origin.owners,
        ...(origin.name !== undefined && { name: origin.name }),
      },
    }),
    ...(repliesTo && { message_reference: referenceTo(repliesTo, MessageReferenceType.Default) }),
    ...(forwards && forwardOf(forwards, withContent)),
  };
}

/** The message with the one that it answers: what REST and interactions show. */
export function fullMessage(message: LoopbackMessage, withContent = true) {
  const { repliesTo } = message;
  return {
    ...payload(message, withContent),
    ...(repliesTo && { referenced_message: repliesTo.deleted ? null : payload(repliesTo, withContent) }),
  };
}

/** The app has no MessageContent intent: it reads only direct messages, its own, and those that mention it. */
export const showsContent = ({ channel, author, pings }: LoopbackMessage): boolean =>
  channel.kind === 'dm' || author === users.bot || pings.users.includes(users.bot.id);

export interface GatewayEvent {
  readonly name: string;
  /** The guild that decides the shard; without one, shard 0. */
  readonly guildId: string | undefined;
  /** The intent that a session needs; 0: none. */
  readonly intent: number;
  readonly data: unknown;
}

const eventIn = ({ id, kind, guild }: Channel, name: string, data: object): GatewayEvent => ({
  name,
  guildId: guild?.id,
  intent: kind === 'dm' ? Intent.DirectMessages : Intent.GuildMessages,
  data: { ...data, channel_id: id, ...(guild && { guild_id: guild.id }) },
});

const written = (name: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', message: LoopbackMessage): GatewayEvent =>
  eventIn(message.channel, name, {
    ...fullMessage(message, showsContent(message)),
    channel_type: channelPayload(message.channel).type,
    ...(message.channel.guild && { member: memberPayload() }),
  });

const removed = (channel: Channel, ids: readonly string[]): GatewayEvent =>
  ids.length === 1
    ? eventIn(channel, 'MESSAGE_DELETE', { id: ids[0] })
    : eventIn(channel, 'MESSAGE_DELETE_BULK', { ids });

/** All messages of the loopback. */
export class Messages {
  readonly all: LoopbackMessage[] = [];
  readonly #clock: Clock;
  readonly #signal: Signal;
  readonly #emit: (event: GatewayEvent) => void;
  readonly #revived = new Set<Channel>();

  constructor(clock: Clock, signal: Signal, emit: (event: GatewayEvent) => void) {
    this.#clock = clock;
    this.#signal = signal;
    this.#emit = emit;
  }

  create(made: NewMessage): LoopbackMessage {
    const message = new LoopbackMessage(made, this.#clock.now());
    this.all.push(message);
    if (made.channel.state === 'archived') this.#revive(made.channel);
    this.#announce(written('MESSAGE_CREATE', message), message);
    return message;
  }

  /** A message in an archived thread makes it active again. https://discord.com/developers/docs/topics/threads#active-archived-threads */
  #revive(thread: Channel): void {
    if (this.#revived.has(thread)) return;
    this.#revived.add(thread);
    const data = channelPayload({ ...thread, state: 'active' });
    this.#emit({ name: 'THREAD_UPDATE', guildId: thread.guild?.id, intent: Intent.Guilds, data });
  }

  /** Sends an event of a message once more, as a resumed gateway may. */
  announceAgain(message: LoopbackMessage): void {
    this.#announce(written('MESSAGE_CREATE', message), message);
  }

  edit(message: LoopbackMessage, content: Content, allowedMentions: unknown): void {
    message.write(this.#clock.now(), content, allowedMentions);
    this.#announce(written('MESSAGE_UPDATE', message), message);
  }

  delete(...messages: readonly LoopbackMessage[]): void {
    const gone = messages.filter(({ deleted }) => !deleted);
    for (const message of gone) message.deleted = true;
    const [first] = gone;
    if (!first) return;
    const ids = gone.map(({ id }) => id);
    this.#announce(removed(first.channel, ids), first);
  }

  find(channel: Channel, id: string): LoopbackMessage | undefined {
    return this.in(channel).find((message) => message.id === id);
  }

  in(channel: Channel): LoopbackMessage[] {
    return this.all.filter((message) => message.channel === channel && !message.deleted);
  }

  /** Ephemeral messages, and those in places where the bot is not, cause no event. */
  #announce(event: GatewayEvent, { channel, ephemeral }: LoopbackMessage): void {
    if (hears(channel) && !ephemeral) this.#emit(event);
    this.#signal.notify();
  }
}

/** Something that a person said, and what the bot said back. */
export class Said {
  readonly message: LoopbackMessage;
  readonly #messages: Messages;
  readonly #signal: Signal;

  constructor(message: LoopbackMessage, messages: Messages, signal: Signal) {
    this.message = message;
    this.#messages = messages;
    this.#signal = signal;
  }

  get id(): string {
    return this.message.id;
  }

  /** What the bot said since, in this channel: replies to this message, and what replies to nothing. */
  get replies(): LoopbackMessage[] {
    const { channel, id } = this.message;
    return this.#messages.all.filter(
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
    return this.#signal.until(`An answer to "${content}"`, () => this.replies[0], timeoutMs);
  }
}
