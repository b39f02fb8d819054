/** Folders: what is read, what is passed over, what is refused. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CorpusError } from '../../corpus/errors.ts';
import { type Corpus, listLost, listSources, loadCorpus } from '../../corpus/load.ts';
import { TITLE } from './helpers.ts';

const GOOD = `${TITLE}\n\nQ: Why?\n\nA: So.`;
const folders: string[] = [];

async function folder(files: Record<string, string>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'on-record-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

/** Root may read everything: what others may not must be tried as someone else. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

afterAll(async () => {
  await Promise.all(folders.map((path) => rm(path, { recursive: true })));
});

describe('loadCorpus', () => {
  it('considers text and Markdown below the folder, in order of the path', async () => {
    const root = await folder({
      'b.txt': GOOD,
      'a/z.md': GOOD,
      'B.TXT': GOOD,
      'notes.docx': GOOD,
      'page.html': `<p>${GOOD.replaceAll('\n\n', '</p><p>')}</p>`,
      '.hidden.txt': GOOD,
      '.git/c.txt': GOOD,
      'README.md': GOOD,
      'a/LICENSE.txt': GOOD,
    });
    const { sources } = await loadCorpus(root);
    expect(sources.map(({ path }) => path)).toEqual(['B.TXT', 'a/z.md', 'b.txt', 'page.html']);
    expect(await listSources(root)).toEqual(sources);
  });

  it('refuses what is no transcript and goes on', async () => {
    const root = await folder({
      'empty.txt': '',
      'good.txt': GOOD,
      'index.txt': 'Remarks\n2019/07/03\nMore remarks',
    });
    const { transcripts, refused, sources } = await loadCorpus(root);
    expect(transcripts.map(({ document }) => document.path)).toEqual(['good.txt']);
    expect(refused.map(({ path, error }) => [path, error.problem.split(' ').slice(0, 4).join(' ')])).toEqual([
      ['empty.txt', 'empty.txt is empty.'],
      ['index.txt', 'index.txt holds no question'],
    ]);
    expect(sources).toHaveLength(3);
  });

  it('tells documents apart that have the same day and title, by their path alone', async () => {
    const root = await folder({ 'a.txt': GOOD, 'b.txt': GOOD });
    const [a, b] = (await loadCorpus(root)).transcripts;
    expect(b?.document.id).toMatch(new RegExp(`^${a?.document.id}-[0-9a-f]{6}$`));
    expect(b?.turns[0]?.document).toBe(b?.document.id);
    expect(b?.passages[0]?.id).not.toBe(a?.passages[0]?.id);
    await writeFile(join(root, 'b.txt'), `${GOOD}\n\nAnd more.`);
    const [, edited] = (await loadCorpus(root)).transcripts;
    expect(edited?.document.id).toBe(b?.document.id);
    expect(edited?.passages[0]?.id).toBe(b?.passages[0]?.id);
  });

  it('keeps the id of a document when another of the same day and title comes before or after it', async () => {
    const root = await folder({ 'm.txt': GOOD });
    const idsOf = ({ transcripts }: Corpus) =>
      new Map(transcripts.map(({ document }) => [document.path, document.id]));
    const known = idsOf(await loadCorpus(root));
    const plain = known.get('m.txt');
    await writeFile(join(root, 'a.txt'), GOOD);
    await writeFile(join(root, 'z.txt'), GOOD);
    const grown = idsOf(await loadCorpus(root, known));
    expect(grown.get('m.txt')).toBe(plain);
    expect(new Set(grown.values()).size).toBe(3);
    expect(grown.get('a.txt')).toMatch(new RegExp(`^${plain}-[0-9a-f]{6}$`));
    await rm(join(root, 'm.txt'));
    const left = idsOf(await loadCorpus(root, grown));
    expect([left.get('a.txt'), left.get('z.txt')]).toEqual([grown.get('a.txt'), grown.get('z.txt')]);
    // A build from nothing depends on the folder alone.
    expect(idsOf(await loadCorpus(root)).get('a.txt')).toBe(plain);
  });

  it('gives a document another id when its title or day changes', async () => {
    const root = await folder({ 'a.txt': GOOD });
    const known = new Map([['a.txt', '2001-01-01-something-else']]);
    expect((await loadCorpus(root, known)).transcripts).toEqual((await loadCorpus(root)).transcripts);
  });

  it('gives the same corpus twice', async () => {
    const root = await folder({ 'a.txt': GOOD, 'b/a.txt': GOOD });
    expect(await loadCorpus(root)).toEqual(await loadCorpus(root));
  });

  it('refuses what cannot be read, by name, and goes on', async () => {
    const root = await folder({ 'good.txt': GOOD, 'locked.txt': GOOD, 'closed/a.txt': GOOD });
    await writeFile(
      Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.txt')]),
      GOOD,
    );
    await writeFile(join(root, 'huge.txt'), '');
    await truncate(join(root, 'huge.txt'), 3 * 2 ** 30);
    await chmod(join(root, 'locked.txt'), 0);
    await chmod(join(root, 'closed'), 0);
    await chmod(root, 0o755);
    const { transcripts, refused, sources } = await asOrdinaryUser(() => loadCorpus(root));
    expect(await asOrdinaryUser(() => listSources(root))).toEqual(sources);
    await chmod(join(root, 'closed'), 0o755);
    expect(transcripts.map(({ document }) => document.path)).toEqual(['good.txt']);
    expect(refused.map(({ error }) => error.problem)).toEqual([
      'caf\uFFFD.txt has a name that is not UTF-8.',
      'closed cannot be read (EACCES).',
      'huge.txt is larger than 16 MiB.',
      'locked.txt cannot be read (EACCES).',
    ]);
  });

  it('does not follow links out of the folder', async () => {
    const outside = await folder({ 'secret.txt': GOOD });
    const root = await folder({ 'a.txt': GOOD });
    await symlink(join(outside, 'secret.txt'), join(root, 'b.txt'));
    await symlink(outside, join(root, 'c'));
    await symlink(join(root, 'missing.txt'), join(root, 'd.txt'));
    expect((await listSources(root)).map(({ path }) => path)).toEqual(['a.txt']);
  });

  it('tells a document that can no longer be read from one that was deleted', async () => {
    const root = await folder({ 'a.txt': GOOD, 'dir/b.txt': GOOD });
    await mkdir(join(root, 'folder.txt'));
    await symlink('loop.txt', join(root, 'loop.txt'));
    execFileSync('mkfifo', [join(root, 'fifo.txt')]);
    await chmod(join(root, 'dir'), 0);
    await chmod(root, 0o755);
    const onRecord = ['a.txt', 'deleted.txt', 'dir/b.txt', 'fifo.txt', 'folder.txt', 'loop.txt'];
    const lost = await asOrdinaryUser(async () => listLost(root, await loadCorpus(root), onRecord));
    await chmod(join(root, 'dir'), 0o755);
    expect(lost).toEqual(['dir/b.txt', 'fifo.txt', 'folder.txt', 'loop.txt']);
  });

  it('takes addresses of the web alone, and says which it dropped', async () => {
    const root = await folder({
      'front.md': `---\nurl: "javascript:alert(1)"\n---\n${GOOD}`,
      'page.html': `<head><link rel="canonical" href="javascript:x"></head><p>${GOOD.replaceAll('\n\n', '</p><p>')}</p>`,
      'side.txt': GOOD,
      'side.txt.meta.json': '{"url": "file:///etc/passwd"}',
      'true.txt': GOOD,
      'true.txt.meta.json': '{"url": "https://example.org/a"}',
    });
    const { transcripts, refused, warnings } = await loadCorpus(root);
    expect(refused).toEqual([]);
    expect(transcripts.map(({ document }) => document.url)).toEqual([
      undefined,
      undefined,
      undefined,
      'https://example.org/a',
    ]);
    const dropped = [...warnings].flatMap(([path, all]) =>
      all.filter((warning) => warning.includes('not http or https')).map((warning) => `${path}: ${warning}`),
    );
    expect(dropped).toEqual([
      'front.md: the address “javascript:alert(1)” in front.md is not http or https, and was left out',
      'side.txt: the address “file:///etc/passwd” in side.txt.meta.json is not http or https, and was left out',
    ]);
  });

  it.each([
    [
      'a missing folder',
      async () => join(await folder({}), 'nowhere'),
      /nowhere does not exist.*CORPUS_DIR/s,
    ],
    ['a file', async () => join(await folder({ 'a.txt': GOOD }), 'a.txt'), /is a file, not a corpus folder/],
    ['a folder without transcripts', () => folder({ 'a.docx': GOOD }), /holds no transcripts.*\.txt, \.md/s],
  ])('says what to do about %s', async (_, make, message) => {
    const path = await make();
    for (const read of [loadCorpus, listSources]) {
      await expect(read(path)).rejects.toThrow(CorpusError);
      await expect(read(path)).rejects.toThrow(message);
    }
  });
});
