/** Watches over the running service: what the bot, its shards and the record tell becomes state and metrics. */
import { Registry } from 'prom-client';
import type { BotEvent } from '../../bot/events.ts';
import { readWatchState } from '../../corpus/import/watch-state.ts';
import type { ClusterRequest } from '../../retrieval/cluster/connection.ts';
import type { Vitals } from '../../retrieval/process/vitals.ts';
import type { RecordState } from '../../retrieval/record.ts';
import type { StageTimes } from '../../retrieval/timing.ts';
import type { WebWatch } from '../app.ts';
import type { ServiceState } from './health.ts';
import { createMetrics } from './metrics.ts';

export interface Operations {
  /** Hears the requests of the web side. */
  readonly web: WebWatch;
  readonly state: Readonly<ServiceState>;
  readonly registry: Registry;
  /** How many connections to Discord there are to be. */
  expectShards(count: number | 'unknown'): void;
  hearBot(event: BotEvent, shard: number): void;
  /** An index is being built, since there is none that can be opened. */
  builds(): void;
  /** This index answers from now on. */
  serves(state: RecordState): void;
  recordDied(): void;
  hearTimes(times: StageTimes): void;
  /** A process has sent a request to the cluster that holds the record. */
  hearCluster(request: ClusterRequest): void;
  /** What another process uses. */
  hearVitals(vitals: Vitals, process: string): void;
}

/** @param dataDir where `npm run watch-sources` keeps what it knows; without it, sources have no metrics */
export function createOperations(dataDir?: string): Operations {
  const registry = new Registry();
  const metrics = createMetrics(registry, readSources);
  const state: ServiceState = { shards: 0, gateways: new Map(), isBuilding: false };
  metrics.recordUp.set(0);

  async function readSources(): Promise<void> {
    if (dataDir === undefined) return;
    const { lists } = await readWatchState(dataDir);
    for (const [source, { checked, failures }] of Object.entries(lists)) {
      metrics.sourceFailures.set({ source }, failures);
      if (failures === 0) metrics.sourceSuccess.set({ source }, checked / 1000);
    }
  }

  return {
    state,
    registry,
    web: {
      onRequest({ route, method, status, ms }) {
        metrics.requests.inc({ route, method, status: String(status) });
        metrics.requestSeconds.observe({ route }, ms / 1000);
      },
      onQueue: (waiting) => metrics.waiting.set(waiting),
    },
    expectShards(count) {
      state.shards = count;
      // An alert on a shard that never came needs a value to look at.
      if (count !== 'unknown')
        for (let id = 0; id < count; id++) metrics.connected.set({ shard: String(id) }, 0);
    },
    hearBot(event, shard) {
      switch (event.kind) {
        case 'asked':
          metrics.asks.inc({ by: event.by, verdict: event.verdict });
          break;
        case 'handled':
          metrics.handled.inc({ handler: event.handler, outcome: event.outcome });
          metrics.handlerSeconds.observe({ handler: event.handler }, event.ms / 1000);
          if (event.error !== undefined) metrics.errors.inc({ outcome: event.outcome, kind: event.error });
          break;
        case 'gateway': {
          const { connected, pingMs, servers } = event.gateway;
          const labels = { shard: String(shard) };
          const before = state.gateways.get(shard);
          const lostAt = connected ? undefined : before?.connected ? Date.now() : before?.lostAt;
          state.gateways.set(shard, { ...event.gateway, ...(lostAt !== undefined && { lostAt }) });
          metrics.connected.set(labels, Number(connected));
          metrics.servers.set(labels, servers);
          if (connected && pingMs !== undefined) metrics.ping.set(labels, pingMs / 1000);
          break;
        }
      }
    },
    builds() {
      state.isBuilding = true;
    },
    serves({ name, counts, encoder, createdAt }) {
      state.isBuilding = false;
      const { documents, turns, passages } = counts;
      state.index = { name, documents, turns, passages };
      metrics.recordUp.set(1);
      metrics.built.set(Date.parse(createdAt) / 1000);
      metrics.index.reset();
      metrics.index.set({ index: name, encoder: encoder.key }, 1);
      for (const [of, count] of Object.entries(counts)) metrics.size.set({ of }, count);
    },
    recordDied() {
      state.index = undefined;
      metrics.recordUp.set(0);
    },
    hearTimes(times) {
      for (const [stage, ms] of Object.entries(times)) metrics.stageSeconds.observe({ stage }, ms / 1000);
    },
    hearCluster({ operation, status, retries, seconds, nodesUp }) {
      metrics.clusterRequests.inc({ operation, status: status === 0 ? 'none' : String(status) });
      metrics.clusterRetries.inc(retries);
      metrics.clusterSeconds.observe({ operation }, seconds);
      metrics.clusterNodes.set(nodesUp);
      state.clusterNodes = nodesUp;
    },
    hearVitals({ residentBytes, heapBytes, cpuSeconds }, process) {
      metrics.resident.set({ process }, residentBytes);
      metrics.heap.set({ process }, heapBytes);
      metrics.cpu.set({ process }, cpuSeconds);
    },
  };
}
