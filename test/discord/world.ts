/** The people, servers and channels of the loopback Discord. Ids are fixed, so that a log can be read. */
import { ChannelType, PermissionFlagsBits } from 'discord.js';

export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly bot: boolean;
  /** Does not take direct messages. */
  readonly closed?: boolean;
}

/** `open`: the bot reads and writes. `read-only`: it may not write. `hidden`: it does not see the channel. */
export type Access = 'open' | 'read-only' | 'hidden';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'guild' | 'dm' | 'group-dm';
  readonly guild?: Guild;
  readonly access: Access;
  readonly recipient?: User;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  /** Whether the app is installed to the server; elsewhere only a user brought it along. */
  readonly known: boolean;
  readonly locale: string;
}

export const applicationId = '1100000000000000001';
export const roleId = '1100000000000000900';

const person = (id: string, username: string, name: string, more: Partial<User> = {}): User => ({
  id,
  username,
  global_name: name,
  bot: false,
  ...more,
});

export const users = {
  bot: person(applicationId, 'on-record', 'On Record', { bot: true, global_name: null }),
  ada: person('1100000000000000011', 'ada', 'Ada'),
  ben: person('1100000000000000012', 'ben', 'Ben'),
  /** Takes no direct messages. */
  cleo: person('1100000000000000013', 'cleo', 'Cleo', { closed: true }),
} as const;

/** `home` has the bot; `elsewhere` does not: there it is installed to a user. */
export const guilds = {
  home: { id: '1100000004194304021', name: 'Home', known: true, locale: 'en-US' },
  elsewhere: { id: '1100000000000000022', name: 'Elsewhere', known: false, locale: 'fr' },
} as const satisfies Record<string, Guild>;

const inGuild = (id: string, name: string, guild: Guild, access: Access = 'open'): Channel => ({
  id,
  name,
  kind: 'guild',
  guild,
  access,
});

export const channels = {
  general: inGuild('1100000000000000031', 'general', guilds.home),
  readOnly: inGuild('1100000000000000032', 'announcements', guilds.home, 'read-only'),
  hidden: inGuild('1100000000000000033', 'staff', guilds.home, 'hidden'),
  elsewhere: inGuild('1100000000000000034', 'lounge', guilds.elsewhere, 'hidden'),
  /** Ada's direct messages with the bot. */
  dm: { id: '1100000000000000041', name: 'dm', kind: 'dm', access: 'open', recipient: users.ada },
  /** A group of friends, without the bot: user install only. */
  groupDm: { id: '1100000000000000042', name: 'friends', kind: 'group-dm', access: 'hidden' },
} as const satisfies Record<string, Channel>;

const { ViewChannel, SendMessages, ReadMessageHistory, EmbedLinks, AttachFiles, UseApplicationCommands } =
  PermissionFlagsBits;
const everyday =
  ViewChannel | SendMessages | ReadMessageHistory | EmbedLinks | AttachFiles | UseApplicationCommands;
const denied: Readonly<Record<Access, bigint>> = {
  open: 0n,
  'read-only': SendMessages,
  hidden: ViewChannel | SendMessages,
};

/** The bot's permissions in a channel, as interactions carry them. */
export const botPermissions = (channel: Channel): string =>
  String(channel.guild?.known === false ? EmbedLinks | AttachFiles : everyday & ~denied[channel.access]);

export const memberPermissions = String(everyday);

export const userPayload = ({ id, username, global_name, bot }: User) => ({
  id,
  username,
  global_name,
  discriminator: bot ? '0001' : '0',
  avatar: null,
  bot,
  public_flags: 0,
});

export const memberPayload = () => ({
  roles: [],
  joined_at: '2024-01-01T00:00:00.000000+00:00',
  premium_since: null,
  nick: null,
  avatar: null,
  banner: null,
  pending: false,
  communication_disabled_until: null,
  flags: 0,
  deaf: false,
  mute: false,
});

export function channelPayload(channel: Channel) {
  const { id, name, guild, kind, recipient } = channel;
  if (kind === 'dm')
    return {
      id,
      type: ChannelType.DM,
      last_message_id: null,
      flags: 0,
      recipients: recipient ? [userPayload(recipient)] : [],
    };
  if (kind === 'group-dm')
    return {
      id,
      type: ChannelType.GroupDM,
      name: null,
      icon: null,
      owner_id: users.ada.id,
      last_message_id: null,
      flags: 0,
      recipients: [userPayload(users.ada), userPayload(users.ben)],
    };
  const deny = String(denied[channel.access]);
  return {
    id,
    type: ChannelType.GuildText,
    name,
    guild_id: guild?.id,
    position: 0,
    parent_id: null,
    topic: null,
    nsfw: false,
    last_message_id: null,
    rate_limit_per_user: 0,
    flags: 0,
    permission_overwrites: deny === '0' ? [] : [{ id: applicationId, type: 1, allow: '0', deny }],
  };
}

const role = (id: string, name: string, permissions: bigint) => ({
  id,
  name,
  permissions: String(permissions),
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  position: 0,
  managed: false,
  mentionable: true,
  flags: 0,
  icon: null,
  unicode_emoji: null,
});

export function guildPayload(guild: Guild) {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: users.ben.id,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    roles: [role(guild.id, '@everyone', everyday), role(roleId, 'press', 0n)],
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    preferred_locale: guild.locale,
    public_updates_channel_id: null,
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
  };
}
