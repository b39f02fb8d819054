/** The REST routes that the bot calls: identity, commands, channels and messages, interaction responses. https://discord.com/developers/docs/reference */
import { PermissionFlagsBits as Permission } from 'discord.js';
import type { Command } from './commands.ts';
import { apiError, invalidField, isFields } from './form.ts';
import type { Gateway } from './gateway.ts';
import { answered, callbackResponse, editMessage, followUp, respond, responseNamed } from './interactions.ts';
import { composeMessage } from './message-rules.ts';
import { fullMessage, type LoopbackMessage, showsContent } from './messages.ts';
import type { Answer, Call, Route } from './rest.ts';
import {
  applicationId,
  botMayWrite,
  botPermissions,
  type Channel,
  channelPayload,
  guildPayload,
  hears,
  memberPayload,
  ownUserPayload,
  userPayload,
  users,
} from './world.ts';

const ok = (body: unknown): Answer => ({ status: 200, body });
const noContent: Answer = { status: 204 };

export interface Installation {
  readonly gateway: Gateway;
  /** The shards that `GET /gateway/bot` recommends. */
  readonly shards: number;
}

export const routes = (installation: Installation): readonly Route[] => [
  ...identity(installation),
  ...commandsUnder('/applications/:app/commands'),
  ...commandsUnder('/applications/:app/guilds/:guild/commands'),
  ...messages,
  ...responses,
];

// Who the bot is, and where its gateway is.

const application = () => ({
  id: applicationId,
  name: 'On Record',
  icon: null,
  description: '',
  type: null,
  bot: userPayload(users.bot),
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: '0'.repeat(64),
  flags: 0,
  owner: userPayload(users.ben),
  team: null,
  approximate_guild_count: 1,
  approximate_user_install_count: 1,
  integration_types_config: { 0: {}, 1: {} },
});

function knownGuild({ state, params }: Call) {
  const guild = state.guilds.find(({ id }) => id === params.guild);
  if (!guild) throw apiError('unknownGuild');
  if (!guild.known) throw apiError('missingAccess');
  return guild;
}

function person(id: unknown) {
  const user = Object.values(users).find((one) => one.id === id);
  if (!user) throw apiError('unknownUser');
  return user;
}

const identity = ({ gateway, shards }: Installation): readonly Route[] => [
  { call: 'GET /gateway', open: true, handle: () => ok({ url: gateway.options.url() }) },
  {
    call: 'GET /gateway/bot',
    handle: () =>
      ok({
        url: gateway.options.url(),
        shards,
        session_start_limit: gateway.sessionStartLimit,
      }),
  },
  { call: 'GET /users/@me', handle: () => ok(ownUserPayload()) },
  { call: 'GET /users/:user', handle: ({ params }) => ok(userPayload(person(params.user))) },
  { call: 'GET /applications/@me', handle: () => ok(application()) },
  { call: 'GET /oauth2/applications/@me', handle: () => ok(application()) },
  {
    call: 'POST /users/@me/channels',
    handle: ({ state, body }) =>
      ok(channelPayload(state.dmWith(person(isFields(body) ? body.recipient_id : undefined)))),
  },
  {
    call: 'GET /users/@me/guilds',
    handle: ({ state }) =>
      ok(state.guilds.flatMap(({ id, name, known }) => (known ? [{ id, name, owner: false }] : []))),
  },
  { call: 'GET /guilds/:guild', handle: (call) => ok(guildPayload(knownGuild(call))) },
  {
    call: 'GET /guilds/:guild/channels',
    handle: (call) => ok(call.state.channelsOf(knownGuild(call)).map(channelPayload)),
  },
  {
    call: 'GET /guilds/:guild/members/:user',
    handle: (call) => {
      const { params } = call;
      knownGuild(call);
      const user = person(params.user === '@me' ? users.bot.id : params.user);
      return ok({ ...memberPayload(), user: userPayload(user) });
    },
  },
];

// Application commands. https://discord.com/developers/docs/interactions/application-commands#endpoints

/** The guild of the path; a bot can register commands only where it is installed. */
function scope({ params, state }: Call): string | undefined {
  if (params.app !== applicationId) throw apiError('missingAccess');
  const { guild: id } = params;
  if (id !== undefined && !state.guilds.some((guild) => guild.id === id && guild.known))
    throw apiError('missingAccess');
  return id;
}

/** Lists leave the translations out unless they are asked for. */
function listed(command: Command, { query }: Call) {
  if (query.get('with_localizations') === 'true') return command;
  const { name_localizations: _, description_localizations: __, ...plain } = command;
  return plain;
}

const commandsUnder = (base: string): readonly Route[] => [
  {
    call: `GET ${base}`,
    handle: (call) => ok(call.state.commands.in(scope(call)).map((command) => listed(command, call))),
  },
  {
    call: `PUT ${base}`,
    handle: (call) => {
      const { commands, ignored } = call.state.commands.replace(call.body, scope(call));
      call.note(ignored);
      call.state.signal.notify();
      return ok(commands);
    },
  },
];

// Channels and their messages, as far as the bot may see and write.

function visible({ state, params }: Call): Channel {
  const channel = state.channel(params.channel);
  if (!channel) throw apiError('unknownChannel');
  if (!hears(channel)) throw apiError('missingAccess');
  return channel;
}

function writable(call: Call): Channel {
  const channel = visible(call);
  if (!botMayWrite(channel)) throw apiError('missingPermissions');
  // https://discord.com/developers/docs/topics/threads#locked-threads
  if (channel.state === 'locked') throw apiError('threadLocked');
  if (channel.recipient?.closed) throw apiError('closedToMessages');
  return channel;
}

const mayEmbed = (channel: Channel): boolean =>
  channel.kind === 'dm' || (botPermissions(channel) & Permission.EmbedLinks) !== 0n;

function messageOf(call: Call): LoopbackMessage {
  const message = call.state.messages.find(visible(call), call.params.message ?? '');
  // REST does not know ephemeral messages: only the token of their interaction reaches them.
  if (!message || message.ephemeral) throw apiError('unknownMessage');
  return message;
}

const messages: readonly Route[] = [
  { call: 'GET /channels/:channel', handle: (call) => ok(channelPayload(visible(call))) },
  {
    call: 'GET /channels/:channel/messages/:message',
    handle: (call) => {
      const message = messageOf(call);
      return ok(fullMessage(message, showsContent(message)));
    },
  },
  { call: 'POST /channels/:channel/messages', handle: post },
  {
    call: 'PATCH /channels/:channel/messages/:message',
    handle: (call) => {
      const message = messageOf(call);
      if (message.author !== users.bot) throw apiError('notTheAuthor');
      call.note(editMessage(call.state, message, call, mayEmbed(message.channel)).ignored);
      return ok(fullMessage(message));
    },
  },
  {
    call: 'DELETE /channels/:channel/messages/:message',
    handle: (call) => {
      const message = messageOf(call);
      if (message.author !== users.bot)
        throw apiError(message.channel.kind === 'dm' ? 'notInDirectMessages' : 'missingPermissions');
      call.state.messages.delete(message);
      return noContent;
    },
  },
  {
    call: 'POST /channels/:channel/typing',
    handle: (call) => {
      writable(call);
      return noContent;
    },
  },
];

function post(call: Call): Answer {
  const { body, files, state } = call;
  const channel = writable(call);
  const embeds = mayEmbed(channel);
  const { message: content, ignored } = composeMessage(body, { call: 'create', files, embeds });
  call.note(ignored);
  const given = isFields(body) ? body : {};
  const nonce = typeof given.nonce === 'string' || typeof given.nonce === 'number' ? given.nonce : undefined;
  const before = state.messages.in(channel).find((one) => nonce !== undefined && one.nonce === nonce);
  if (before && given.enforce_nonce === true) return ok(fullMessage(before));
  const repliesTo = referenced(given.message_reference, call, channel);
  const { allowed_mentions: allowedMentions } = given;
  const made = { channel, author: users.bot, content, allowedMentions, repliesTo, nonce };
  return ok(fullMessage(state.messages.create(made)));
}

/** A reply to a message that is gone fails, unless `fail_if_not_exists` is false. */
function referenced(reference: unknown, { state }: Call, channel: Channel): LoopbackMessage | undefined {
  if (!isFields(reference)) return undefined;
  const message = state.messages.find(channel, String(reference.message_id));
  if (message && !message.ephemeral) return message;
  if (reference.fail_if_not_exists === false) return undefined;
  throw invalidField(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
}

// Interaction responses: the token in the path is the only key.

const responses: readonly Route[] = [
  {
    call: 'POST /interactions/:id/:token/callback',
    open: true,
    handle: (call) => {
      const { id, token } = call.params;
      const interaction = call.state.interactions.find((one) => one.id === id && one.token === token);
      if (!interaction) throw apiError('unknownInteraction');
      call.note(respond(call.state, interaction, call));
      return call.query.get('with_response') === 'true' ? ok(callbackResponse(interaction)) : noContent;
    },
  },
  {
    call: 'POST /webhooks/:app/:token',
    open: true,
    handle: (call) => {
      const { message, ignored } = followUp(call.state, answered(call.state, call.params.token), call);
      call.note(ignored);
      return ok(fullMessage(message));
    },
  },
  ...(['GET', 'PATCH', 'DELETE'] as const).map(
    (method): Route => ({
      call: `${method} /webhooks/:app/:token/messages/:message`,
      open: true,
      handle: (call) => {
        const message = responseNamed(answered(call.state, call.params.token), call.params.message);
        if (method === 'PATCH') call.note(editMessage(call.state, message, call).ignored);
        if (method !== 'DELETE') return ok(fullMessage(message));
        call.state.messages.delete(message);
        return noContent;
      },
    }),
  ),
];
