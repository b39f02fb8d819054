/** Where what servers want is kept: beside the index, or in the cluster that holds it. */
import { type ClusterRequest, connectorOf } from '../retrieval/cluster/connection.ts';
import type { RecordSettings } from '../retrieval/settings.ts';
import { openClusterStore } from './cluster-store.ts';
import type { BotStore } from './server-settings.ts';
import { openSqliteStore } from './sqlite-store.ts';

/**
 * Opens the store of this process.
 * @param shard the part of the servers that is this process's; all by default
 * @param onRequest hears of each request to the cluster
 * @throws StoreError, SettingsError
 */
export function openBotStore(
  settings: Pick<RecordSettings, 'DATA_DIR' | 'RECORD'>,
  environment: Readonly<Record<string, string | undefined>>,
  {
    shard = { id: 0, count: 1 },
    onRequest,
  }: { shard?: { id: number; count: number }; onRequest?: (request: ClusterRequest) => void } = {},
): BotStore {
  const cluster = connectorOf(settings, environment, onRequest);
  return cluster
    ? openClusterStore(cluster, `${shard.id}-of-${shard.count}`)
    : openSqliteStore(settings.DATA_DIR);
}
