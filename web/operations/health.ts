/** Whether the service can answer, and what is missing if not. */
import type { ServiceState } from './state.ts';

export interface Health {
  status: 'ready' | 'not ready';
  /** What keeps the service from answering; nothing when it is ready. */
  missing: string[];
  index: { name: string; documents: number; turns: number; passages: number } | null;
  /** Nothing without a token. */
  gateway: { shards: number | 'unknown'; connected: number } | null;
}

export function healthOf({ shards, gateways, index }: ServiceState): Health {
  const connected = [...gateways.values()].filter((gateway) => gateway.connected).length;
  const missing = [
    ...(index ? [] : ['the index is not loaded']),
    ...missingGateways({ shards, gateways }).map((name) => `${name} is not connected`),
  ];
  return {
    status: missing.length === 0 ? 'ready' : 'not ready',
    missing,
    index: index ? indexOf(index) : null,
    gateway: shards === 0 ? null : { shards, connected },
  };
}

function indexOf({ name, counts }: NonNullable<ServiceState['index']>) {
  const { documents, turns, passages } = counts;
  return { name, documents, turns, passages };
}

function missingGateways({ shards, gateways }: Pick<ServiceState, 'shards' | 'gateways'>): string[] {
  if (shards === 'unknown') return ['the gateway'];
  const ids = Array.from({ length: shards }, (_, id) => id);
  const away = ids.filter((id) => gateways.get(id)?.connected !== true);
  return away.map((id) => (shards === 1 ? 'the gateway' : `shard ${id}`));
}
