/** A record in a process of its own, asked as if it were here. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClusterRequest } from '../cluster/connection.ts';
import { SnapshotError } from '../errors.ts';
import type { OpenOptions, RecordState } from '../record.ts';
import { type RecordSettings, recordSettings } from '../settings.ts';
import type { BuildProgress } from '../snapshot/build-vectors.ts';
import type { StageTimes } from '../timing.ts';
import { Calls } from './calls.ts';
import { type Answered, type RecordServices, receiveError, type SentError } from './protocol.ts';
import type { Vitals } from './vitals.ts';

/** What the process tells. */
export type FromProcess =
  | { kind: 'build'; reason: 'missing' | 'stale' }
  | { kind: 'progress'; progress: BuildProgress }
  | { kind: 'refusal'; path: string; error: SentError }
  | { kind: 'open'; state: RecordState }
  | { kind: 'switch'; state: RecordState }
  /** Something cannot be taken over; what was on record before stays in use. */
  | { kind: 'fault'; error: SentError; index?: string }
  | { kind: 'failed'; error: SentError }
  | { kind: 'times'; times: StageTimes }
  | { kind: 'warning'; message: string }
  | { kind: 'cluster'; request: ClusterRequest }
  | { kind: 'vitals'; vitals: Vitals }
  | { kind: 'answer'; answer: Answered };

/** Hears what happens in the process, but for answers. */
export interface ProcessListener {
  onBuild(reason: 'missing' | 'stale'): void;
  onProgress(progress: BuildProgress): void;
  onRefusal(path: string, error: Error): void;
  onWarning?(message: string): void;
  onOpen(state: RecordState): void;
  onSwitch(state: RecordState): void;
  onFault(error: Error): void;
  /** The process died; nothing can be asked any more. */
  onDeath(error: Error): void;
  /** How long the stages of one question took. */
  onTimes?(times: StageTimes): void;
  /** A request was sent to the cluster. */
  onClusterRequest?(request: ClusterRequest): void;
  /** What the process uses, every few seconds. */
  onVitals?(vitals: Vitals): void;
}

export interface ProcessOptions extends OpenOptions {
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
  const child = fork(file, args, { execArgv, serialization: 'advanced' });
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
      hear(listener, message);
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

function hear(listener: ProcessListener, message: Exclude<FromProcess, { kind: 'answer' | 'failed' }>): void {
  switch (message.kind) {
    case 'build':
      listener.onBuild(message.reason);
      break;
    case 'progress':
      listener.onProgress(message.progress);
      break;
    case 'refusal':
      listener.onRefusal(message.path, receiveError(message.error));
      break;
    case 'warning':
      listener.onWarning?.(message.message);
      break;
    case 'open':
      listener.onOpen(message.state);
      break;
    case 'switch':
      listener.onSwitch(message.state);
      break;
    case 'fault':
      listener.onFault(receiveError(message.error));
      break;
    case 'times':
      listener.onTimes?.(message.times);
      break;
    case 'cluster':
      listener.onClusterRequest?.(message.request);
      break;
    case 'vitals':
      listener.onVitals?.(message.vitals);
      break;
  }
}
