/** What a running bot tells those who watch over it: plain data, and never a word that somebody wrote. */
import type { Answer } from '../retrieval/answer.ts';

/** How a handler ended: `dropped` is an interaction that is gone, `refused` something that the person can mend. */
export type Outcome = 'done' | 'refused' | 'dropped' | 'failed';

export interface Gateway {
  connected: boolean;
  /** Round trip of the last heartbeat; absent before the first. */
  pingMs?: number;
  servers: number;
}

export type BotEvent =
  | { kind: 'asked'; by: string; verdict: Answer['verdict'] }
  | { kind: 'handled'; handler: string; outcome: Outcome; ms: number; error?: string }
  | { kind: 'gateway'; gateway: Gateway };

export type HearBot = (event: BotEvent) => void;
