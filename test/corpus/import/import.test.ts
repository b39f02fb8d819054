/** What comes into the corpus and what does not, each with a reason. */
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ImportOptions, importAll } from '../../../corpus/import/import.ts';
import { loadCorpus } from '../../../corpus/load.ts';
import { tarGz, zip } from '../../support/archives.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const talk = (day: number, words = 'Because it is time.') =>
  `Spokesperson's Press Briefing on ${day} May 2020\n\nQ: Why now?\n\nA: ${words}\n`;
const NAME = '2020-05-04-spokespersons-press-briefing-on-4-may-2020.txt';

async function run(inputs: readonly string[], options: Partial<ImportOptions> = {}) {
  const directory = options.directory ?? join(await temporaryFolder(), 'corpus');
  const outcomes = [];
  for await (const outcome of importAll(inputs, { ...options, directory })) outcomes.push(outcome);
  const files = (await readdir(directory).catch(() => [])).sort();
  return { directory, outcomes, files };
}

async function folder(files: Record<string, string | Buffer>): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, data] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), data);
  }
  return root;
}

describe('an import', () => {
  it('says what a document holds, and keeps its bytes under a readable name', async () => {
    const root = await folder({ 'talk.txt': `\ufeff${talk(4)}` });
    const { directory, outcomes, files } = await run([root]);
    expect(outcomes).toMatchObject([
      {
        outcome: 'added',
        path: NAME,
        document: {
          title: "Spokesperson's Press Briefing on 4 May 2020",
          date: '2020-05-04',
          turns: 1,
          passages: 1,
        },
        warnings: ['nothing says who published it'],
      },
    ]);
    expect(files).toEqual([NAME]);
    expect(await readFile(join(directory, NAME))).toEqual(await readFile(join(root, 'talk.txt')));
    expect((await loadCorpus(directory)).transcripts).toHaveLength(1);
  });

  it('skips what it has, by its bytes and by its text, and never overwrites', async () => {
    const root = await folder({
      'a.txt': talk(4),
      'b.txt': talk(4),
      'c.txt': `\ufeff${talk(4)}`,
      'd.txt': talk(4, 'Other words.'),
    });
    const { directory, outcomes, files } = await run([root]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['added', 'skipped', 'skipped', 'added']);
    expect(outcomes[2]?.reason).toContain(`with the same text: ${NAME}`);
    expect(files).toEqual([expect.stringMatching(/2020-[0-9a-f]{8}\.txt$/), NAME]);
    const again = await run([root], { directory });
    expect(again.outcomes.every(({ outcome }) => outcome === 'skipped')).toBe(true);
    expect(again.files).toEqual(files);
  });

  it('refuses a file that lies in the corpus and is no transcript', async () => {
    const directory = await folder({ 'a.txt': 'Nothing was said.', 'b.txt': talk(4) });
    const { outcomes } = await run([directory], { directory, dryRun: true });
    expect(outcomes).toMatchObject([
      { outcome: 'refused', reason: expect.stringContaining('holds no question') },
      { outcome: 'skipped', path: 'b.txt' },
    ]);
  });

  it('keeps what a sidecar beside a file states', async () => {
    const root = await folder({ 'a.txt': talk(4), 'a.txt.meta.json': '{"url": "https://example.org/a"}' });
    const { files, directory, outcomes } = await run([root]);
    expect(outcomes).toMatchObject([{ outcome: 'added', document: { url: 'https://example.org/a' } }]);
    expect(files).toEqual([NAME, `${NAME}.meta.json`]);
    expect((await loadCorpus(directory)).transcripts[0]?.document.url).toBe('https://example.org/a');
  });

  it('writes nothing in a dry run', async () => {
    const { outcomes, files } = await run([await folder({ 'a.txt': talk(4) })], { dryRun: true });
    expect(outcomes).toMatchObject([{ outcome: 'found', path: NAME }]);
    expect(files).toEqual([]);
  });

  it('takes standard input for what it is', async () => {
    const page = `<html><title>Press Briefing, 4 May 2020</title><body><p>Q: Why?</p><p>A: So.</p></body></html>`;
    const { outcomes } = await run(['-'], { input: Readable.from([Buffer.from(page)]) });
    expect(outcomes).toMatchObject([{ outcome: 'added', path: '2020-05-04-press-briefing-4-may-2020.html' }]);
  });

  it('goes through archives, and refuses what has no place in them', async () => {
    const entries = [
      { name: 'month/a.txt', data: talk(4) },
      { name: '../../evil.txt', data: talk(5) },
      { name: '/etc/evil.txt', data: talk(6) },
      { name: 'inner.zip', data: 'PK' },
      { name: 'photo.png', data: 'x' },
      { name: 'bomb.txt', data: Buffer.alloc(4 * 1024 * 1024, 'a') },
      { name: 'b.txt', data: talk(7) },
    ];
    const root = await folder({ 'month.zip': zip(entries) });
    const { outcomes, files } = await run([root]);
    expect(outcomes.map(({ outcome, reason = '' }) => reason.replace(root, '') || outcome)).toEqual([
      'added',
      '/month.zip: ../../evil.txt leads out of the archive.',
      '/month.zip: /etc/evil.txt leads out of the archive.',
      '/month.zip: inner.zip is an archive in an archive.',
      '/month.zip: bomb.txt unpacks to a hundred times its size and more.',
      'added',
    ]);
    expect(files).toHaveLength(2);
    const packed = await folder({
      'month.tgz': await tarGz(entries.filter(({ name }) => name !== 'bomb.txt')),
    });
    const again = await run([packed]);
    expect(again.outcomes.filter(({ outcome }) => outcome === 'added')).toHaveLength(2);
    expect(again.files).toEqual(files);
  });

  it('gives up a tar archive that is a bomb, and keeps what came before', async () => {
    const bomb = await tarGz([
      { name: 'a.txt', data: talk(4) },
      { name: 'z.bin', data: Buffer.alloc(64 * 1024 * 1024) },
    ]);
    const { outcomes } = await run([await folder({ 'bomb.tar.gz': bomb, 'c.txt': talk(5) })]);
    expect(outcomes.map(({ outcome, reason = '' }) => `${outcome} ${reason}`)).toEqual([
      'added ',
      expect.stringMatching(/^refused .*bomb\.tar\.gz unpacks to more than an archive of transcripts holds/),
      'added ',
    ]);
  });
});

describe('a refusal', () => {
  const login = '<html><body><h1>Sign in</h1><form><input type="password"></form></body></html>';
  const links = Array.from({ length: 9 }, (_, i) => `<li><a href="/${i}">Press Briefing ${i}</a></li>`).join(
    '',
  );

  it.each([
    [
      'a folder of pictures',
      { 'a.png': '', 'b.JPG': '' },
      /holds only other files \(\.jpg, \.png\)|\(\.png, \.jpg\)/,
    ],
    ['an empty folder', {}, /is empty/],
    ['a picture that is called a text', { 'a.txt': '\u0089PNG\u0000' }, /a\.txt is a picture/],
    ['a text without turns', { 'a.txt': 'Nothing was said.' }, /holds no question with an answer/],
    ['a login page', { 'a.html': login }, /is a login page/],
    ['a list page', { 'a.html': `<html><body><ul>${links}</ul></body></html>` }, /is a list of links/],
    [
      'an unknown character set',
      { 'a.txt': Buffer.of(0x51, 0xff, 0xff, 0x51) },
      /neither UTF-8 nor GB 18030/,
    ],
    ['a damaged archive', { 'a.zip': 'PK nothing' }, /a\.zip is damaged/],
    ['a damaged PDF', { 'a.pdf': '%PDF-1.4 nothing' }, /is not a PDF that can be read/],
  ])('names %s, and the rest goes on', async (_, files, reason) => {
    const root = await folder(
      Object.fromEntries(
        Object.entries(files).map(([name, data]) => [
          name,
          typeof data === 'string' ? Buffer.from(data, 'latin1') : data,
        ]),
      ),
    );
    const good = await folder({ 'good.txt': talk(4) });
    const { outcomes, files: saved } = await run([root, good]);
    expect(outcomes).toMatchObject([
      { outcome: 'refused', reason: expect.stringMatching(reason), remedy: expect.stringMatching(/\.$/) },
      { outcome: 'added' },
    ]);
    expect(saved).toEqual([NAME]);
  });

  it('shows the first lines', async () => {
    const { outcomes } = await run([await folder({ 'a.txt': 'One.\n\nTwo.\nThree.\nFour.' })]);
    expect(outcomes).toMatchObject([{ firstLines: ['One.', 'Two.', 'Three.'] }]);
  });

  it('of 2 GB reads none of them', async () => {
    const root = await folder({});
    const file = await open(join(root, 'huge.txt'), 'w');
    await file.truncate(2 * 1024 ** 3);
    await file.close();
    const { outcomes } = await run([root, join(root, 'nowhere.txt')]);
    expect(outcomes.map(({ reason }) => reason)).toEqual([
      `${join(root, 'huge.txt')} is larger than 16 MiB.`,
      `${join(root, 'nowhere.txt')} does not exist or may not be read.`,
    ]);
  });
});

describe('the folder of the corpus', () => {
  it('holds nothing of a document that the disk had no room for', async () => {
    let written = 0;
    const write = async (path: string, bytes: Uint8Array) => {
      written += 1;
      await writeFile(path, written === 2 ? bytes.subarray(0, 10) : bytes);
      if (written === 2) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    };
    const root = await folder({ 'a.txt': talk(4), 'b.txt': talk(5), 'c.txt': talk(6) });
    const { outcomes, files, directory } = await run([root], { write });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['added', 'refused', 'added']);
    expect(outcomes[1]?.reason).toBe(`The disk of ${directory} is full.`);
    expect(files).toHaveLength(2);
    expect((await run([root], { directory })).outcomes.map(({ outcome }) => outcome)).toEqual([
      'skipped',
      'added',
      'skipped',
    ]);
  });

  it('is safe from two imports at once', async () => {
    const days = Array.from({ length: 20 }, (_, i) => [`${i}.txt`, talk(i + 1)] as const);
    const root = await folder(Object.fromEntries(days));
    const directory = join(await temporaryFolder(), 'corpus');
    const [one, two] = await Promise.all([run([root], { directory }), run([root], { directory })]);
    const added = [...one.outcomes, ...two.outcomes].filter(({ outcome }) => outcome === 'added');
    expect(added).toHaveLength(20);
    const { transcripts, refused } = await loadCorpus(directory);
    expect(transcripts).toHaveLength(20);
    expect(refused).toEqual([]);
    expect(await readdir(directory)).toHaveLength(20);
  });
});
