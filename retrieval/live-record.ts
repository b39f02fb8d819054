/** The record of a process that stays: it follows the pointer to each new snapshot while requests go on. */
import { type FSWatcher, watch } from 'node:fs';
import { SnapshotError } from './errors.ts';
import { POINTER_FILE } from './snapshot/folder.ts';

/** A file system that tells nothing (network, some containers) is asked this often. */
const POLL_MS = 5000;

/** What can be followed: a state of the record that is closed when nobody reads it any more. */
export interface Followed {
  state: { name: string };
  close(): void;
}

export interface LiveRecordOptions<R extends Followed> {
  /** The name of what is on record now; nothing where nothing is. */
  named: () => Promise<string | undefined>;
  /** A folder in which a change of the pointer is noticed at once. */
  watched?: string;
  /** Opens what is on record now. */
  reopen: (current: R) => Promise<R | undefined>;
  /** Resolves when the requests that are under way now have ended: they may still read the snapshot before. */
  settled: () => Promise<void>;
  onSwitch: (now: R) => void;
  /** A new snapshot cannot be opened: the one before stays in use. Said once for each snapshot. */
  onFault: (error: unknown) => void;
}

export class LiveRecord<R extends Followed> {
  private record: R;
  private readonly options: LiveRecordOptions<R>;
  private watcher: FSWatcher | undefined;
  private poll: NodeJS.Timeout | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  /** A snapshot that cannot be used. */
  private refused: string | undefined;
  /** What was said to be at fault last. */
  private faulty: string | undefined;
  private readonly leaving = new Set<R>();
  private closed = false;

  constructor(first: R, options: LiveRecordOptions<R>) {
    this.record = first;
    this.options = options;
  }

  /** The record as it stands. A request takes it once, and keeps to it. */
  get current(): R {
    return this.record;
  }

  /** From now on new snapshots are noticed: at once where the file system tells, else within seconds. */
  follow(): void {
    const look = () => void this.refresh();
    const { watched } = this.options;
    try {
      if (watched !== undefined) {
        // The folder, not the file: the pointer is replaced by another file each time.
        this.watcher = watch(watched, (_, name) => {
          if (name === null || name === POINTER_FILE) look();
        });
        this.watcher.on('error', () => this.watcher?.close());
      }
    } catch {
      // Asking will do.
    }
    this.poll = setInterval(look, POLL_MS);
    this.poll.unref();
  }

  /** Switches if the pointer names another snapshot; one at a time. */
  refresh(): Promise<boolean> {
    const next = this.turn.then(() => this.look());
    this.turn = next;
    return next;
  }

  /** Stops following, and closes all that is open. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.watcher?.close();
    clearInterval(this.poll);
    await this.turn;
    for (const record of [this.record, ...this.leaving]) record.close();
    this.leaving.clear();
  }

  private async look(): Promise<boolean> {
    if (this.closed) return false;
    let named: string | undefined;
    try {
      named = await this.options.named();
      if (named === undefined || named === this.record.state.name || named === this.refused) return false;
      const next = await this.options.reopen(this.record);
      if (!next) return false;
      this.switchTo(next);
      return true;
    } catch (error) {
      const what = named ?? String(error);
      if (what !== this.faulty) this.options.onFault(error);
      this.faulty = what;
      // What is damaged or of another encoder stays so; what the system could not do now it may do the next time.
      if (error instanceof SnapshotError) this.refused = named;
      return false;
    }
  }

  private switchTo(next: R): void {
    const before = this.record;
    this.record = next;
    this.refused = undefined;
    this.faulty = undefined;
    this.leaving.add(before);
    const leave = () => {
      if (this.leaving.delete(before)) before.close();
    };
    void this.options.settled().then(leave, leave);
    this.options.onSwitch(next);
  }
}
