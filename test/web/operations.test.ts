import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Hono } from 'hono';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../retrieval/snapshot/manifest.ts';
import { createFront } from '../../web/front.ts';
import { GATEWAY_GRACE_MS, operationsRoutes, readinessOf } from '../../web/operations/health.ts';
import { createOperations } from '../../web/operations/operations.ts';
import { fakeServices, from, refused, webApp } from '../support/open-web.ts';
import { projectRoot, temporaryFolder } from '../support/temporary.ts';

const counts = { documents: 2, turns: 5, passages: 18, texts: 18, windows: 19 };
const manifest = (name: string) =>
  ({ name, counts, encoder: { key: 'e5' }, createdAt: '2026-01-02T00:00:00Z' }) as Manifest;
const connected = { connected: true, servers: 3, pingMs: 40 };

/** A service of so many shards with an open index. */
function running(shards: number) {
  const operations = createOperations();
  operations.expectShards(shards);
  operations.serves(manifest('index-1'));
  const app = operationsRoutes(operations);
  const get = async (path: string) => {
    const response = await app.request(path);
    return { code: response.status, text: await response.text() };
  };
  return { operations, get };
}

describe('health', () => {
  it('is ready without a token when the index is open', async () => {
    const { get } = running(0);
    const { code, text } = await get('/readyz');
    expect(code).toBe(200);
    expect(JSON.parse(text)).toEqual({
      status: 'ready',
      missing: [],
      index: { name: 'index-1', documents: 2, turns: 5, passages: 18 },
      gateway: null,
    });
  });

  it('names the index when it is not open yet, and when its process has died', () => {
    const operations = createOperations();
    expect(readinessOf(operations.state).missing).toEqual(['the index is not loaded']);
    operations.serves(manifest('index-1'));
    expect(readinessOf(operations.state).missing).toEqual([]);
    operations.recordDied();
    expect(readinessOf(operations.state).missing).toEqual(['the index is not loaded']);
  });

  it('follows the cluster of the record, and counts the requests to it', async () => {
    const { operations, get } = running(0);
    const request = { operation: '_msearch', status: 200, retries: 1, seconds: 0.01, nodesUp: 2 };
    operations.hearCluster(request);
    expect((await get('/readyz')).code).toBe(200);
    operations.hearCluster({ ...request, status: 0, retries: 3, nodesUp: 0 });
    const { code, text } = await get('/readyz');
    expect(code).toBe(503);
    expect(JSON.parse(text).missing).toEqual(['no node of the cluster answers']);
    const metrics = (await get('/metrics')).text;
    expect(metrics).toContain('on_record_cluster_requests_total{operation="_msearch",status="200"} 1');
    expect(metrics).toContain('on_record_cluster_requests_total{operation="_msearch",status="none"} 1');
    expect(metrics).toContain('on_record_cluster_retries_total 4');
    expect(metrics).toContain('on_record_cluster_nodes_up 0');
    operations.hearCluster(request);
    expect((await get('/readyz')).code).toBe(200);
  });

  it('names every shard that is away, and those that never came', async () => {
    const { operations, get } = running(3);
    operations.hearBot({ kind: 'gateway', gateway: connected }, 0);
    operations.hearBot({ kind: 'gateway', gateway: { connected: false, servers: 0 } }, 2);
    const { code, text } = await get('/readyz');
    expect(code).toBe(503);
    expect(JSON.parse(text)).toMatchObject({
      status: 'not ready',
      missing: ['shard 1 is not connected', 'shard 2 is not connected'],
      gateway: { shards: 3, connected: 1 },
    });
  });

  it('is not ready before Discord has said how many shards there are to be', () => {
    const { operations } = running(0);
    operations.expectShards('unknown');
    expect(readinessOf(operations.state).missing).toEqual(['the gateway is not connected']);
  });
});

describe('metrics', () => {
  it('count by command and verdict, and errors by kind', async () => {
    const { operations, get } = running(1);
    operations.hearBot({ kind: 'asked', by: '/ask', verdict: 'none' }, 0);
    operations.hearBot({ kind: 'handled', handler: '/ask', outcome: 'done', ms: 30 }, 0);
    operations.hearBot(
      { kind: 'handled', handler: 'button', outcome: 'failed', ms: 3, error: 'TypeError' },
      0,
    );
    operations.hearTimes({ encode: 4, total: 40 });
    const { text } = await get('/metrics');
    expect(text).toContain('on_record_asks_total{by="/ask",verdict="none"} 1');
    expect(text).toContain('on_record_handled_total{handler="button",outcome="failed"} 1');
    expect(text).toContain('on_record_errors_total{outcome="failed",kind="TypeError"} 1');
    expect(text).toContain('on_record_handler_seconds_bucket{le="0.05",handler="/ask"} 1');
    expect(text).toContain('on_record_stage_seconds_bucket{le="0.025",stage="total"} 0');
    expect(text).toContain('on_record_stage_seconds_bucket{le="0.05",stage="total"} 1');
    expect(text).not.toContain('stage="rerank"');
  });

  it('show every shard from the start, and what is known of each', async () => {
    const { operations, get } = running(2);
    operations.hearBot({ kind: 'gateway', gateway: connected }, 1);
    const { text } = await get('/metrics');
    expect(text).toContain('on_record_gateway_connected{shard="0"} 0');
    expect(text).toContain('on_record_gateway_connected{shard="1"} 1');
    expect(text).toContain('on_record_gateway_ping_seconds{shard="1"} 0.04');
  });

  it('name the index that answers now, and no other', async () => {
    const { operations, get } = running(0);
    operations.serves(manifest('index-2'));
    const { text } = await get('/metrics');
    expect(text).toContain('on_record_index_info{index="index-2",encoder="e5"} 1');
    expect(text).not.toContain('index-1');
    expect(text).toContain(`on_record_index_built_timestamp_seconds ${Date.parse('2026-01-02') / 1000}`);
    operations.recordDied();
    expect((await get('/metrics')).text).toContain('on_record_record_up 0');
  });

  it('keep to a registry of their own: two services do not meet', async () => {
    const [one, other] = [running(0), running(0)];
    one.operations.hearBot({ kind: 'asked', by: 'api', verdict: 'answer' }, 0);
    expect((await other.get('/metrics')).text).not.toContain('on_record_asks_total{');
  });
});

describe('a connection that is lost', () => {
  it('keeps the service ready for a minute, which a reconnection takes', async () => {
    const { operations, get } = running(1);
    operations.hearBot({ kind: 'gateway', gateway: connected }, 0);
    const away = { connected: false, servers: 0 };
    operations.hearBot({ kind: 'gateway', gateway: away }, 0);
    operations.hearBot({ kind: 'gateway', gateway: away }, 0);
    expect((await get('/readyz')).code).toBe(200);
    expect(readinessOf(operations.state, Date.now() + GATEWAY_GRACE_MS).missing).toEqual([
      'the gateway is not connected',
    ]);
    expect((await get('/livez')).code).toBe(200);
  });
});

describe('before the index is open', () => {
  it('answers operations at once, and the pages when there are any', async () => {
    const operations = createOperations();
    const front = createFront({
      state: operations.state,
      routes: operationsRoutes(operations),
      publicUrl: 'http://localhost',
      log: pino({ level: 'silent' }),
    });
    const ask = async (path: string) => front.fetch(new Request(`http://localhost${path}`), {});
    expect((await ask('/readyz')).status).toBe(503);
    expect((await ask('/livez')).status).toBe(200);
    expect((await ask('/metrics')).status).toBe(200);
    const early = await ask('/');
    expect([early.status, early.headers.get('retry-after'), early.headers.get('refresh')]).toEqual([
      503,
      '2',
      '2',
    ]);
    expect(await early.text()).toContain('The index is being loaded.');
    operations.builds();
    const problem = await refused(await ask('/api/record'), 503);
    expect(problem).toMatchObject({ title: 'Loading', detail: 'The index is being built.' });
    front.open(new Hono().get('/', (c) => c.text('the page')));
    expect(await (await ask('/')).text()).toBe('the page');
  });
});

it('counts requests of the web side by route, method and status, and the questions that wait', async () => {
  const operations = createOperations();
  const { app } = webApp(fakeServices({}), { watch: operations.web, limits: { requestsPerMinute: 3 } });
  for (const path of ['/p/x', '/p/0000000000', '/nothing', '/api/topics/y']) await app.request(path);
  await app.request('/api/ask?question=x', {}, from('192.0.2.1'));
  const text = await operations.registry.metrics();
  expect(text).toContain('on_record_http_requests_total{route="/p/:name",method="GET",status="404"} 1');
  expect(text).toContain('on_record_http_requests_total{route="/p/:name",method="GET",status="500"} 1');
  expect(text).toContain('on_record_http_requests_total{route="none",method="GET",status="404"} 1');
  expect(text).toContain(
    'on_record_http_requests_total{route="/api/topics/:name",method="GET",status="429"} 1',
  );
  expect(text).toContain('on_record_http_requests_total{route="/api/ask",method="GET",status="500"} 1');
  expect(text).toContain('on_record_http_request_seconds_count{route="/api/ask"} 1');
  expect(text).toContain('on_record_questions_waiting 0');
});

it('tells when each source was fetched last, and how often it has failed since', async () => {
  const dataDir = await temporaryFolder();
  const lists = {
    'https://a.example/': { checked: 1_700_000_000_000, failures: 0 },
    'https://b.example/': { checked: 1_700_000_000_000, failures: 3 },
  };
  await writeFile(path.join(dataDir, 'watched-sources.json'), JSON.stringify({ lists }));
  const text = await createOperations(dataDir).registry.metrics();
  expect(text).toContain(
    'on_record_source_success_timestamp_seconds{source="https://a.example/"} 1700000000',
  );
  expect(text).toContain('on_record_source_failures{source="https://b.example/"} 3');
  expect(text).not.toContain('success_timestamp_seconds{source="https://b.example/"}');
});

it('the docs name metrics that there are, in the list and in the alert rules', async () => {
  const docs = await readFile(path.join(projectRoot, 'docs/operations.md'), 'utf8');
  const known = new Set(
    (await createOperations().registry.getMetricsAsJSON()).flatMap(({ name, type }) =>
      type.toString() === 'histogram'
        ? ['_bucket', '_count', '_sum', ''].map((ending) => name + ending)
        : [name],
    ),
  );
  const named = new Set(docs.match(/\bon_record_\w+/g));
  expect(named.size).toBeGreaterThan(15);
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
  expect(
    [...known].filter(
      (name) => name.startsWith('on_record_') && !/_(bucket|count|sum)$/.test(name) && !named.has(name),
    ),
  ).toEqual([]);
  expect(docs).toContain('alert: ');
});
