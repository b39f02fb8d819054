/**
 * A check of the bot on the real Discord: registers the commands in a server, posts replies there, compares what came
 * back with what was sent, and cleans up. It talks to REST alone, so it can run beside the bot.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplication,
  type APIChannel,
  type APIGatewayBotInfo,
  type APIMessage,
  ChannelType,
  DiscordAPIError,
  REST,
  type RESTGetAPIApplicationCommandsResult,
  Routes,
} from 'discord.js';
import type { Caller } from '../commands/command.ts';
import { messageOf } from '../errors.ts';
import { planReply } from '../plan-reply.ts';
import { note, type Reply } from '../replies/reply.ts';
import type { Services } from '../services.ts';
import { planDeployment } from './deploy.ts';

export interface SmokeOptions {
  token: string;
  apiUrl: string;
  guildId: string;
  /** Where to post; left out, the first channel of the server that takes messages. */
  channelId?: string;
  services: Services;
  /** Leaves messages and commands where they are, for somebody to look at. */
  keep: boolean;
  /** Told of each step as it ends. */
  report(step: string, problem?: string): void;
}

/** What the bot is asked, so that a reply of each kind is posted. */
const CALLS = [
  { name: 'ask', strings: { question: 'Has China asked its companies to install backdoors?' } },
  { name: 'ask', strings: { question: 'best recipe for sourdough bread with olives' } },
  { name: 'topic', strings: { name: 'Huawei' } },
  { name: 'quote', strings: { text: 'Huawei' } },
  { name: 'verify', strings: { text: 'China has asked and will ask companies to collect or provide data' } },
  { name: 'about', strings: {} },
] as const;

const TESTER: Caller = {
  id: '0',
  tag: 'a maintainer',
  locale: 'en-US',
  mayManageServer: false,
  mayManageMessages: false,
  privateOnly: false,
  mayPost: true,
  mention: (command) => `\`/${command}\``,
};

/** Runs every step, and cleans up whatever happened. Gives how many steps found a problem. */
export async function smokeTest(options: SmokeOptions): Promise<number> {
  const { token, apiUrl, guildId, services, keep, report } = options;
  const rest = new REST({ api: apiUrl, version: '10' }).setToken(token);
  const posted: APIMessage[] = [];
  let problems = 0;
  const step = async <Result>(name: string, work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      const result = await work();
      report(name);
      return result;
    } catch (error) {
      problems += 1;
      report(name, problemOf(error));
      return undefined;
    }
  };

  const application = await step('the token is accepted', async () => {
    return (await rest.get(Routes.currentApplication())) as APIApplication;
  });
  if (!application) return problems;
  await step('the gateway lets the bot connect', async () => {
    const { session_start_limit: limit } = (await rest.get(Routes.gatewayBot())) as APIGatewayBotInfo;
    expect(limit.remaining > 10, `only ${limit.remaining} of ${limit.total} session starts are left`);
  });
  const commandsHere = Routes.applicationGuildCommands(application.id, guildId);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const before = await step('the server is there', async () => {
    await rest.get(Routes.guild(guildId));
    return (await rest.get(commandsHere, { query })) as RESTGetAPIApplicationCommandsResult;
  });
  if (!before) return problems;

  try {
    await step('the commands are registered as they were sent', async () => {
      await (await planDeployment(token, apiUrl, guildId)).apply();
      const { changes } = await planDeployment(token, apiUrl, guildId);
      const different = [...changes.added, ...changes.changed, ...changes.removed];
      expect(different.length === 0, `Discord keeps these otherwise: ${different.join(', ')}`);
    });
    const channelId = await step('there is a channel to write in', () => findChannel(rest, options));
    if (channelId === undefined) return problems;
    for (const [index, { name, strings }] of CALLS.entries()) {
      await step(`a reply of /${name} comes back as it was sent`, async () => {
        const { reply } = await planReply({ kind: 'slash', name, strings, hide: false }, TESTER).run(
          services,
        );
        posted.push(await postAndCompare(rest, channelId, reply, `${Date.now()}${index}`));
      });
    }
    await step('nobody is pinged, and a reply refers to its message', async () => {
      const reply = note(`@everyone <@${application.id}> <@&${guildId}>`);
      const [first] = posted;
      const sent = await post(rest, channelId, reply, `${Date.now()}p`, first?.id);
      posted.push(sent);
      expect(
        !sent.mention_everyone && sent.mentions.length + sent.mention_roles.length === 0,
        'somebody was pinged',
      );
      expect(sent.message_reference?.message_id === first?.id, 'the reference is missing');
    });
    await step('a message that is sent twice is posted once', async () => {
      const nonce = `${Date.now()}t`;
      const one = await post(rest, channelId, note('Sent twice.'), nonce);
      const other = await post(rest, channelId, note('Sent twice.'), nonce);
      posted.push(one);
      if (other.id !== one.id) posted.push(other);
      expect(other.id === one.id, 'enforce_nonce did not hold');
    });
    await step('a message is edited', async () => {
      const last = posted.at(-1);
      if (!last) throw new Error('nothing was posted');
      const route = Routes.channelMessage(channelId, last.id);
      const edited = (await rest.patch(route, { body: { content: 'Edited.' } })) as APIMessage;
      expect(edited.content === 'Edited.', `it says “${edited.content}”`);
    });
  } finally {
    if (!keep) {
      for (const { id, channel_id } of posted)
        await step(`message ${id} is deleted`, () => rest.delete(Routes.channelMessage(channel_id, id)));
      await step('the commands of the server are as they were before', () =>
        rest.put(commandsHere, { body: before.map(asSent) }),
      );
    }
  }
  return problems;
}

/** A command of a server as it can be sent again: without what Discord adds, and without what is only for global ones. */
function asSent(command: RESTGetAPIApplicationCommandsResult[number]) {
  const { id: _, application_id, guild_id, version, contexts, integration_types, ...definition } = command;
  return definition;
}

async function findChannel(rest: REST, { guildId, channelId }: SmokeOptions): Promise<string> {
  const channels = (await rest.get(Routes.guildChannels(guildId))) as APIChannel[];
  const texts = channels.filter(({ type }) => type === ChannelType.GuildText).map(({ id }) => id);
  for (const id of channelId === undefined ? texts : [channelId]) {
    try {
      await rest.post(Routes.channelTyping(id));
      return id;
    } catch (error) {
      if (!(error instanceof DiscordAPIError) || error.status !== 403) throw error;
    }
  }
  throw new Error('the bot may write in none of its channels; name one with --channel');
}

async function post(
  rest: REST,
  channelId: string,
  { content, embeds, components, files = [] }: Reply,
  nonce: string,
  replyTo?: string,
): Promise<APIMessage> {
  const body = {
    ...(content !== undefined && { content }),
    embeds,
    components,
    allowed_mentions: { parse: [], replied_user: false },
    nonce,
    enforce_nonce: true,
    ...(replyTo !== undefined && { message_reference: { message_id: replyTo } }),
  };
  const uploads = files.map(({ name, text }) => ({ name, data: Buffer.from(text, 'utf8') }));
  return (await rest.post(Routes.channelMessages(channelId), { body, files: uploads })) as APIMessage;
}

async function postAndCompare(
  rest: REST,
  channelId: string,
  reply: Reply,
  nonce: string,
): Promise<APIMessage> {
  const { id } = await post(rest, channelId, reply, nonce);
  const found = (await rest.get(Routes.channelMessage(channelId, id))) as APIMessage;
  const lost = [
    ...(found.content === (reply.content ?? '').trim() ? [] : ['the content']),
    ...(isDeepStrictEqual(textsIn(found.embeds), textsIn(reply.embeds)) ? [] : ['texts of the embeds']),
    ...(isDeepStrictEqual(idsIn(found.components), idsIn(reply.components)) ? [] : ['buttons']),
    ...(found.attachments.length === (reply.files ?? []).length ? [] : ['attachments']),
  ];
  expect(lost.length === 0, `these came back otherwise: ${lost.join(', ')}`);
  return found;
}

/** The texts of embeds as Discord gives them back: trimmed. */
function textsIn(embeds: readonly object[]): string[] {
  return embeds.flatMap((embed) => {
    const { title, description, footer, fields }: APIMessage['embeds'][number] = embed;
    const texts = [
      title,
      description,
      footer?.text,
      ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
    ];
    return texts.flatMap((text) => text?.trim() || []);
  });
}

function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'custom_id' in value ? [String(value.custom_id)] : 'url' in value ? [String(value.url)] : [];
  return [...own, ...('components' in value ? idsIn(value.components) : [])];
}

function expect(holds: boolean, problem: string): void {
  if (!holds) throw new Error(problem);
}

function problemOf(error: unknown): string {
  if (error instanceof DiscordAPIError)
    return `${error.method} ${error.url}: ${error.status} ${error.message}`;
  return messageOf(error);
}
