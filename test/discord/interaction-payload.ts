/** An interaction in the shape in which Discord sends it. https://discord.com/developers/docs/interactions/receiving-and-responding */
import type { Command } from './commands.ts';
import type { LoopbackInteraction } from './interaction.ts';
import {
  applicationId,
  botPermissions,
  type Channel,
  channelPayload,
  memberPayload,
  memberPermissions,
  type User,
  userPayload,
} from './world.ts';

export const InteractionKind = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

const GUILD_INSTALL = 0;
const USER_INSTALL = 1;

/** Where an interaction comes from, as `context` numbers it. */
const contextOf = ({ kind }: Channel): number => ({ guild: 0, dm: 1, 'group-dm': 2 })[kind];

/** Which installs of the app make this possible: of the server (of "0" in direct messages), of the user, or both. */
export function ownersOf(channel: Channel, user: User, types: readonly number[]): Record<string, string> {
  const installedHere = channel.kind === 'dm' || channel.guild?.known === true;
  return {
    ...(installedHere && types.includes(GUILD_INSTALL) && { [GUILD_INSTALL]: channel.guild?.id ?? '0' }),
    ...((!installedHere || !types.includes(GUILD_INSTALL)) &&
      types.includes(USER_INSTALL) && { [USER_INSTALL]: user.id }),
  };
}

/** Throws where Discord's client would not offer the command at all. */
export function ownersOfCommand(command: Command, channel: Channel, user: User): Record<string, string> {
  const { contexts, integration_types: types, name } = command;
  const context = contextOf(channel);
  if (contexts && !contexts.includes(context))
    throw new Error(`"${name}" is registered for the contexts ${contexts}, not for ${context}`);
  const owners = ownersOf(channel, user, types);
  if (Object.keys(owners).length === 0)
    throw new Error(
      `"${name}" is registered for the installs ${types}: it is not offered in ${channel.name}`,
    );
  return owners;
}

export interface PayloadParts {
  readonly type: number;
  readonly data: unknown;
  readonly owners: Record<string, string>;
  readonly locale: string;
  readonly message?: unknown;
}

export function interactionPayload(
  { id, token, made }: LoopbackInteraction,
  { type, data, owners, locale, message }: PayloadParts,
) {
  const { channel, user } = made;
  const { guild } = channel;
  const person = userPayload(user);
  return {
    id,
    application_id: applicationId,
    type,
    data,
    token,
    version: 1,
    channel: { ...channelPayload(channel), permissions: memberPermissions },
    channel_id: channel.id,
    ...(guild
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.locale, features: [] },
          guild_locale: guild.locale,
          member: { ...memberPayload(), user: person, permissions: memberPermissions },
        }
      : { user: person }),
    ...(message !== undefined && { message }),
    app_permissions: botPermissions(channel),
    locale,
    entitlements: [],
    authorizing_integration_owners: owners,
    context: contextOf(channel),
    attachment_size_limit: 10_485_760,
  };
}
