/** Channels and their messages, as far as the bot may see and write. */
import { apiError, invalidField } from './api-error.ts';
import { hears } from './events.ts';
import { absent, isFields } from './form.ts';
import type { LoopbackMessage } from './message.ts';
import { fullMessage } from './message-payload.ts';
import { composeMessage, Flag } from './message-rules.ts';
import { editMessage } from './respond.ts';
import { type Call, noContent, ok, type Route } from './rest-routes.ts';
import { type Channel, channelPayload, users } from './world.ts';

function seen({ state, params }: Call): Channel {
  const channel = state.channel(params.channel ?? '');
  if (!channel) throw apiError('unknownChannel');
  if (!hears(channel)) throw apiError('missingAccess');
  return channel;
}

function writable(call: Call): Channel {
  const channel = seen(call);
  if (channel.access === 'read-only') throw apiError('missingPermissions');
  if (channel.recipient?.closed) throw apiError('closedToMessages');
  return channel;
}

function messageOf(call: Call): LoopbackMessage {
  const message = call.state.messages.find(seen(call), call.params.message ?? '');
  // REST does not know ephemeral messages: only the token of their interaction reaches them.
  if (!message || message.ephemeral) throw apiError('unknownMessage');
  return message;
}

const shown = (message: LoopbackMessage, contentIntent: boolean) =>
  fullMessage(
    message,
    contentIntent ||
      message.channel.kind === 'dm' ||
      message.author === users.bot ||
      message.pings.users.includes(users.bot.id),
  );

export const channelRoutes = (contentIntent: boolean): readonly Route[] => [
  { call: 'GET /channels/:channel', handle: (call) => ok(channelPayload(seen(call))) },
  {
    call: 'GET /channels/:channel/messages',
    handle: (call) => {
      const { query, state } = call;
      const limit = Number(query.get('limit') ?? 50);
      if (!(limit >= 1 && limit <= 100))
        throw invalidField(['limit'], 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.');
      const [before, after] = [query.get('before'), query.get('after')];
      const found = state.messages
        .in(seen(call))
        .filter(({ ephemeral }) => !ephemeral)
        .filter(({ id }) => !before || BigInt(id) < BigInt(before))
        .filter(({ id }) => !after || BigInt(id) > BigInt(after));
      const page = after ? found.slice(0, limit) : found.slice(-limit);
      return ok(page.reverse().map((message) => shown(message, contentIntent)));
    },
  },
  {
    call: 'GET /channels/:channel/messages/:message',
    handle: (call) => ok(shown(messageOf(call), contentIntent)),
  },
  { call: 'POST /channels/:channel/messages', handle: post },
  {
    call: 'PATCH /channels/:channel/messages/:message',
    handle: (call) => {
      const message = messageOf(call);
      if (message.author !== users.bot) throw apiError('notTheAuthor');
      call.note(editMessage(call.state, message, call).ignored);
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

function post(call: Call) {
  const { body, files, state } = call;
  const channel = writable(call);
  const { message, ignored } = composeMessage(body, { call: 'create', files });
  call.note(ignored);
  const given = isFields(body) ? body : {};
  const nonce = typeof given.nonce === 'string' || typeof given.nonce === 'number' ? given.nonce : undefined;
  const before = state.messages.in(channel).find((one) => nonce !== undefined && one.nonce === nonce);
  if (before && given.enforce_nonce === true) return ok(fullMessage(before));
  const posted = state.messages.create({
    channel,
    author: users.bot,
    content: { ...message, flags: message.flags & ~Flag.ephemeral },
    allowedMentions: given.allowed_mentions,
    repliesTo: referenced(call, channel),
    nonce,
  });
  return ok(fullMessage(posted));
}

/** A reply to a message that is gone fails, unless `fail_if_not_exists` is false. */
function referenced({ body, state }: Call, channel: Channel): LoopbackMessage | undefined {
  const reference = isFields(body) ? body.message_reference : undefined;
  if (absent(reference) || !isFields(reference)) return undefined;
  const message = state.messages.find(channel, String(reference.message_id));
  if (message && !message.ephemeral) return message;
  if (reference.fail_if_not_exists === false) return undefined;
  throw invalidField(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
}
