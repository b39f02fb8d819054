/** What the manager of the shards and a shard say to each other. The token goes by the environment, never by these. */
import type { SentError } from '../../retrieval/process/protocol.ts';
import type { Vitals } from '../../retrieval/process/vitals.ts';
import type { BotEvent } from '../events.ts';
import type { BotSettings } from '../settings.ts';

/** The one argument of a shard's process, as JSON. */
export interface ShardOptions {
  apiUrl: string;
  /** The socket of the record. */
  recordAt: string;
  logLevel: BotSettings['LOG_LEVEL'];
  logQuestions: boolean;
  /** Where people reach the pages of passages. */
  publicUrl?: string;
}

export type FromShard =
  | { kind: 'event'; event: BotEvent }
  | { kind: 'vitals'; vitals: Vitals }
  /** Starting the shard again would not help. */
  | { kind: 'fatal'; error: SentError };

export interface ToShard {
  kind: 'stop';
}
