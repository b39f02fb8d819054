/** Files read in a worker with a deadline, and kept by their digest. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { TranscriptError } from '../../corpus/errors.ts';
import { PARSE_CACHE_FOLDER, ParseCache } from '../../corpus/parse-cache.ts';
import type { ParseLimits } from '../../corpus/parse-worker.ts';
import { type ParseFile, readFileHere } from '../../corpus/read-file.ts';
import type { SourceFile } from '../../corpus/sources/page.ts';
import { temporaryFolder } from '../support/temporary.ts';

// The thread itself is what is tested here, not what stands in for it elsewhere.
const { ParseWorker } = await vi.importActual<typeof import('../../corpus/parse-worker.ts')>(
  '../../corpus/parse-worker.ts',
);

const file = (path: string, text: string): SourceFile => ({ path, bytes: Buffer.from(text) });
const GOOD = file('a.txt', 'Press Briefing on 4 May 2020\n\nQ: Why now?\n\nA: Because it is time.\n');

function worker(limits: Partial<ParseLimits> = {}) {
  const opened = new ParseWorker(limits);
  onTestFinished(() => opened.close());
  return opened;
}

describe('a worker', () => {
  it('reads and refuses as this thread does', async () => {
    const { parse } = worker();
    expect(await parse(GOOD)).toEqual(await readFileHere(GOOD));
    const refused = parse(file('b.txt', 'Nothing was said.'));
    await expect(refused).rejects.toThrow(TranscriptError);
    await expect(refused).rejects.toMatchObject({ firstLines: ['Nothing was said.'] });
  });

  it('refuses what takes too long, and reads the next file', async () => {
    const slow = worker({ deadline: 1 });
    const large = file(
      'large.txt',
      `Press Briefing on 4 May 2020\n\n${'Q: Why?\n\nA: So.\n\n'.repeat(50_000)}`,
    );
    await expect(slow.parse(large)).rejects.toThrow('large.txt could not be read within 0.001 seconds.');
    await expect(slow.parse(large)).rejects.toThrow('large.txt could not be read');
  });

  it('refuses more lines than any transcript has, at once', async () => {
    const text = `Press Briefing on 4 May 2020\n\n${'a: b\n'.repeat(3_000_000)}`;
    await expect(readFileHere(file('long.txt', text))).rejects.toThrow(
      'long.txt has more than 100,000 lines, which no transcript has.',
    );
  });

  it('refuses what takes too much memory, and reads the next file', async () => {
    const small = worker({ heap: 32 });
    const large = file(
      'large.txt',
      `Press Briefing on 4 May 2020\n\n${'Q: Why?\n\nA: So.\n\n'.repeat(49_000)}`,
    );
    await expect(small.parse(large)).rejects.toThrow('large.txt takes more than 32 MiB of memory to read.');
    expect(await small.parse(GOOD)).toEqual(await readFileHere(GOOD));
  });
});

describe('a cache', () => {
  async function cacheOf(dataDir: string, version = '1') {
    const read: string[] = [];
    const parse: ParseFile = (one) => {
      read.push(one.path);
      return readFileHere(one);
    };
    return { cache: new ParseCache(dataDir, parse, version), read };
  }

  it('gives the same transcript without reading it again, until file, sidecar or parser change', async () => {
    const dataDir = await temporaryFolder();
    await (await cacheOf(dataDir)).cache.parse(GOOD);
    const { cache, read } = await cacheOf(dataDir);
    expect(await cache.parse(GOOD)).toEqual(await readFileHere(GOOD));
    expect(read).toEqual([]);
    const sidecar = { url: 'https://example.org/a' };
    for (const other of [
      file('b.txt', `${GOOD.bytes}`),
      file('a.txt', `${GOOD.bytes} `),
      { ...GOOD, sidecar },
    ])
      await cache.parse(other);
    expect(read).toEqual(['b.txt', 'a.txt', 'a.txt']);
    const next = await cacheOf(dataDir, '2');
    await next.cache.parse(GOOD);
    expect(next.read).toEqual(['a.txt']);
  });

  it('forgets what is no longer asked for, and reads again what is damaged', async () => {
    const dataDir = await temporaryFolder();
    const before = (await cacheOf(dataDir)).cache;
    await before.parse(GOOD);
    await before.parse(file('b.txt', `${GOOD.bytes}`));
    const { cache, read } = await cacheOf(dataDir);
    await cache.parse(GOOD);
    await cache.prune();
    const folder = join(dataDir, PARSE_CACHE_FOLDER);
    const [name = '', ...others] = await readdir(folder);
    expect(others).toEqual([]);
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), text.replace('Because', 'Besides'));
    expect((await cache.parse(GOOD)).transcript.passages[0]?.text).toBe('Because it is time.');
    expect(read).toEqual(['a.txt']);
  });
});
