/** `/settings`, `/follow` and `/following`: for those who may manage a server. */
import type { CitedPassage, PassageFilter } from '../../retrieval/interfaces.ts';
import { RequestError } from '../errors.ts';
import { LOCALES } from '../i18n/i18n.ts';
import type { Setting } from '../replies/buttons.ts';
import { escapeMarkdown } from '../replies/markdown.ts';
import { LIMITS, note } from '../replies/reply.ts';
import { followingReply, optionOf, settingsReply } from '../replies/server.ts';
import { DEFAULT_SETTINGS, PUBLISHERS, type ServerSettings } from '../server-settings.ts';
import type { Services } from '../services.ts';
import type { Caller, Made, SlashCommand } from './command.ts';
import { suggestTopics } from './topic.ts';

/** Statements read at once, when the documents of a topic are listed. */
const READ_AT_ONCE = 200;

export const settings: SlashCommand = {
  kind: 'slash',
  name: 'settings',
  key: 'settings',
  help:
    'In which channels mentions are answered, whether replies to commands are private unless published, the language ' +
    'of public replies, who may publish, and whose documents are searched for questions and topics (a quote is always ' +
    'looked up in the whole record). Changes hold at once. For those who may manage the server.',
  options: [],
  examples: ['/settings'],
  forManagers: true,
  isPrivate: true,
  check: ({ caller }) => void managedServer(caller),
  async run({ caller }, { search }) {
    const { settings } = managedServer(caller);
    const { publishers } = await search.summary();
    return { draw: (context) => settingsReply(settings, publishers, context) };
  },
};

/** Changes one setting to what was chosen, and shows all of them. */
export async function changeSetting(
  setting: Setting,
  values: readonly string[],
  caller: Caller,
  { servers, search }: Services,
): Promise<Made> {
  const { id, settings } = managedServer(caller);
  if (!servers) throw new RequestError('error.serverOnly');
  const { publishers } = await search.summary();
  const changed = await servers.settings.change(id, changeOf(setting, values, settings, publishers));
  return { draw: (context) => settingsReply(changed, publishers, context) };
}

function changeOf(
  setting: Setting,
  values: readonly string[],
  { privateByDefault }: ServerSettings,
  onRecord: readonly string[],
): Partial<ServerSettings> {
  const [value = ''] = values;
  switch (setting) {
    case 'mentions':
      return { mentions: value === 'nowhere' ? [] : 'everywhere' };
    case 'channels':
      return { mentions: values.length > 0 ? values : 'everywhere' };
    case 'private':
      return { privateByDefault: !privateByDefault };
    case 'language':
      return { language: LOCALES.includes(value) ? value : undefined };
    case 'publishers':
      return { publishers: PUBLISHERS.find((one) => one === value) ?? DEFAULT_SETTINGS.publishers };
    case 'collections': {
      const collections = onRecord.filter((name) => values.includes(optionOf(name)));
      return { collections: collections.length > 0 ? collections : undefined };
    }
  }
}

export const follow: SlashCommand = {
  kind: 'slash',
  name: 'follow',
  key: 'follow',
  help:
    'When documents come in, the new statements on the topic are posted in the channel, one message a document. It ' +
    'ends by `/following`, or when the bot may no longer post there. For those who may manage the server.',
  options: [
    { name: 'topic', key: 'topic', type: 'string', required: true, autocomplete: true, maxLength: 100 },
  ],
  examples: ['/follow topic:Huawei'],
  forManagers: true,
  check({ caller }) {
    managedServer(caller);
    if (!caller.mayPost) throw new RequestError('error.mayNotPost');
  },
  async run({ strings, caller }, services) {
    const { id: guildId } = managedServer(caller);
    const { servers, topics } = services;
    const { id: userId, channelId } = caller;
    const wanted = strings.topic ?? '';
    const found = await topics.statements(wanted, { from: 0, count: 0 });
    if (!found) throw new RequestError('error.topicUnknown', { topic: escapeMarkdown(wanted) });
    if (!servers || channelId === undefined) throw new RequestError('error.serverOnly');
    const { selectOptions: most } = LIMITS;
    if ((await servers.follows.list(guildId)).length >= most)
      throw new RequestError('error.followsTooMany', { most });
    const { name: topic } = found;
    // Of all collections: choosing others later brings no old news.
    const known = [...(await statementsByDocument(topic, services, {})).keys()];
    await servers.follows.add({ guildId, channelId, topic, userId }, known);
    return { draw: ({ texts: { t } }) => note(t('follow.started', { topic: escapeMarkdown(topic) })) };
  },
  complete: suggestTopics,
};

export const following: SlashCommand = {
  kind: 'slash',
  name: 'following',
  key: 'following',
  help: 'Which topics are followed, in which channels and by whom; a menu ends one. For those who may manage the server.',
  options: [],
  examples: ['/following'],
  forManagers: true,
  isPrivate: true,
  check: ({ caller }) => void managedServer(caller),
  async run({ caller }, { servers }) {
    const follows = (await servers?.follows.list(managedServer(caller).id)) ?? [];
    return { draw: (context) => followingReply(follows, context) };
  },
};

/** Ends following a topic, and shows those that are left. */
export async function endFollowing(
  [followId = '']: readonly string[],
  caller: Caller,
  { servers }: Services,
): Promise<Made> {
  const { id } = managedServer(caller);
  const ended = await servers?.follows.remove(id, followId);
  const left = (await servers?.follows.list(id)) ?? [];
  return { draw: (context) => followingReply(left, context, ended) };
}

/** All statements on a topic, by the id of their document. */
export async function statementsByDocument(
  topic: string,
  { topics }: Pick<Services, 'topics'>,
  filter?: PassageFilter,
) {
  const byDocument = new Map<string, CitedPassage[]>();
  for (let from = 0; ; from += READ_AT_ONCE) {
    const page = await topics.statements(topic, { from, count: READ_AT_ONCE }, filter);
    for (const cited of page?.statements ?? []) {
      const { id } = cited.document;
      byDocument.set(id, [...(byDocument.get(id) ?? []), cited]);
    }
    if (!page || from + READ_AT_ONCE >= page.dates.length) return byDocument;
  }
}

/** The server of a caller who may manage it. @throws RequestError for anybody else */
function managedServer({ server, mayManageServer }: Caller) {
  if (!server) throw new RequestError('error.serverOnly');
  if (!mayManageServer) throw new RequestError('error.needsManageServer');
  return server;
}
