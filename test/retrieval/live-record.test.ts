import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LiveRecord } from '../../retrieval/live-record.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { readPointer } from '../../retrieval/snapshot/folder.ts';
import { type OpenSnapshot, openCurrent } from '../../retrieval/snapshot/open.ts';
import { build, temporarySettings } from '../support/record.ts';
import { wordEncoder } from '../support/word-encoder.ts';

interface TestRecord {
  state: { name: string };
  snapshot: OpenSnapshot;
  close(): void;
}

/** A live record over a built index, with what happened to it, and a request under way until `finish`. */
async function liveRecord() {
  const settings = await temporarySettings();
  await build(settings, wordEncoder());
  const closed: string[] = [];
  const faults: string[] = [];
  let count = 0;
  const open = async (): Promise<TestRecord | undefined> => {
    count++;
    const snapshot = await openCurrent(settings.DATA_DIR);
    if (!snapshot) return undefined;
    const close = () => {
      closed.push(snapshot.manifest.name);
      snapshot.close();
    };
    return { state: snapshot.manifest, snapshot, close };
  };
  let finish = () => {};
  const request = new Promise<void>((resolve) => (finish = resolve));
  const first = await open();
  if (!first) throw new Error('no snapshot');
  const live = new LiveRecord<TestRecord>(first, {
    named: async () => (await readPointer(settings.DATA_DIR))?.snapshot,
    watched: settings.DATA_DIR,
    reopen: open,
    settled: () => request,
    onSwitch: () => {},
    onFault: (error) => faults.push(String(error)),
  });
  onTestFinished(() => live.close());
  return { settings, live, first, closed, faults, finish, opened: () => count };
}

const addDocument = (settings: RecordSettings) =>
  writeFile(
    path.join(settings.CORPUS_DIR, 'bridge.txt'),
    'Remarks on a Bridge on March 3, 2020\n\nQ: When?\n\nA: The bridge will be open in May.\n',
  );

describe('a live record', () => {
  it('switches to a new snapshot, and closes the one before when its requests are done', async () => {
    const { settings, live, first, closed, finish } = await liveRecord();
    expect(await live.refresh()).toBe(false);
    await addDocument(settings);
    const { manifest } = await build(settings, wordEncoder());
    expect(await live.refresh()).toBe(true);
    expect(live.current.snapshot.manifest.name).toBe(manifest.name);
    expect(await live.current.snapshot.passages.read([18])).toHaveLength(1);
    // The request that began before still reads what it began with.
    expect(closed).toEqual([]);
    expect(await first.snapshot.passages.read([0])).toHaveLength(1);
    finish();
    await sleep(0);
    expect(closed).toEqual([first.snapshot.manifest.name]);
  });

  it('keeps serving the old one when the new snapshot is damaged, says so once, and takes the next whole one', async () => {
    const { settings, live, first, faults, opened } = await liveRecord();
    await addDocument(settings);
    const { manifest } = await build(settings, wordEncoder());
    const file = path.join(settings.DATA_DIR, 'snapshots', manifest.name, 'vectors.bin');
    await writeFile(file, 'damaged');
    const before = opened();
    expect([await live.refresh(), await live.refresh()]).toEqual([false, false]);
    expect(faults).toEqual([expect.stringContaining('vectors.bin')]);
    // It stays damaged: hashing it again every few seconds would tell nothing new.
    expect(opened()).toBe(before + 1);
    expect(live.current).toBe(first);
    await build(settings, wordEncoder());
    expect(await live.refresh()).toBe(true);
  });

  it('notices by itself', async () => {
    const { settings, live, first } = await liveRecord();
    live.follow();
    await addDocument(settings);
    await build(settings, wordEncoder());
    while (live.current === first) await sleep(20);
    expect(live.current.snapshot.passages.size).toBe(19);
  });

  it('closes all that is open, once', async () => {
    const { settings, live, closed, finish } = await liveRecord();
    await addDocument(settings);
    await build(settings, wordEncoder());
    await live.refresh();
    await live.close();
    finish();
    await sleep(0);
    expect(closed).toHaveLength(2);
    expect(new Set(closed).size).toBe(2);
    expect(await live.refresh()).toBe(false);
  });
});
