/** What is known of the running service, as it was last told. */
import type { Gateway } from '../../bot/events.ts';
import type { Manifest } from '../../retrieval/snapshot/manifest.ts';

export interface ServiceState {
  /** How many connections to Discord there are to be: none without a token, unknown until Discord has said so. */
  shards: number | 'unknown';
  /** By shard; one that has not yet said anything is absent. */
  gateways: Map<number, Gateway>;
  /** The index that answers; absent until it is open, and when the process of the record has died. */
  index?: Pick<Manifest, 'name' | 'counts'> | undefined;
}
