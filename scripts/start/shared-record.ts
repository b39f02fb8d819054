/** The process of the record as `npm start` runs it: heard by the log and by operations, open to shards if there are any. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from 'pino';
import { proxyServices, type RecordServices } from '../../retrieval/process/protocol.ts';
import { openRecordProcess, type RecordProcess } from '../../retrieval/process/record-client.ts';
import type { OpenOptions, RecordState } from '../../retrieval/record.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import type { Operations } from '../../web/operations/operations.ts';
import { reportBuild } from '../terminal/progress.ts';

export interface SharedRecord extends RecordProcess {
  /** The socket on which shards ask; absent where nobody shares it. */
  listensAt: string | undefined;
}

interface RecordWatch {
  operations: Operations;
  log: Logger;
  onDeath(error: Error): void;
  /** Whether other processes are to ask it. */
  isShared: boolean;
}

/** A record whose process dies more often than this within the span is not started again. */
const RESTARTS = 3;
const RESTARTS_SPAN_MS = 10 * 60_000;

/**
 * Opens the record in a process, and again when that process dies: what was asked meanwhile waits for the new one, here
 * and in the shards, which connect to the new one by themselves.
 * @throws OnRecordError when the record cannot be opened
 */
export async function openRecord(
  settings: RecordSettings,
  { operations, log, onDeath, isShared }: RecordWatch,
): Promise<SharedRecord> {
  const place = isShared ? await socketPlace() : undefined;
  const describe = ({ name, counts }: RecordState) => ({ index: name, ...counts });
  const { onBuild, onProgress } = reportBuild();
  const deaths = new WeakSet<Error>();
  const diedAt: number[] = [];
  let isOpen = false;

  const open = (options: OpenOptions = {}) =>
    openRecordProcess(
      settings,
      {
        hear(event) {
          switch (event.kind) {
            case 'build':
              operations.builds();
              return onBuild(event.reason);
            case 'progress':
              return onProgress(event.progress);
            case 'refusal':
              return log.warn({ path: event.path, error: event.error.message }, 'left out');
            case 'warning':
              return log.warn(event.message);
            case 'open':
              isOpen = true;
              operations.serves(event.state);
              return log.info(describe(event.state), 'record open');
            case 'switch':
              operations.serves(event.state);
              return log.info(describe(event.state), 'record switched');
            case 'fault':
              return log.error({ error: event.error.message }, 'the index cannot be brought up to date');
            case 'times':
              return operations.hearTimes(event.times);
            case 'cluster':
              return operations.hearCluster(event.request);
            case 'vitals':
              return operations.hearVitals(event.vitals, 'record');
          }
        },
        onDeath: died,
      },
      { ...options, ...(place && { listenAt: place.path }) },
    );

  function died(error: Error): void {
    operations.recordDied();
    const now = Date.now();
    diedAt.push(now);
    const recent = diedAt.filter((at) => now - at < RESTARTS_SPAN_MS);
    if (!isOpen || recent.length > RESTARTS) {
      onDeath(error);
      return;
    }
    isOpen = false;
    log.error({ error: error.message }, 'the process of the record is started again');
    deaths.add(error);
    // People wait: what changed in the corpus meanwhile waits for the next build.
    current = open({ asItIs: true });
    current.catch(onDeath);
  }

  let current = open();
  await current;
  return {
    services: askAgain(
      async () => (await current).services,
      (error) => error instanceof Error && deaths.has(error),
    ),
    listensAt: place?.path,
    async close() {
      await current.then(
        (record) => record.close(),
        () => undefined,
      );
      await place?.remove();
    },
  };
}

/** Services that ask once more where the process died over the question. */
function askAgain(
  current: () => Promise<RecordServices>,
  hasDied: (error: unknown) => boolean,
): RecordServices {
  return proxyServices(async (service, method, args) => {
    const ask = async () => {
      const target = (await current())[service];
      return (Reflect.get(target, method) as (...args: unknown[]) => unknown).apply(target, args);
    };
    try {
      return await ask();
    } catch (error) {
      if (hasDied(error)) return ask();
      throw error;
    }
  });
}

/** A place for a socket that only this user can reach. */
async function socketPlace(): Promise<{ path: string; remove(): Promise<void> }> {
  if (process.platform === 'win32') {
    return { path: `\\\\.\\pipe\\on-record-${process.pid}`, remove: async () => undefined };
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'on-record-'));
  return {
    path: path.join(folder, 'record.sock'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
