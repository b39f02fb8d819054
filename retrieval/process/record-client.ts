/** A record in a process of its own, asked as if it were here. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClusterRequest } from '../cluster/connection.ts';
import { SnapshotError } from '../errors.ts';
import type { BuildProgress } from '../interfaces.ts';
import type { OpenOptions, RecordState } from '../record.ts';
import { type RecordSettings, recordSettings } from '../settings.ts';
import type { StageTimes } from '../timing.ts';
import { type Answered, Calls, type RecordServices, receiveError, type SentError } from './protocol.ts';
import type { Vitals } from './vitals.ts';

/** What happens in the process. */
export type RecordEvent =
  | { kind: 'build'; reason: 'missing' | 'stale' }
  | { kind: 'progress'; progress: BuildProgress }
  | { kind: 'refusal'; path: string; error: SentError }
  | { kind: 'warning'; message: string }
  | { kind: 'open'; state: RecordState }
  | { kind: 'switch'; state: RecordState }
  /** Something cannot be taken over; what was on record before stays in use. */
  | { kind: 'fault'; error: SentError }
  /** How long the stages of one question took. */
  | { kind: 'times'; times: StageTimes }
  /** A request was sent to the cluster. */
  | { kind: 'cluster'; request: ClusterRequest }
  /** What the process uses, every few seconds. */
  | { kind: 'vitals'; vitals: Vitals };

/** What the process tells. */
export type FromProcess =
  | RecordEvent
  /** The record cannot be opened. */
  | { kind: 'failed'; error: SentError }
  | { kind: 'answer'; answer: Answered };

export interface ProcessListener {
  hear(event: RecordEvent): void;
  /** The process died; nothing can be asked any more. */
  onDeath(error: Error): void;
}

/**
 * glibc raises this limit with each large block that is freed, and then keeps such blocks: what the model’s file was read into,
 * some 130 MB.
 */
const KEEPS_LITTLE = { MALLOC_MMAP_THRESHOLD_: '131072' };

interface ProcessOptions extends OpenOptions {
  /** A local socket on which other processes may ask, too. */
  listenAt?: string;
}

/** The one argument of the process, as JSON. */
export interface ProcessArgument extends ProcessOptions {
  settings: RecordSettings;
}

export interface RecordProcess {
  services: RecordServices;
  close(): Promise<void>;
}

/**
 * Opens the record in a process, after building its index when there is none or the corpus has changed, and follows
 * each new snapshot from then on.
 * @throws OnRecordError as `openRecord` does
 */
export async function openRecordProcess(
  settings: RecordSettings,
  listener: ProcessListener,
  options: ProcessOptions = {},
): Promise<RecordProcess> {
  const file = fileURLToPath(new URL('record-process.ts', import.meta.url));
  // `advanced` carries typed arrays and undefined; the loader of TypeScript comes along in execArgv.
  // Everyone on the machine can read an argument: no setting but these goes there.
  // Those of a cluster, its password among them, are read from the environment there.
  const own: RecordSettings = recordSettings.parse(settings);
  const args = [JSON.stringify({ settings: own, ...options } satisfies ProcessArgument)];
  const execArgv = [...process.execArgv, '--expose-gc'];
  const child = fork(file, args, {
    execArgv,
    env: { ...KEEPS_LITTLE, ...process.env },
    serialization: 'advanced',
  });
  let closing = false;
  const calls = new Calls((call) => child.send(call));
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const error = new SnapshotError(
        `The process of the record ended (${signal ?? code}).`,
        'Start the bot again; if it happens again, look at the memory that the machine has left.',
      );
      calls.end(error);
      reject(error);
      if (!closing) listener.onDeath(error);
    });
    child.on('message', (message: FromProcess) => {
      if (message.kind === 'answer') return calls.settle(message.answer);
      if (message.kind === 'failed') return reject(receiveError(message.error));
      listener.hear(message);
      if (message.kind === 'open') resolve();
    });
  }).catch((error: unknown) => {
    closing = true;
    child.kill('SIGKILL');
    throw error;
  });
  return {
    services: calls.services,
    async close() {
      closing = true;
      if (!child.connected) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
