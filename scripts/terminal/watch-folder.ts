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
  let woken = new AbortController();
  const watcher = watch(folder, { recursive: true, signal }, () => {
    changed = performance.now();
    woken.abort();
  });
  // A folder that can no longer be watched is looked at again now and then.
  watcher.on('error', () => undefined);
  const rest = (ms: number, until: AbortSignal) =>
    sleep(ms, undefined, { signal: until }).catch(() => undefined);
  return (async function* () {
    while (!signal.aborted) {
      if (changed === 0) {
        woken = new AbortController();
        await rest(LOOK_AGAIN_MS, AbortSignal.any([signal, woken.signal]));
      }
      while (!signal.aborted && performance.now() - changed < REST_MS) await rest(REST_MS, signal);
      if (signal.aborted) return;
      changed = 0;
      yield;
    }
  })();
}
