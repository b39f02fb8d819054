/** What servers want, kept in the cluster that all machines with the bot share. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { ClusterConnection, Connect } from '../retrieval/cluster/connection.ts';
import { asItWas, isConflict, type Place, prepareIndex } from '../retrieval/cluster/control.ts';
import { serversIndex } from '../retrieval/cluster/layout.ts';
import { startElection } from '../retrieval/cluster/leadership.ts';
import { ClusterUnavailableError } from '../retrieval/errors.ts';
import {
  type BotStore,
  type Follow,
  type FollowStore,
  parseServerSettings,
  type ServerSettings,
  type SettingsStore,
} from './server-settings.ts';

/** The kinds of documents: a server with its follows, a document that was posted, an event that is being handled. */
const MAPPINGS = {
  dynamic: false,
  properties: {
    kind: { type: 'keyword' },
    guild: { type: 'keyword' },
    follow: { type: 'keyword' },
    hasFollows: { type: 'boolean' },
    at: { type: 'date', format: 'epoch_millis' },
  },
};

interface ServerDocument {
  kind: 'server';
  guild: string;
  settings?: ServerSettings;
  follows: Follow[];
  hasFollows: boolean;
}

/** Settings that were read so long ago are read again. */
const FRESH_MS = 2000;
/** Discord wants an acknowledgement within three seconds: settings that were known before are good enough by then. */
const PATIENCE_MS = 1000;
/** Attempts to write what others write at the same time. */
const ATTEMPTS = 10;
const PAGE = 1000;
/** Discord delivers an event again within minutes, if at all. */
const EVENTS_KEPT_MS = 60 * 60_000;
const SWEEP_EVERY_MS = 10 * 60_000;

/** @param part which part of the servers is this process's, as in “0-of-1”: one process of each part posts news */
export function openClusterStore(connect: Connect, part: string): BotStore {
  const connection = connect();
  const servers = new Servers(connection);
  const leadership = startElection(connection, `news-${part}`);
  const sweep = setInterval(() => {
    if (leadership.leads) void servers.deleteEvents(Date.now() - EVENTS_KEPT_MS).catch(() => undefined);
  }, SWEEP_EVERY_MS);
  sweep.unref();
  return {
    settings: settingsStore(servers),
    follows: followStore(servers),
    leads: () => leadership.leads,
    // Where the cluster is away, answering twice is better than not at all.
    claimEvent: (id) => {
      const claiming = servers.create(`event-${id}`, { kind: 'event', at: Date.now() });
      return Promise.race([claiming.catch(() => true), sleep(PATIENCE_MS).then(() => true)]);
    },
    async close() {
      clearInterval(sweep);
      await leadership.stop();
      // It waits for requests that are under way.
      void connection.close();
    },
  };
}

function settingsStore(servers: Servers): SettingsStore {
  const known = new LRUCache<string, { settings: ServerSettings; at: number }>({ max: 10_000 });
  const remember = (guildId: string, settings: ServerSettings) => {
    known.set(guildId, { settings, at: performance.now() });
    return settings;
  };
  return {
    async read(guildId) {
      const before = known.get(guildId);
      if (before && performance.now() - before.at < FRESH_MS) return before.settings;
      const reading = servers
        .read(guildId)
        .then((server) => remember(guildId, parseServerSettings(server?.settings)));
      if (!before) return reading;
      const meanwhile = () => before.settings;
      return Promise.race([reading.catch(meanwhile), sleep(PATIENCE_MS).then(meanwhile)]);
    },
    async change(guildId, changed) {
      const { settings } = await servers.change(guildId, (server) => ({
        ...server,
        settings: { ...parseServerSettings(server.settings), ...changed },
      }));
      return remember(guildId, parseServerSettings(settings));
    },
    async forget(guildId) {
      known.delete(guildId);
      await servers.delete(serverId(guildId));
      await servers.deletePosted({ guild: guildId });
    },
  };
}

function followStore(servers: Servers): FollowStore {
  const postedId = (id: string, documentId: string) => `posted-${id}-${documentId}`;
  return {
    async add(follow, known) {
      const { guildId: guild, channelId, topic } = follow;
      const id = randomUUID();
      // Before anybody sees the follow: what is known now is no news.
      const posted = known.map((documentId) => ({
        id: postedId(id, documentId),
        document: { kind: 'posted', guild, follow: id },
      }));
      await servers.write(posted);
      const isSame = (other: Follow) => other.channelId === channelId && other.topic === topic;
      const { follows } = await servers.change(guild, (server) => ({
        ...server,
        follows: server.follows.some(isSame) ? server.follows : [...server.follows, { ...follow, id }],
      }));
      if (!follows.some((other) => other.id === id)) await servers.deletePosted({ follow: id });
    },
    list: async (guildId) =>
      guildId === undefined ? servers.allFollows() : ((await servers.read(guildId))?.follows ?? []),
    async remove(guildId, id) {
      const found = (await servers.read(guildId))?.follows.find((follow) => follow.id === id);
      if (!found) return undefined;
      await servers.change(guildId, (server) => ({
        ...server,
        follows: server.follows.filter((follow) => follow.id !== id),
      }));
      await servers.deletePosted({ follow: id });
      return found;
    },
    async unposted(id, documentIds) {
      const posted = await servers.existing(documentIds.map((one) => postedId(id, one)));
      return documentIds.filter((one) => !posted.has(postedId(id, one)));
    },
    claim: (id, documentId) => servers.create(postedId(id, documentId), { kind: 'posted', follow: id }),
    release: (id, documentId) => servers.delete(postedId(id, documentId)),
  };
}

const serverId = (guildId: string) => `server-${guildId}`;

interface Found<Source> extends Place {
  _source: Source;
}

/** The index of what servers want. It is made with the first write. */
class Servers {
  private readonly connection: ClusterConnection;
  private readonly index: string;
  private preparing: Promise<void> | undefined;

  constructor(connection: ClusterConnection) {
    this.connection = connection;
    this.index = serversIndex(connection.prefix);
  }

  async read(guildId: string): Promise<ServerDocument | undefined> {
    return (await this.get<ServerDocument>(serverId(guildId)))?._source;
  }

  /** Changes a server's document, again where another process was quicker; gives what holds now. */
  async change(guildId: string, change: (server: ServerDocument) => ServerDocument): Promise<ServerDocument> {
    const id = serverId(guildId);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const found = await this.get<ServerDocument>(id);
      const next = change(
        found?._source ?? { kind: 'server', guild: guildId, follows: [], hasFollows: false },
      );
      const server = { ...next, hasFollows: next.follows.length > 0 };
      try {
        await this.put(id, server, { ...asItWas(found), refresh: true });
        return server;
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
    throw new ClusterUnavailableError(
      'What this server wants is being changed by others at the moment.',
      'Try again in a moment.',
    );
  }

  async allFollows(): Promise<Follow[]> {
    const follows: Follow[] = [];
    for (let after: unknown[] | undefined; ; ) {
      const page = await this.connection.send<{
        hits: { hits: { _source: ServerDocument; sort: unknown[] }[] };
      }>(
        'POST',
        `/${this.index}/_search`,
        {
          query: { term: { hasFollows: true } },
          size: PAGE,
          sort: [{ guild: 'asc' }],
          ...(after && { search_after: after }),
        },
        { missing: true },
      );
      const hits = page?.hits.hits ?? [];
      follows.push(...hits.flatMap(({ _source }) => _source.follows));
      after = hits.at(-1)?.sort;
      if (!after) return follows;
    }
  }

  /** Those of the ids that there are. */
  async existing(ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const answer = await this.connection.send<{ docs: { _id: string; found?: boolean }[] }>(
      'POST',
      `/${this.index}/_mget`,
      { ids },
      { query: { _source: false } },
    );
    return new Set(answer?.docs.flatMap(({ _id, found }) => (found ? [_id] : [])));
  }

  /** Whether this call made the document, rather than any other. */
  async create(id: string, document: object): Promise<boolean> {
    const maker = randomUUID();
    try {
      await this.put(id, { ...document, maker }, { op_type: 'create' });
      return true;
    } catch (error) {
      if (!isConflict(error)) throw error;
      // A write whose answer was lost is sent again, and meets itself.
      return (await this.get<{ maker?: string }>(id))?._source.maker === maker;
    }
  }

  async write(documents: readonly { id: string; document: object }[]): Promise<void> {
    await this.prepare();
    const { index } = this;
    await this.connection.bulk(
      documents.map((one) => ({ index, ...one })),
      async () => undefined,
    );
  }

  async delete(id: string): Promise<void> {
    await this.connection.send('DELETE', this.pathOf(id), undefined, {
      missing: true,
      query: { refresh: true },
    });
  }

  /** Deletes what was noted as posted. */
  deletePosted(which: { guild: string } | { follow: string }): Promise<void> {
    return this.deleteBy([{ term: { kind: 'posted' } }, { term: which }]);
  }

  deleteEvents(before: number): Promise<void> {
    return this.deleteBy([{ term: { kind: 'event' } }, { range: { at: { lt: before } } }]);
  }

  private async deleteBy(filter: readonly object[]): Promise<void> {
    await this.connection.send('POST', `/${this.index}/_refresh`, undefined, { missing: true });
    const query = { bool: { filter } };
    await this.connection.send(
      'POST',
      `/${this.index}/_delete_by_query`,
      { query },
      { missing: true, timeoutMs: 60_000, query: { conflicts: 'proceed' } },
    );
  }

  private get<Source>(id: string): Promise<Found<Source> | undefined> {
    return this.connection.retrying(() =>
      this.connection.send<Found<Source>>('GET', this.pathOf(id), undefined, { missing: true }),
    );
  }

  private async put(id: string, document: object, query: Record<string, string | number | boolean>) {
    await this.prepare();
    await this.connection.send('PUT', this.pathOf(id), document, { query });
  }

  private pathOf(id: string): string {
    return `/${this.index}/_doc/${encodeURIComponent(id)}`;
  }

  private prepare(): Promise<void> {
    this.preparing ??= prepareIndex(this.connection, this.index, MAPPINGS).catch((error: unknown) => {
      this.preparing = undefined;
      throw error;
    });
    return this.preparing;
  }
}
