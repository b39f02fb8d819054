/** Whether the service lives and whether it can answer, for supervisors: `/livez` and `/readyz`; `/metrics` for Prometheus. */
import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import type { Gateway } from '../../bot/events.ts';
import type { WebEnv } from '../security/connection.ts';

/** What is known of the running service, as it was last told. */
export interface ServiceState {
  /** How many connections to Discord there are to be: none without a token, unknown until Discord has said so. */
  shards: number | 'unknown';
  /** By shard; one that has not yet said anything is absent. */
  gateways: Map<number, KnownGateway>;
  /** The index that answers; absent until it is open, and when the process of the record has died. */
  index?: { name: string; documents: number; turns: number; passages: number } | undefined;
  /** Nodes of the cluster that holds the record that answer; absent where it lies on this machine. */
  clusterNodes?: number;
  /** An index is being built before the first can be opened. */
  isBuilding: boolean;
}

interface KnownGateway extends Gateway {
  /** When a connection that had been there was lost, in milliseconds. */
  lostAt?: number;
}

/** discord.js reconnects by itself: for so long, a lost connection does not make the service unready. */
export const GATEWAY_GRACE_MS = 60_000;

interface Readiness {
  status: 'ready' | 'not ready';
  /** What keeps the service from answering; empty when it is ready. */
  missing: string[];
  index: NonNullable<ServiceState['index']> | null;
  /** Null without a token. */
  gateway: { shards: number | 'unknown'; connected: number } | null;
}

export function readinessOf(state: Readonly<ServiceState>, now = Date.now()): Readiness {
  const { shards, gateways, index, clusterNodes } = state;
  const missing = [
    ...(index ? [] : ['the index is not loaded']),
    ...(clusterNodes === 0 ? ['no node of the cluster answers'] : []),
    ...missingGateways(state, now).map((name) => `${name} is not connected`),
  ];
  const connected = [...gateways.values()].filter((gateway) => gateway.connected).length;
  return {
    status: missing.length === 0 ? 'ready' : 'not ready',
    missing,
    index: index ?? null,
    gateway: shards === 0 ? null : { shards, connected },
  };
}

function missingGateways({ shards, gateways }: Readonly<ServiceState>, now: number): string[] {
  if (shards === 'unknown') return ['the gateway'];
  const isMissing = (gateway: KnownGateway | undefined) =>
    !gateway?.connected && now - (gateway?.lostAt ?? Number.NEGATIVE_INFINITY) >= GATEWAY_GRACE_MS;
  const ids = Array.from({ length: shards }, (_, id) => id).filter((id) => isMissing(gateways.get(id)));
  return ids.map((id) => (shards === 1 ? 'the gateway' : `shard ${id}`));
}

interface OperationsSource {
  readonly state: Readonly<ServiceState>;
  readonly registry: Registry;
}

export function operationsRoutes({ state, registry }: OperationsSource): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const fresh = { 'Cache-Control': 'no-store' };
  app.get('/livez', (c) => c.json({ status: 'alive' }, 200, fresh));
  // `/healthz` is the older name.
  app.on('GET', ['/readyz', '/healthz'], (c) => {
    const readiness = readinessOf(state);
    return c.json(readiness, readiness.status === 'ready' ? 200 : 503, fresh);
  });
  app.get('/metrics', async (c) => {
    const text = await registry.metrics();
    return c.body(text, 200, { 'Content-Type': registry.contentType, ...fresh });
  });
  return app;
}
