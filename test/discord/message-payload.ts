/** A message in the shape in which Discord sends it. */
import { MessageReferenceType, MessageType } from 'discord.js';
import { isFields } from './form.ts';
import type { LoopbackMessage } from './message.ts';
import { applicationId, memberPayload, type User, userPayload, users } from './world.ts';

const stamp = (time: number) => new Date(time).toISOString().replace('Z', '000+00:00');

const typeOf = ({ origin, repliesTo }: LoopbackMessage): MessageType => {
  if (repliesTo) return MessageType.Reply;
  return origin?.name === undefined ? MessageType.Default : MessageType.ChatInputCommand;
};

const people = new Map<string, User>(Object.values(users).map((user) => [user.id, user]));

export const mentionsBot = (message: LoopbackMessage): boolean => message.pings.users.includes(users.bot.id);

const reference = ({ repliesTo }: LoopbackMessage) =>
  repliesTo && {
    message_reference: {
      type: MessageReferenceType.Default,
      message_id: repliesTo.id,
      channel_id: repliesTo.channel.id,
      ...(repliesTo.channel.guild && { guild_id: repliesTo.channel.guild.id }),
    },
  };

export function messagePayload(message: LoopbackMessage, withContent: boolean) {
  const { body, origin, pings } = message;
  const shown = withContent ? body : { content: '', embeds: [], components: [], attachments: [] };
  return {
    id: message.id,
    channel_id: message.channel.id,
    author: userPayload(message.author),
    content: shown.content,
    timestamp: stamp(message.createdAt),
    edited_timestamp: message.editedAt === undefined ? null : stamp(message.editedAt),
    tts: false,
    mention_everyone: pings.everyone,
    mentions: pings.users.flatMap((id) => people.get(id) ?? []).map(userPayload),
    mention_roles: pings.roles,
    attachments: shown.attachments,
    embeds: shown.embeds.map((embed) => (isFields(embed) ? { type: 'rich', ...embed } : embed)),
    components: shown.components,
    pinned: false,
    type: typeOf(message),
    flags: body.flags,
    ...(message.nonce !== undefined && { nonce: message.nonce }),
    ...(message.author === users.bot && { application_id: applicationId }),
    ...(origin && {
      webhook_id: applicationId,
      interaction_metadata: {
        id: origin.id,
        type: origin.type,
        user: userPayload(origin.user),
        authorizing_integration_owners: {},
        ...(origin.name !== undefined && { name: origin.name }),
      },
    }),
    ...reference(message),
  };
}

/** The message with the one that it answers: what REST and interactions show. */
export function fullMessage(message: LoopbackMessage, withContent = true) {
  const { repliesTo } = message;
  if (!repliesTo) return messagePayload(message, withContent);
  const referenced = repliesTo.deleted ? null : messagePayload(repliesTo, withContent);
  return { ...messagePayload(message, withContent), referenced_message: referenced };
}

/** The same with what only gateway events carry. */
export function messageEvent(message: LoopbackMessage, withContent: boolean) {
  const { channel } = message;
  return {
    ...fullMessage(message, withContent),
    channel_type: channel.kind === 'dm' ? 1 : 0,
    ...(channel.guild && { guild_id: channel.guild.id, member: memberPayload() }),
  };
}
