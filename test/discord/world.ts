/** The people, servers and channels of the loopback Discord, and how Discord describes them. Ids are fixed, so that a log can be read. */
import { ChannelType, PermissionFlagsBits as Permission } from 'discord.js';

export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly bot: boolean;
  /** Does not take direct messages. */
  readonly closed?: boolean;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  /** Whether the app is installed to the server; elsewhere only a user brought it along. */
  readonly known: boolean;
  readonly locale: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'guild' | 'thread' | 'dm' | 'group-dm';
  readonly guild?: Guild;
  readonly recipient?: User;
  /** The permissions that an overwrite takes from the bot. */
  readonly denied?: bigint;
  /** The permissions that people do not have here. */
  readonly deniedToPeople?: bigint;
  /** A thread's channel. */
  readonly parent?: Channel;
  /** An archived thread is not sent with GUILD_CREATE; a message brings it back, unless it is locked. */
  readonly state?: 'active' | 'archived' | 'locked';
}

export const applicationId = '1100000000000000001';
const roleId = '1100000000000000900';

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
  /** Owns the servers, and so may do everything there. */
  ben: person('1100000000000000012', 'ben', 'Ben'),
  /** Takes no direct messages. */
  cleo: person('1100000000000000013', 'cleo', 'Cleo', { closed: true }),
} as const;

/** `home` has the bot; `elsewhere` does not: there it is installed to a user. */
export const guilds = {
  home: { id: '1100000004194304021', name: 'Home', known: true, locale: 'en-US' },
  elsewhere: { id: '1100000000000000022', name: 'Elsewhere', known: false, locale: 'fr' },
} as const satisfies Record<string, Guild>;

const inGuild = (id: string, name: string, guild: Guild, denied = 0n): Channel => ({
  id,
  name,
  kind: 'guild',
  guild,
  denied,
});

/** A public thread. https://discord.com/developers/docs/topics/threads */
const thread = (id: string, name: string, parent: Channel, state: Channel['state'] = 'active'): Channel => ({
  ...parent,
  id,
  name,
  kind: 'thread',
  parent,
  state,
});

const general = inGuild('1100000000000000031', 'general', guilds.home);
/** The bot may read and write here, but neither write in threads nor embed links. */
const plain = inGuild(
  '1100000000000000035',
  'plain',
  guilds.home,
  Permission.SendMessagesInThreads | Permission.EmbedLinks,
);
/** The bot may not write here, but in its threads. */
const readOnly = inGuild('1100000000000000032', 'announcements', guilds.home, Permission.SendMessages);

export const channels = {
  general,
  readOnly,
  plain,
  hidden: inGuild('1100000000000000033', 'staff', guilds.home, Permission.ViewChannel),
  elsewhere: inGuild('1100000000000000034', 'lounge', guilds.elsewhere),
  /** People may not let apps that are not installed here answer in public. */
  noExternalApps: {
    ...inGuild('1100000000000000036', 'quiet', guilds.elsewhere),
    deniedToPeople: Permission.UseExternalApps,
  },
  thread: thread('1100000000000000051', 'side topic', general),
  archivedThread: thread('1100000000000000052', 'old topic', general, 'archived'),
  lockedThread: thread('1100000000000000053', 'closed topic', general, 'locked'),
  readOnlyThread: thread('1100000000000000054', 'reactions', readOnly),
  silentThread: thread('1100000000000000055', 'no bots', plain),
  /** Ada's direct messages with the bot. */
  dm: { id: '1100000000000000041', name: 'dm', kind: 'dm', recipient: users.ada },
  /** A group of friends, without the bot: user install only. */
  groupDm: { id: '1100000000000000042', name: 'friends', kind: 'group-dm' },
} as const satisfies Record<string, Channel>;

/** More servers that have the bot, each with one channel; they fall to all shards in turn. */
export const moreServers = (count: number): Channel[] =>
  Array.from({ length: count }, (_, n) => {
    const id = String(1_200_000_000_000_000_000n + (BigInt(n) << 22n));
    const guild = { id, name: `Server ${n}`, known: true, locale: 'en-US' };
    return inGuild(String(1_300_000_000_000_000_000n + BigInt(n)), 'general', guild);
  });

const everyday =
  Permission.ViewChannel |
  Permission.SendMessages |
  Permission.SendMessagesInThreads |
  Permission.UseExternalApps |
  Permission.ReadMessageHistory |
  Permission.EmbedLinks |
  Permission.AttachFiles |
  Permission.UseApplicationCommands;

/** The bot's permissions in a channel; a thread has those of its channel. */
export function botPermissions({ guild, denied = 0n }: Channel): bigint {
  // Apps that are not in the server: https://github.com/discord/discord-api-docs/issues/5316
  if (guild?.known === false) return Permission.EmbedLinks | Permission.AttachFiles;
  return everyday & ~denied;
}

/** In threads *Send Messages* has no effect. https://discord.com/developers/docs/topics/threads#permissions */
export const botMayWrite = (channel: Channel): boolean =>
  (botPermissions(channel) &
    (channel.kind === 'thread' ? Permission.SendMessagesInThreads : Permission.SendMessages)) !==
  0n;

/** A person's permissions in a channel. */
export const memberPermissions = (user: User, { deniedToPeople = 0n }: Channel): bigint =>
  user.id === users.ben.id
    ? Object.values(Permission).reduce((all, bit) => all | bit, 0n)
    : everyday & ~deniedToPeople;

/** Whether the bot hears of what is said in a channel. */
export const hears = (channel: Channel): boolean =>
  channel.kind === 'dm' ||
  (channel.guild?.known === true && (botPermissions(channel) & Permission.ViewChannel) !== 0n);

const EPOCH = 1_420_070_400_000;
let counter = 0n;

/** A new Discord id: the milliseconds since 2015, and a counter. */
export function snowflakeAt(time: number): string {
  counter = (counter + 1n) & 0xfffn;
  return String((BigInt(Math.max(0, time - EPOCH)) << 22n) | counter);
}

/** The shard that gets a guild's events. https://discord.com/developers/docs/events/gateway#sharding */
export const shardOf = (guildId: string, shards: number): number =>
  Number((BigInt(guildId) >> 22n) % BigInt(shards));

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

export function channelPayload({ id, name, guild, kind, recipient, denied = 0n, ...more }: Channel) {
  const base = { id, last_message_id: null, flags: 0 };
  if (kind === 'dm')
    return { ...base, type: ChannelType.DM, recipients: recipient ? [userPayload(recipient)] : [] };
  if (kind === 'group-dm') {
    const recipients = [userPayload(users.ada), userPayload(users.ben)];
    return { ...base, type: ChannelType.GroupDM, name: null, icon: null, owner_id: users.ada.id, recipients };
  }
  if (kind === 'thread')
    return {
      ...base,
      type: ChannelType.PublicThread,
      name,
      guild_id: guild?.id,
      parent_id: more.parent?.id,
      owner_id: users.ada.id,
      member_count: 2,
      message_count: 1,
      total_message_sent: 1,
      rate_limit_per_user: 0,
      thread_metadata: {
        archived: more.state === 'archived',
        locked: more.state === 'locked',
        auto_archive_duration: 1440,
        archive_timestamp: '2024-01-01T00:00:00.000000+00:00',
      },
    };
  return {
    ...base,
    type: ChannelType.GuildText,
    name,
    guild_id: guild?.id,
    position: 0,
    parent_id: null,
    topic: null,
    nsfw: false,
    rate_limit_per_user: 0,
    permission_overwrites:
      denied === 0n ? [] : [{ id: applicationId, type: 1, allow: '0', deny: String(denied) }],
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

export const guildPayload = (guild: Guild) => ({
  id: guild.id,
  name: guild.name,
  icon: null,
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
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  premium_tier: 0,
  preferred_locale: guild.locale,
  public_updates_channel_id: null,
  nsfw_level: 0,
  premium_progress_bar_enabled: false,
  safety_alerts_channel_id: null,
});

/** GUILD_CREATE: with the threads that are active and that the bot can see. */
export const guildCreated = (guild: Guild, channels: readonly Channel[]) => ({
  ...guildPayload(guild),
  joined_at: '2024-01-01T00:00:00.000000+00:00',
  large: false,
  unavailable: false,
  member_count: 4,
  members: [{ ...memberPayload(), user: userPayload(users.bot) }],
  channels: channels.filter(({ kind }) => kind !== 'thread').map(channelPayload),
  threads: channels
    .filter((channel) => channel.kind === 'thread' && channel.state !== 'archived' && hears(channel))
    .map(channelPayload),
  voice_states: [],
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
});

/** The bot's own user, as READY and `GET /users/@me` show it. */
export const ownUserPayload = () => ({
  ...userPayload(users.bot),
  verified: true,
  mfa_enabled: false,
  email: null,
  locale: 'en-US',
  flags: 0,
});
