/** Work that one process of all does: whoever holds its lease in the cluster. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BusyError } from '../errors.ts';
import type { ClusterConnection } from './connection.ts';
import { type Lease, prepareControl, takeLease } from './control.ts';

/** A process that is told to end does not wait longer for the cluster. */
const STOP_MS = 2000;

interface ElectionOptions {
  /** Hears of each change. */
  onChange?: (leads: boolean) => void;
  /** Whoever has not renewed the lease for so long has lost it. */
  lastsMs?: number;
}

export interface Leadership {
  readonly leads: boolean;
  /** Hands the lease on; where the cluster does not answer, it ends by itself. */
  stop(): Promise<void>;
}

/**
 * Tries to hold a lease for as long as it runs. A holder that cannot renew it gives up after two thirds of its time, the
 * next one waits for all of it: between them the clocks of two machines may differ by the rest (5 s by default).
 * @param work names the lease
 */
export function startElection(
  connection: ClusterConnection,
  work: string,
  { onChange, lastsMs = 15_000 }: ElectionOptions = {},
): Leadership {
  let lease: Lease | undefined;
  let heldUntil = 0;
  let told = false;
  let stopped = false;
  /** The look that is under way; one that waits for the cluster is not joined by others. */
  let looking: Promise<void> | undefined;
  const leads = () => lease !== undefined && performance.now() < heldUntil;
  const tell = () => {
    const now = leads();
    if (now === told) return;
    told = now;
    onChange?.(now);
  };
  const look = async () => {
    if (stopped) return;
    const began = performance.now();
    try {
      if (lease) await lease.renew();
      else {
        await prepareControl(connection);
        lease = await takeLease(connection, work, lastsMs);
      }
      heldUntil = began + (lastsMs * 2) / 3;
    } catch (error) {
      // A cluster that does not answer takes nothing away; time does.
      if (error instanceof BusyError || performance.now() >= heldUntil) lease = undefined;
    }
    tell();
  };
  const handOn = async () => {
    await looking;
    const held = lease;
    lease = undefined;
    tell();
    await held?.release().catch(() => undefined);
  };
  const tick = () => {
    tell();
    looking ??= look().finally(() => {
      looking = undefined;
    });
  };
  tick();
  const timer = setInterval(tick, lastsMs / 5);
  timer.unref();
  return {
    get leads() {
      return leads();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await Promise.race([handOn(), sleep(STOP_MS, undefined, { ref: false })]);
    },
  };
}
