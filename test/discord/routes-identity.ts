/** Who the bot is, and where its gateway is. */
import { apiError } from './api-error.ts';
import { isFields } from './form.ts';
import { ok, type Route } from './rest-routes.ts';
import {
  applicationId,
  channelPayload,
  channels,
  guildPayload,
  guilds,
  memberPayload,
  userPayload,
  users,
} from './world.ts';

const bot = () => ({
  ...userPayload(users.bot),
  verified: true,
  mfa_enabled: false,
  email: null,
  locale: 'en-US',
  flags: 0,
});

const application = () => ({
  id: applicationId,
  name: 'On Record',
  icon: null,
  description: '',
  summary: '',
  type: null,
  bot: userPayload(users.bot),
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: '0'.repeat(64),
  flags: 0,
  owner: userPayload(users.ben),
  team: null,
  redirect_uris: [],
  interactions_endpoint_url: null,
  approximate_guild_count: 1,
  approximate_user_install_count: 1,
  integration_types_config: { 0: {}, 1: {} },
});

const knownGuild = (id: string | undefined) => {
  const guild = Object.values(guilds).find((one) => one.id === id);
  if (!guild) throw apiError('unknownGuild');
  if (!guild.known) throw apiError('missingAccess');
  return guild;
};

const person = (id: string | undefined) => {
  const user = Object.values(users).find((one) => one.id === id);
  if (!user) throw apiError('unknownUser');
  return user;
};

export const identityRoutes = (gatewayUrl: () => string, shards: number): readonly Route[] => [
  { call: 'GET /gateway', open: true, handle: () => ok({ url: gatewayUrl() }) },
  {
    call: 'GET /gateway/bot',
    handle: () =>
      ok({
        url: gatewayUrl(),
        shards,
        session_start_limit: {
          total: 1000,
          remaining: 999,
          reset_after: 86_400_000,
          max_concurrency: shards,
        },
      }),
  },
  { call: 'GET /users/@me', handle: () => ok(bot()) },
  { call: 'GET /users/:user', handle: ({ params }) => ok(userPayload(person(params.user))) },
  { call: 'GET /applications/@me', handle: () => ok(application()) },
  { call: 'GET /oauth2/applications/@me', handle: () => ok(application()) },
  {
    call: 'GET /users/@me/guilds',
    handle: () =>
      ok(Object.values(guilds).flatMap(({ id, name, known }) => (known ? [{ id, name, owner: false }] : []))),
  },
  {
    call: 'POST /users/@me/channels',
    handle: ({ state, body }) => {
      const { recipient_id }: { recipient_id?: unknown } = isFields(body) ? body : {};
      return ok(channelPayload(state.dmWith(person(String(recipient_id)))));
    },
  },
  { call: 'GET /guilds/:guild', handle: ({ params }) => ok(guildPayload(knownGuild(params.guild))) },
  {
    call: 'GET /guilds/:guild/channels',
    handle: ({ params }) => {
      const guild = knownGuild(params.guild);
      const rooms = Object.values(channels).filter(
        (channel) => 'guild' in channel && channel.guild === guild,
      );
      return ok(rooms.map(channelPayload));
    },
  },
  {
    call: 'GET /guilds/:guild/members/:user',
    handle: ({ params }) => {
      knownGuild(params.guild);
      const user = person(params.user === '@me' ? users.bot.id : params.user);
      return ok({ ...memberPayload(), user: userPayload(user) });
    },
  },
];
