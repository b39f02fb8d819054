import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BusyError, SnapshotError } from '../../retrieval/errors.ts';
import { snapshotFolder } from '../../retrieval/snapshot/folder.ts';
import { LOCK_FILE, takeLock } from '../../retrieval/snapshot/lock.ts';
import { checkCurrent, followPointer, openCurrent } from '../../retrieval/snapshot/open.ts';
import { build, temporarySettings } from '../support/record.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { wordEncoder } from '../support/word-encoder.ts';

const MORE = 'Remarks on a Bridge on March 3, 2020\n\nQ: When?\n\nA: The bridge will be open in May.\n';

const names = async (folder: string) => (await readdir(folder)).sort();

describe('cleaning up', () => {
  it('removes what has a name of ours, and nothing else', async () => {
    const settings = await temporarySettings();
    const snapshots = path.join(settings.DATA_DIR, 'snapshots');
    const theirs = ['backup', 'building-notes', '20200101T000000Z-mine', 'building-1-0badcafe.tar'];
    for (const name of theirs) {
      await mkdir(path.join(snapshots, name), { recursive: true });
      await writeFile(path.join(snapshots, name, 'kept.txt'), 'kept');
    }
    await mkdir(path.join(snapshots, 'building-1-0badcafe'));
    await mkdir(path.join(snapshots, '20200101T000000Z-0badcafe'));
    await mkdir(path.join(settings.DATA_DIR, 'vectors'));
    await writeFile(path.join(settings.DATA_DIR, 'vectors', '0123456789abcdef.bin'), 'of another encoder');
    await writeFile(path.join(settings.DATA_DIR, 'vectors', 'mine.bin'), 'kept');
    await writeFile(path.join(settings.DATA_DIR, 'encoding.cache'), 'of an earlier version');
    await writeFile(path.join(settings.DATA_DIR, 'current.json.4711'), '{');
    await writeFile(path.join(settings.DATA_DIR, 'current.json.bak'), '{');
    const { manifest } = await build(settings, wordEncoder());
    expect(await names(snapshots)).toEqual([...theirs, manifest.name].sort());
    expect(await names(settings.DATA_DIR)).toEqual([
      'current.json',
      'current.json.bak',
      'parsed',
      'snapshots',
      'vectors',
    ]);
    expect(await names(path.join(settings.DATA_DIR, 'vectors'))).toEqual([
      expect.stringMatching(/^(?!0123456789abcdef)[0-9a-f]{16}\.bin$/),
      'mine.bin',
    ]);
    for (const name of theirs)
      expect(await readFile(path.join(snapshots, name, 'kept.txt'), 'utf8')).toBe('kept');
  });
});

describe('the lock', () => {
  it('lets one build at a time', async () => {
    const settings = await temporarySettings();
    const first = wordEncoder();
    let second: Promise<unknown> = Promise.resolve();
    const { encodePassages } = first;
    first.encodePassages = async function* (texts) {
      second = build(settings, wordEncoder()).catch((error: unknown) => error);
      await second;
      yield* encodePassages(texts);
    };
    const { manifest } = await build(settings, first);
    expect(await second).toBeInstanceOf(BusyError);
    expect(String(await second)).toMatch(/is being built already \(process \d+, since .*Wait/);
    expect((await checkCurrent(settings.DATA_DIR))?.manifest.name).toBe(manifest.name);
    expect(await names(settings.DATA_DIR)).toEqual(['current.json', 'parsed', 'snapshots', 'vectors']);
  });

  it('of a process that is gone is taken over', async () => {
    const folder = await temporaryFolder();
    const { pid, stdout } = spawnSync(process.execPath, [
      '-e',
      `
      const { readlinkSync } = require('fs');
      const { hostname } = require('os');
      let place = hostname();
      try { place += ' ' + readlinkSync('/proc/self/ns/pid'); } catch {}
      console.log(place);`,
    ]);
    const owner = { token: '0', pid, place: String(stdout).trim(), since: new Date().toISOString() };
    await writeFile(path.join(folder, LOCK_FILE), JSON.stringify(owner));
    const lock = await takeLock(folder);
    await lock.check();
    await lock.release();
    expect(await names(folder)).toEqual([]);
  });

  it('of another container is taken over when nobody has touched it for long, not before', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, LOCK_FILE);
    const owner = { token: '0', pid: 1, place: 'elsewhere', since: new Date().toISOString() };
    await writeFile(file, JSON.stringify(owner));
    await expect(takeLock(folder)).rejects.toThrow(BusyError);
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(file, longAgo, longAgo);
    const lock = await takeLock(folder);
    await expect(takeLock(folder)).rejects.toThrow(BusyError);
    await lock.release();
  });

  it('whose time lies in the future is taken over when nobody touches it, not while somebody does', async () => {
    const ahead = (ms: number) => new Date(Date.now() + 3_600_000 + ms);
    const lockedAhead = async () => {
      const folder = await temporaryFolder();
      const file = path.join(folder, LOCK_FILE);
      const owner = { token: '0', pid: 1, place: 'elsewhere', since: new Date().toISOString() };
      await writeFile(file, JSON.stringify(owner));
      await utimes(file, ahead(0), ahead(0));
      return { folder, touch: (ms: number) => utimes(file, ahead(ms), ahead(ms)) };
    };
    const [left, held] = [await lockedAhead(), await lockedAhead()];
    let beats = 0;
    const beating = setInterval(() => void held.touch(2000 * ++beats), 1000);
    // Each looks twice, some seconds apart.
    const [lock] = await Promise.all([
      takeLock(left.folder),
      expect(takeLock(held.folder)).rejects.toThrow(BusyError),
    ]);
    clearInterval(beating);
    await lock.check();
    await lock.release();
  });

  it('that was taken over by one that cleans up is what is said to be wrong', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    await writeFile(path.join(settings.CORPUS_DIR, 'more.txt'), MORE);
    const slow = wordEncoder({ key: 'slow' });
    const { encodePassages } = slow;
    slow.encodePassages = async function* (texts) {
      yield* encodePassages(texts);
      await rm(path.join(settings.DATA_DIR, LOCK_FILE));
      await build(settings, wordEncoder());
    };
    await expect(build(settings, slow)).rejects.toThrow(/taken over/);
  });

  it('that was taken over stops the one who lost it from publishing', async () => {
    const settings = await temporarySettings();
    const { manifest } = await build(settings, wordEncoder());
    const slow = wordEncoder({ key: 'slow' });
    const { encodePassages } = slow;
    slow.encodePassages = async function* (texts) {
      await rm(path.join(settings.DATA_DIR, LOCK_FILE));
      const other = await takeLock(settings.DATA_DIR);
      yield* encodePassages(texts);
      await other.check();
    };
    await expect(build(settings, slow)).rejects.toThrow(/taken over/);
    expect((await checkCurrent(settings.DATA_DIR))?.manifest.name).toBe(manifest.name);
  });
});

describe('a reader', () => {
  it('whose snapshot is taken away while it opens opens the next one', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder({ key: '1' }));
    const seen: string[] = [];
    const files = await followPointer(settings.DATA_DIR, async ({ snapshot }) => {
      seen.push(snapshot);
      if (seen.length === 1) {
        await build(settings, wordEncoder({ key: '2' }));
        await build(settings, wordEncoder({ key: '3' }));
      }
      return readdir(snapshotFolder(settings.DATA_DIR, snapshot));
    });
    expect(files).toContain('vectors.bin');
    expect(seen).toHaveLength(2);
    expect(seen[1]).toBe((await checkCurrent(settings.DATA_DIR))?.manifest.name);
  });

  it('is told what is wrong when no other snapshot has come', async () => {
    const settings = await temporarySettings();
    const { manifest } = await build(settings, wordEncoder());
    await rm(path.join(settings.DATA_DIR, 'snapshots', manifest.name), { recursive: true });
    await expect(openCurrent(settings.DATA_DIR)).rejects.toThrow(SnapshotError);
  });
});

describe('a data folder that cannot be written', () => {
  it.each([
    [
      'below a file system that takes no folders',
      async () => '/proc/on-record',
      /\/proc\/on-record.*DATA_DIR/,
    ],
    [
      'that is a file',
      async (folder: string) => {
        await writeFile(path.join(folder, 'file'), '');
        return path.join(folder, 'file');
      },
      /file in the way|file is in the way.*Move that file/,
    ],
    [
      'with a folder for a pointer',
      async (folder: string) => {
        await mkdir(path.join(folder, 'current.json', 'inside'), { recursive: true });
        return folder;
      },
      /current\.json: a folder is in the way.*Move that folder/,
    ],
    [
      'with a file for the snapshots',
      async (folder: string) => {
        await writeFile(path.join(folder, 'snapshots'), '');
        return folder;
      },
      /in the way/,
    ],
  ])('%s is named in one sentence', async (_, make, message) => {
    const DATA_DIR = await make(await temporaryFolder());
    const settings = { ...(await temporarySettings()), DATA_DIR };
    const error = await build(settings, wordEncoder()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SnapshotError);
    expect(String(error)).toMatch(message);
  });
});
