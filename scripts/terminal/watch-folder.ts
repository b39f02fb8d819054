/** Tells when a folder has changed and come to rest. */
import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A copy of many files, or an editor that writes twice, is one change. */
const REST_MS = 1000;
/** Not every file system tells: look again at least this often. */
const LOOK_AGAIN_MS = 60_000;

/**
 * Yields once for each time that something below the folder may have changed, until the signal aborts. It is watched from
 * this call on; what changed shortly before shows in the first time, which comes at once.
 */
export function changesOf(folder: string, signal: AbortSignal): AsyncIterable<void> {
  let changed = performance.now();
  let wake = () => {};
  const watcher = watch(folder, { recursive: true }, () => {
    changed = performance.now();
    wake();
  });
  // A folder that can no longer be watched is looked at again now and then.
  watcher.on('error', () => undefined);
  signal.addEventListener('abort', () => {
    watcher.close();
    wake();
  });
  return {
    async *[Symbol.asyncIterator]() {
      while (!signal.aborted) {
        if (changed === 0) await untilWoken((woken) => (wake = woken), signal);
        while (!signal.aborted && performance.now() - changed < REST_MS) {
          await sleep(REST_MS, undefined, { signal }).catch(() => undefined);
        }
        if (signal.aborted) return;
        changed = 0;
        yield;
      }
    },
  };
}

async function untilWoken(onReady: (wake: () => void) => void, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LOOK_AGAIN_MS);
    onReady(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
