/** The process of the record as `npm start` runs it: heard by the log and by operations, open to shards if there are any. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from 'pino';
import { openRecordProcess, type RecordProcess } from '../../retrieval/process/record-client.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import type { Manifest } from '../../retrieval/snapshot/manifest.ts';
import type { Operations } from '../../web/operations/operations.ts';
import { reportBuild } from '../terminal/progress.ts';

export interface SharedRecord extends RecordProcess {
  /** The socket on which shards ask; absent where nobody shares it. */
  listensAt: string | undefined;
}

export interface RecordWatch {
  operations: Operations;
  log: Logger;
  onDeath(error: Error): void;
  /** Whether other processes are to ask it. */
  isShared: boolean;
}

/** @throws OnRecordError when the record cannot be opened */
export async function openRecord(
  settings: RecordSettings,
  { operations, log, onDeath, isShared }: RecordWatch,
): Promise<SharedRecord> {
  const place = isShared ? await socketPlace() : undefined;
  const describe = ({ name, counts }: Manifest) => ({ index: name, ...counts });
  const { onBuild, onProgress } = reportBuild();
  const record = await openRecordProcess(
    settings,
    {
      onBuild: (reason) => {
        operations.builds();
        onBuild(reason);
      },
      onProgress,
      onRefusal: (path, error) => log.warn({ path, error: error.message }, 'left out'),
      onWarning: (message) => log.warn(message),
      onOpen: (manifest) => {
        operations.serves(manifest);
        log.info(describe(manifest), 'record open');
      },
      onSwitch: (manifest) => {
        operations.serves(manifest);
        log.info(describe(manifest), 'record switched');
      },
      onFault: (error) => log.error({ error: error.message }, 'the index cannot be brought up to date'),
      onDeath: (error) => {
        operations.recordDied();
        onDeath(error);
      },
      onTimes: operations.hearTimes,
      onVitals: (vitals) => operations.hearVitals(vitals, 'record'),
    },
    place ? { listenAt: place.path } : {},
  );
  return {
    services: record.services,
    listensAt: place?.path,
    async close() {
      await record.close();
      await place?.remove();
    },
  };
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
