/** The connection to OpenSearch: settings checked, one client, and every failure as an error that a person can read. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Client, errors as ClientErrors } from '@opensearch-project/opensearch';
import { ClusterError, ClusterUnavailableError, SettingsError } from '../errors.ts';
import { type ClusterSettings, clusterSettings, type RecordSettings, readSettings } from '../settings.ts';

/** What is counted of the requests to the cluster. */
export interface ClusterRequest {
  /** The first part of the path after the index, such as `_msearch`. */
  operation: string;
  /** HTTP status; 0 without an answer. */
  status: number;
  /** How often it was sent to another node. */
  retries: number;
  seconds: number;
  /** Nodes that answered when they were last asked, of those that the settings name. */
  nodesUp: number;
}

export interface ConnectionOptions {
  onRequest?: ((request: ClusterRequest) => void) | undefined;
  /** A request without an answer within this time is sent to another node. */
  requestTimeoutMs?: number;
}

/** Opens a connection to the cluster in which the record lies. */
export type Connect = (options?: Pick<ConnectionOptions, 'requestTimeoutMs'>) => ClusterConnection;

/** For who writes a record: nobody waits for an answer, and a cluster that indexes is slow. */
export const WHILE_PUBLISHING = { requestTimeoutMs: 60_000 };

/**
 * How to reach the cluster in which the index lies; nothing where it lies in `DATA_DIR`.
 * @param onRequest hears of each request of these connections
 * @throws SettingsError naming each bad setting of the cluster
 */
export function connectorOf(
  { RECORD }: Pick<RecordSettings, 'RECORD'>,
  environment: Readonly<Record<string, string | undefined>>,
  onRequest?: ConnectionOptions['onRequest'],
): Connect | undefined {
  if (RECORD !== 'opensearch') return undefined;
  const settings = readSettings(clusterSettings, environment);
  return (options) => new ClusterConnection(settings, { onRequest, ...options });
}

/** Sends requests to any node that is up. */
export class ClusterConnection {
  readonly prefix: string;
  readonly settings: ClusterSettings;
  /** The library takes half a second to load, and most records lie in a folder. */
  private readonly opened: Promise<{ client: Client; errors: typeof ClientErrors }>;
  private readonly onRequest: ((request: ClusterRequest) => void) | undefined;

  /** @throws SettingsError when the CA file cannot be read */
  constructor(settings: ClusterSettings, { onRequest, requestTimeoutMs = 4000 }: ConnectionOptions = {}) {
    this.settings = settings;
    this.prefix = settings.OPENSEARCH_PREFIX;
    this.onRequest = onRequest;
    const { OPENSEARCH_USER: username, OPENSEARCH_PASSWORD: password, OPENSEARCH_API_KEY: apiKey } = settings;
    const ca = settings.OPENSEARCH_CA === undefined ? undefined : readCa(settings.OPENSEARCH_CA);
    this.opened = import('@opensearch-project/opensearch').then(({ Client, errors }) => {
      const client = new Client({
        nodes: settings.OPENSEARCH_URL,
        ...(username !== undefined && password !== undefined && { auth: { username, password } }),
        ...(apiKey !== undefined && { headers: { authorization: `ApiKey ${apiKey}` } }),
        ...(ca !== undefined && { ssl: { ca } }),
        maxRetries: Math.max(3, settings.OPENSEARCH_URL.length),
        requestTimeout: requestTimeoutMs,
        // A node that hangs or has gone is left alone for a while, and tried again.
        resurrectStrategy: 'optimistic',
      });
      return { client, errors };
    });
  }

  /**
   * One request by method and path; the parsed body of the answer, or nothing for a 404 where `missing` allows it.
   * @throws ClusterUnavailableError when no node answers, or the cluster says that it cannot for now
   * @throws ClusterError when the request is refused
   */
  async send<Answer>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object | readonly object[] | string,
    { missing = false, timeoutMs, query = {} }: SendOptions = {},
  ): Promise<Answer | undefined> {
    const { client, errors } = await this.opened;
    const started = performance.now();
    let [status, retries] = [0, 0];
    try {
      const answer = await client.transport.request(
        {
          method,
          path,
          querystring: query,
          ...(Array.isArray(body) || typeof body === 'string' ? { bulkBody: body } : body && { body }),
        },
        { ...(timeoutMs !== undefined && { requestTimeout: timeoutMs }), ignore: missing ? [404] : [] },
      );
      status = answer.statusCode ?? 0;
      retries = answer.meta.attempts;
      return status === 404 ? undefined : (answer.body as Answer);
    } catch (error) {
      if (error instanceof errors.ResponseError) status = error.statusCode ?? 0;
      if (error instanceof errors.OpenSearchClientError && 'meta' in error) {
        retries = (error.meta as { meta?: { attempts: number } } | undefined)?.meta?.attempts ?? 0;
      }
      throw readable(error, errors);
    } finally {
      const operation = path.split('/').find((part) => part.startsWith('_')) ?? 'index';
      const seconds = (performance.now() - started) / 1000;
      this.onRequest?.({ operation, status, retries, seconds, nodesUp: nodesUp(client) });
    }
  }

  /**
   * Does what only reads again, with exponential backoff, while the cluster cannot answer: when a node has gone, copies
   * of its shards take over within some two seconds.
   */
  async retrying<Answer>(read: () => Promise<Answer>): Promise<Answer> {
    const deadline = Date.now() + ANSWER_WITHIN_MS;
    for (let wait = BACKOFF_MS; ; wait *= 2) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof ClusterUnavailableError) || Date.now() + wait > deadline) throw error;
        await setTimeout(wait);
      }
    }
  }

  /** Waits until each shard of the indices has a copy that answers. */
  async waitFor(indices: string): Promise<void> {
    await this.send('GET', `/_cluster/health/${indices}`, undefined, {
      timeoutMs: 70_000,
      query: { wait_for_status: 'yellow', timeout: '60s' },
    });
  }

  /**
   * Asked before long work: some requests try a blocked index for a minute before they say so.
   * @throws ClusterError when a full disk has made one of the indices take no writes
   */
  async checkWritable(indices: string): Promise<void> {
    const found = await this.send<Record<string, { settings: Record<string, string> }>>(
      'GET',
      `/${indices}/_settings/index.blocks.*`,
      undefined,
      { query: { flat_settings: true } },
    );
    for (const [index, { settings }] of Object.entries(found ?? {})) {
      const block = Object.keys(settings).find((name) => settings[name] === 'true');
      if (block !== undefined) throw noWrites(`${index} has the block ${block}`);
    }
  }

  /**
   * Writes documents in requests of some megabytes, two at a time; what the cluster has no room for at the moment is
   * sent again with exponential backoff.
   * @param onWritten hears of each request's documents when all of them are in
   * @throws ClusterError naming the first document that is refused
   */
  async bulk(
    documents: Iterable<BulkDocument> | AsyncIterable<BulkDocument>,
    onWritten: (documents: readonly BulkDocument[]) => Promise<void>,
  ): Promise<void> {
    const waiting = new Set<Promise<void>>();
    let batch: BulkDocument[] = [];
    let lines = '';
    const flush = async () => {
      const written = batch;
      const sending: Promise<void> = this.sendBulk(lines)
        .then(() => onWritten(written))
        .finally(() => waiting.delete(sending));
      // Whoever waits for it hears of a failure; until then it is nobody's.
      sending.catch(() => undefined);
      waiting.add(sending);
      batch = [];
      lines = '';
      if (waiting.size >= BULKS_AT_ONCE) await Promise.race(waiting);
    };
    for await (const document of documents) {
      const { index, id } = document;
      lines += `${JSON.stringify({ index: { _index: index, _id: id } })}\n${JSON.stringify(document.document)}\n`;
      batch.push(document);
      if (lines.length >= BULK_CHARACTERS) await flush();
    }
    if (batch.length > 0) await flush();
    await Promise.all(waiting);
  }

  private async sendBulk(lines: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.trySendBulk(lines);
      const failed = (answer?.items ?? []).flatMap(({ index }) => (index?.error ? [index] : []));
      const [first] = failed;
      if (answer && !first) return;
      // A disk that is full passes too, but not while somebody waits.
      const passes = failed.every(
        ({ status, error }) => PASSING.has(status) && !DISK_FULL.test(error?.reason ?? ''),
      );
      if (!passes || attempt >= BULK_ATTEMPTS) {
        const reason = first?.error ? `${first.error.type}: ${first.error.reason}` : 'no answer';
        throw new ClusterError(
          `The cluster did not take ${first?._id ?? 'a request'} (${reason}).`,
          'What was on record before is still served. Look at the health and the disks of the cluster, then run: npm run embed',
        );
      }
      await setTimeout(BACKOFF_MS * 2 ** attempt * (0.5 + Math.random()));
    }
  }

  /** Nothing where the cluster cannot answer at the moment: documents have ids, so writing them again is safe. */
  private async trySendBulk(lines: string): Promise<BulkAnswer | undefined> {
    try {
      return await this.send<BulkAnswer>('POST', '/_bulk', lines, { timeoutMs: BULK_TIMEOUT_MS });
    } catch (error) {
      if (error instanceof ClusterUnavailableError) return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await (await this.opened).client.close();
  }
}

/** A document to write. */
export interface BulkDocument {
  index: string;
  id: string;
  document: object;
}

interface BulkAnswer {
  items: { index?: { _id: string; status: number; error?: { type: string; reason: string } } }[];
}

/** What a search gives, of that which is read. */
export interface SearchAnswer<Source> {
  timed_out: boolean;
  _shards: { failed: number };
  hits: {
    total?: { value: number };
    hits: {
      _source: Source;
      /** Stored fields and doc values, where they were asked for. */
      fields?: Record<string, string[]>;
      sort?: unknown[];
    }[];
  };
}

/** The flood stage of OpenSearch: an index rejects writes until there is room on the disk again. */
const DISK_FULL = /flood.stage|read.only|disk/iu;
const BULK_CHARACTERS = 4_000_000;
const BULKS_AT_ONCE = 2;
const BULK_TIMEOUT_MS = 60_000;
const BULK_ATTEMPTS = 8;
const BACKOFF_MS = 200;
/** What is read is tried again for so long. */
const ANSWER_WITHIN_MS = 10_000;

export interface SendOptions {
  /** A 404 gives nothing instead of an error. */
  missing?: boolean;
  timeoutMs?: number;
  query?: Record<string, string | number | boolean>;
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SettingsError(
      `The setting OPENSEARCH_CA=${JSON.stringify(file)}: the file cannot be read.`,
      'Name a PEM file with the certificate authority of the nodes.',
      { cause },
    );
  }
}

/** Statuses that pass: too many requests, no leader, shards that are being moved. */
const PASSING = new Set([408, 429, 502, 503, 504]);

/** Whether a refusal is the block that OpenSearch sets when a disk is full; its status depends on the request. */
function takesNoWrites(status: number, reason: string): boolean {
  if (status === 429) return DISK_FULL.test(reason);
  return (status === 401 || status === 403) && /block/u.test(reason) && DISK_FULL.test(reason);
}

const noWrites = (reason: string) =>
  new ClusterError(
    `The cluster rejects writes: ${reason}.`,
    'Free disk space on its nodes; OpenSearch lifts the block by itself. What was on record before is still served.',
  );

function nodesUp({ connectionPool }: Client): number {
  return connectionPool.connections.filter(({ status }) => status === 'alive').length;
}

function readable(error: unknown, errors: typeof ClientErrors): Error {
  if (error instanceof errors.ResponseError) {
    const status = error.statusCode ?? 0;
    const reason = reasonOf(error);
    if (takesNoWrites(status, reason)) return noWrites(reason);
    if (status === 401 || status === 403) {
      return new ClusterError(
        `The cluster refuses this user (${status}: ${reason}).`,
        'Check OPENSEARCH_USER and OPENSEARCH_PASSWORD or OPENSEARCH_API_KEY, and the role that docs/scale.md names.',
      );
    }
    if (
      PASSING.has(status) ||
      /no_shard_available|all shards failed|cluster_manager_not_discovered/u.test(reason)
    ) {
      return new ClusterUnavailableError(
        `The cluster cannot answer at the moment (${status}: ${reason}).`,
        'Try again in a moment; if this persists, look at the health of the cluster.',
        { cause: error },
      );
    }
    return new ClusterError(`The cluster refused a request (${status}: ${reason}).`, 'See docs/scale.md.', {
      cause: error,
    });
  }
  if (error instanceof errors.OpenSearchClientError) {
    return new ClusterUnavailableError(
      `No node of the cluster answers (${error.message}).`,
      'Try again in a moment; if this persists, check OPENSEARCH_URL, OPENSEARCH_CA and the nodes.',
      { cause: error },
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}

interface RefusedAnswer {
  error?: { type?: string; reason?: string } | string;
  failures?: { cause?: { type?: string; reason?: string } }[];
}

function reasonOf(error: InstanceType<typeof ClientErrors.ResponseError>): string {
  const answer = error.body as RefusedAnswer | string | undefined;
  if (typeof answer !== 'object' || answer === null) return error.message;
  // A request over many documents lists what failed.
  const inner = answer.error ?? answer.failures?.[0]?.cause;
  if (typeof inner === 'string') return inner;
  return [inner?.type, inner?.reason].filter((part) => part !== undefined).join(': ') || error.message;
}
