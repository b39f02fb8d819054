/** One interaction: what the application hears, how it may answer, and what a test sees of it. https://discord.com/developers/docs/interactions/receiving-and-responding */
import { randomBytes } from 'node:crypto';
import { PermissionFlagsBits as Permission } from 'discord.js';
import type { Command } from './commands.ts';
import {
  apiError,
  type Fields,
  Form,
  integer,
  isFields,
  list,
  listOf,
  object,
  oneOf,
  required,
  text,
} from './form.ts';
import { blank, type Content, composeMessage, Flag } from './message-rules.ts';
import { fullMessage, type GatewayEvent, type LoopbackMessage } from './messages.ts';
import type { Signal, State } from './state.ts';
import {
  applicationId,
  botPermissions,
  type Channel,
  channelPayload,
  memberPayload,
  memberPermissions,
  snowflakeAt,
  type User,
  userPayload,
  users,
} from './world.ts';

export const ACKNOWLEDGE_MS = 3000;
const TOKEN_MS = 15 * 60_000;
/** Where only the user installed the app. */
const USER_INSTALL_FOLLOW_UPS = 5;

export const InteractionKind = { command: 2, component: 3, autocomplete: 4 } as const;

const CallbackType = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
} as const;

/** Which answers each kind of interaction takes. */
const answers: Readonly<Record<number, readonly unknown[]>> = {
  [InteractionKind.command]: [CallbackType.message, CallbackType.deferredMessage],
  [InteractionKind.component]: [4, 5, CallbackType.deferredUpdate, CallbackType.update],
  [InteractionKind.autocomplete]: [CallbackType.choices],
};

export interface Acknowledgement {
  /** 4 message, 5 deferred message, 6 deferred update, 7 update, 8 choices. */
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
  readonly type: number;
  /** The command, or the custom_id. */
  readonly name: string;
  readonly data: unknown;
  readonly user: User;
  readonly channel: Channel;
  readonly locale: string;
  /** Which installs of the app make this possible. */
  readonly owners: Owners;
  /** The message whose button or menu was used. */
  readonly source?: LoopbackMessage;
  /** Fields of the payload that are other than they should be. */
  readonly malformed?: Fields;
  /** The type of the option that is being completed. */
  readonly focusedType?: number;
}

type Owners = Readonly<Record<string, string>>;

const GUILD_INSTALL = 0;
const USER_INSTALL = 1;

/** Where an interaction comes from, as `context` numbers it. */
const contextOf = ({ kind }: Channel): number => ({ guild: 0, thread: 0, dm: 1, 'group-dm': 2 })[kind];

/** The installs of the app that a channel makes use of: the server's ("0" in direct messages), the user's, or both. */
export function ownersOf(channel: Channel, user: User, types: readonly number[] = [0, 1]): Owners {
  const installedHere = channel.kind === 'dm' || channel.guild?.known === true;
  return {
    ...(installedHere && types.includes(GUILD_INSTALL) && { [GUILD_INSTALL]: channel.guild?.id ?? '0' }),
    ...((!installedHere || !types.includes(GUILD_INSTALL)) &&
      types.includes(USER_INSTALL) && { [USER_INSTALL]: user.id }),
  };
}

/** The same for a command. @throws where Discord's client would not offer the command at all */
export function ownersOfCommand(command: Command, channel: Channel, user: User): Owners {
  const { contexts, integration_types: types, name, default_member_permissions: needed } = command;
  const context = contextOf(channel);
  if (contexts && !contexts.includes(context))
    throw new Error(`"${name}" is registered for the contexts ${contexts}, not for ${context}`);
  const owners = ownersOf(channel, user, types);
  if (Object.keys(owners).length === 0)
    throw new Error(
      `"${name}" is registered for the installs ${types}: it is not offered in ${channel.name}`,
    );
  const missing = BigInt(String(needed ?? 0)) & ~memberPermissions(user, channel);
  if (channel.guild && missing !== 0n)
    throw new Error(`"${name}" needs permissions that ${user.username} does not have (${missing})`);
  return owners;
}

export class LoopbackInteraction {
  readonly id: string;
  readonly token = randomBytes(48).toString('base64url');
  readonly sentAt: number;
  readonly made: NewInteraction;
  readonly #signal: Signal;
  /** How often the message of a button had been written when it was pressed. */
  readonly #writes: number;
  readonly #payload: unknown;
  acknowledgement: Acknowledgement | undefined;
  /** Three seconds went by without an answer. */
  expired = false;
  /** What `@original` stands for. */
  original: LoopbackMessage | undefined;
  readonly followUps: LoopbackMessage[] = [];
  givenChoices: readonly Choice[] | undefined;

  constructor(made: NewInteraction, sentAt: number, signal: Signal) {
    this.id = snowflakeAt(sentAt);
    this.sentAt = sentAt;
    this.made = made;
    this.#signal = signal;
    this.#writes = made.source?.writes.length ?? 0;
    this.#payload = payloadOf(this);
  }

  get event(): GatewayEvent {
    const guildId = this.made.channel.guild?.id;
    return { name: 'INTERACTION_CREATE', guildId, intent: 0, data: this.#payload };
  }

  /** How and when it was acknowledged; rejects when that took more than three seconds. */
  get acknowledged(): Promise<Acknowledgement> {
    return this.#until('acknowledgement', () => this.acknowledgement);
  }

  /** The original response once it says something; after a deferral, the edited one. */
  reply(timeoutMs?: number): Promise<LoopbackMessage> {
    const updated = () => {
      const { acknowledgement, original } = this;
      if (!acknowledgement || !original || original.loading) return undefined;
      const unchanged =
        acknowledgement.type === CallbackType.deferredUpdate && original.writes.length === this.#writes;
      return unchanged ? undefined : original;
    };
    return this.#until('reply', updated, timeoutMs);
  }

  /** The reply, or the private follow-up that takes the place of a public promise. */
  shown(timeoutMs?: number): Promise<LoopbackMessage> {
    return Promise.any([this.reply(timeoutMs), this.followUp(0, timeoutMs)]);
  }

  /** The first follow-up, or the one with this index. */
  followUp(index = 0, timeoutMs?: number): Promise<LoopbackMessage> {
    return this.#until('follow-up', () => this.followUps[index], timeoutMs);
  }

  /** What autocomplete offers. */
  choices(): Promise<readonly Choice[]> {
    return this.#until('autocomplete', () => this.givenChoices);
  }

  #until<T>(what: string, probe: () => T | undefined, timeoutMs?: number): Promise<T> {
    const { name } = this.made;
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

function payloadOf({ id, token, made }: LoopbackInteraction) {
  const { type, data, channel, user, locale, owners, source } = made;
  const { guild } = channel;
  const person = userPayload(user);
  const permissions = String(memberPermissions(user, channel));
  return {
    id,
    application_id: applicationId,
    type,
    data,
    token,
    version: 1,
    channel: { ...channelPayload(channel), permissions },
    channel_id: channel.id,
    ...(guild
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.locale, features: [] },
          guild_locale: guild.locale,
          member: { ...memberPayload(), user: person, permissions },
        }
      : { user: person }),
    ...(source && { message: fullMessage(source) }),
    app_permissions: String(botPermissions(channel)),
    locale,
    entitlements: [],
    authorizing_integration_owners: owners,
    context: contextOf(channel),
    attachment_size_limit: 10_485_760,
    ...made.malformed,
  };
}

/**
 * Where members may not *Use External Apps*, an app that only the user installed answers them alone, whatever it asks
 * for. https://discord.com/developers/docs/topics/permissions and https://github.com/discord/discord-api-docs/issues/6961
 */
const forcedPrivate = ({ channel, user, owners }: NewInteraction): boolean =>
  channel.kind !== 'group-dm' &&
  owners[GUILD_INSTALL] === undefined &&
  (memberPermissions(user, channel) & Permission.UseExternalApps) === 0n;

/** The body of a request and its uploads. */
export interface Sent {
  readonly body: unknown;
  readonly files: readonly Fields[];
}

/** An answer's type, and for autocomplete at most 25 choices with values of the option's own type. */
export function checkCallback(body: unknown, kind: number, focusedType = 3): Form {
  const form = new Form();
  const { type, data }: Fields = isFields(body) ? body : {};
  required(oneOf(...Object.values(CallbackType)))(type, ['type'], form);
  if (form.problems.length === 0 && !(answers[kind] ?? [CallbackType.message]).includes(type))
    form.problem(
      ['type'],
      'INTERACTION_CALLBACK_TYPE_INVALID',
      `Interaction callback type ${type} is not valid for an interaction of type ${kind}`,
    );
  if (type !== CallbackType.choices) return form;
  const choice = object({
    name: required(text({ min: 1, max: 100 })),
    name_localizations: object({}),
    value: required(focusedType === 3 ? text({ min: 1, max: 100 }) : integer()),
  });
  required(object({ choices: required(list(choice, { max: 25 })) }))(data, ['data'], form);
  return form;
}

/** The callback of an interaction: one answer, of a fitting type, within three seconds. Gives the ignored fields. */
export function respond(
  state: State,
  interaction: LoopbackInteraction,
  { body, files }: Sent,
): readonly string[] {
  const { made, sentAt } = interaction;
  const now = state.clock.now();
  if (interaction.acknowledgement) throw apiError('acknowledged');
  if (now - sentAt > ACKNOWLEDGE_MS) throw apiError('unknownInteraction');
  const form = checkCallback(body, made.type, made.focusedType);
  form.done();
  const { type, data }: Fields = isFields(body) ? body : {};
  const given: Fields = isFields(data) ? data : {};
  const flags = Number(given.flags ?? 0);
  const ignored = [...form.ignored];
  const compose = (call: 'reply' | 'update', current = blank) => {
    const composed = composeMessage(data, { call, current, files, at: ['data'] });
    ignored.push(...composed.ignored);
    return composed.message;
  };
  const { source } = made;
  if (type === CallbackType.choices) interaction.givenChoices = listOf(given.choices) as readonly Choice[];
  else if (type === CallbackType.message)
    interaction.original = post(state, interaction, compose('reply'), data, source);
  else if (type === CallbackType.deferredMessage) {
    const promised = { ...blank, flags: Flag.loading | (flags & Flag.ephemeral) };
    // It says nothing yet, so it pings nobody.
    interaction.original = post(state, interaction, promised, { allowed_mentions: { parse: [] } }, source);
  } else {
    if (!source || source.deleted) throw apiError('unknownMessage');
    if (type === CallbackType.update)
      state.messages.edit(source, compose('update', source.body), given.allowed_mentions);
    interaction.original = source;
  }
  interaction.acknowledgement = {
    type: Number(type),
    flags,
    ephemeral: interaction.original?.ephemeral ?? false,
    deferred: type === CallbackType.deferredMessage || type === CallbackType.deferredUpdate,
    afterMs: now - sentAt,
  };
  state.signal.notify();
  return ignored;
}

/** What `with_response=true` answers. */
export function callbackResponse({ id, made, original, acknowledgement }: LoopbackInteraction) {
  return {
    interaction: {
      id,
      type: made.type,
      ...(original && { response_message_id: original.id }),
      response_message_loading: original?.loading ?? false,
      response_message_ephemeral: original?.ephemeral ?? false,
    },
    resource: { type: acknowledgement?.type, ...(original && { message: fullMessage(original) }) },
  };
}

/** The interaction behind a token: acknowledged, and not older than 15 minutes. */
export function answered({ interactions, clock }: State, token: string | undefined): LoopbackInteraction {
  const interaction = interactions.find((one) => one.token === token);
  if (!interaction || clock.now() - interaction.sentAt > TOKEN_MS) throw apiError('tokenExpired');
  if (!interaction.acknowledgement || interaction.givenChoices) throw apiError('unknownWebhook');
  return interaction;
}

/** `@original`, or one of the follow-ups. */
export function responseNamed(
  { original, followUps }: LoopbackInteraction,
  id: string | undefined,
): LoopbackMessage {
  const all = original ? [original, ...followUps] : followUps;
  const found = id === '@original' ? original : all.find((message) => message.id === id);
  if (!found || found.deleted) throw apiError('unknownMessage');
  return found;
}

/** A message from the application under an interaction: only the person who asked sees an ephemeral one. */
function post(
  state: State,
  { id, made }: LoopbackInteraction,
  content: Content,
  body: unknown,
  repliesTo: LoopbackMessage | undefined,
): LoopbackMessage {
  const { channel, user, type, name, owners } = made;
  const flags = content.flags | (forcedPrivate(made) ? Flag.ephemeral : 0);
  return state.messages.create({
    channel,
    author: users.bot,
    content: { ...content, flags },
    allowedMentions: isFields(body) ? body.allowed_mentions : undefined,
    repliesTo,
    ephemeralFor: (flags & Flag.ephemeral) !== 0 ? user : undefined,
    origin: { id, type, user, owners, ...(type === InteractionKind.command && { name }) },
  });
}

/** A follow-up. The first one after a deferral takes the place of "… is thinking", and with it its privacy. */
export function followUp(state: State, interaction: LoopbackInteraction, sent: Sent) {
  const { original, followUps, made } = interaction;
  if (original?.loading && !original.deleted) return editMessage(state, original, sent);
  const { message, ignored } = composeMessage(sent.body, { call: 'reply', files: sent.files });
  if (made.owners[GUILD_INSTALL] === undefined && followUps.length >= USER_INSTALL_FOLLOW_UPS)
    throw apiError('tooManyFollowUps');
  const posted = post(state, interaction, message, sent.body, original);
  followUps.push(posted);
  state.signal.notify();
  return { message: posted, ignored };
}

export function editMessage(state: State, message: LoopbackMessage, { body, files }: Sent, embeds = true) {
  const composed = composeMessage(body, { call: 'edit', current: message.body, files, embeds });
  state.messages.edit(message, composed.message, isFields(body) ? body.allowed_mentions : undefined);
  return { message, ignored: composed.ignored };
}
