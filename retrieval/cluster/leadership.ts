/** Work that one process of all does: whoever holds its lease in the cluster. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BusyError } from '../errors.ts';
import type { ClusterConnection } from './connection.ts';
import { type Lease, prepareControl, takeLease } from './control.ts';

/** A process that is told to end does not wait longer for the cluster. */
const STOP_MS = 2000;

export interface LeadershipOptions {
  /** Hears of each change. */
  onChange?: (leads: boolean) => void;
  /** Whoever has not renewed the lease for so long has lost it. */
  lastsMs?: number;
}

/**
 * Tries to hold a lease for as long as it runs. A holder that cannot renew it gives up after two thirds of its time, the
 * next one waits for all of it: between them the clocks of two machines may differ by the rest (5 s by default).
 */
export class Leadership {
  private readonly connection: ClusterConnection;
  private readonly work: string;
  private readonly lastsMs: number;
  private readonly onChange: (leads: boolean) => void;
  private readonly timer: NodeJS.Timeout;
  /** The look that is under way; one that waits for the cluster is not joined by others. */
  private looking: Promise<void> | undefined;
  private lease: Lease | undefined;
  private heldUntil = 0;
  private told = false;
  private stopped = false;

  /** @param work names the lease */
  constructor(
    connection: ClusterConnection,
    work: string,
    { onChange = () => undefined, lastsMs = 15_000 }: LeadershipOptions = {},
  ) {
    this.connection = connection;
    this.work = work;
    this.lastsMs = lastsMs;
    this.onChange = onChange;
    const look = () => {
      this.tell();
      this.looking ??= this.look().finally(() => {
        this.looking = undefined;
      });
    };
    look();
    this.timer = setInterval(look, lastsMs / 5);
    this.timer.unref();
  }

  get leads(): boolean {
    return this.lease !== undefined && performance.now() < this.heldUntil;
  }

  /** Hands the lease on; where the cluster does not answer, it ends by itself. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await Promise.race([this.handOn(), sleep(STOP_MS, undefined, { ref: false })]);
  }

  private async handOn(): Promise<void> {
    await this.looking;
    const { lease } = this;
    this.lease = undefined;
    this.tell();
    await lease?.release().catch(() => undefined);
  }

  private async look(): Promise<void> {
    if (this.stopped) return;
    const began = performance.now();
    try {
      if (this.lease) await this.lease.renew();
      else this.lease = await this.take();
      this.heldUntil = began + (this.lastsMs * 2) / 3;
    } catch (error) {
      // A cluster that does not answer takes nothing away; time does.
      if (error instanceof BusyError || performance.now() >= this.heldUntil) this.lease = undefined;
    }
    this.tell();
  }

  private async take(): Promise<Lease> {
    await prepareControl(this.connection);
    return takeLease(this.connection, this.work, this.lastsMs);
  }

  private tell(): void {
    const { leads } = this;
    if (leads === this.told) return;
    this.told = leads;
    this.onChange(leads);
  }
}
