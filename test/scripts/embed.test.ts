import { spawnSync } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { runScript, startScript } from '../support/run-script.ts';
import { projectRoot, temporaryCorpus, temporaryFolder } from '../support/temporary.ts';

/** A transcript long enough that encoding it takes a while. */
function longTranscript(paragraphs: number): string {
  const answer = Array.from(
    { length: paragraphs },
    (_, i) =>
      `Point ${i}: the ${i % 7 ? 'treaty' : 'bridge'} of year ${1000 + i} was discussed at length by both sides.`,
  );
  return `Regular Press Conference on May 5, 2020\n\nQ: What was discussed?\n\nA: ${answer.join('\n\n')}\n`;
}

/** Bytes of a folder's files; 0 where it is not there. */
async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const currentSnapshot = async (dataDir: string): Promise<string> =>
  JSON.parse(await readFile(path.join(dataDir, 'current.json'), 'utf8')).snapshot;

describe('embed', () => {
  it('says what it built, and that there is nothing to do the second time', async () => {
    const env = { DATA_DIR: path.join(await temporaryFolder(), 'data') };
    const first = await runScript('embed', [], env);
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 documents, 5 turns, 18 passages (18 encoded'),
    });
    expect(first.stderr).toMatch(/Encoding passages: 18 of 18, \d+\/s/);
    const snapshot = await currentSnapshot(env.DATA_DIR);
    const second = await runScript('embed', [], env);
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('up to date'), stderr: '' });
    expect(await currentSnapshot(env.DATA_DIR)).toBe(snapshot);
  });

  it('leaves the index as it is where its files cannot become whole, and nothing half made', async () => {
    const env = { CORPUS_DIR: await temporaryCorpus(), DATA_DIR: path.join(await temporaryFolder(), 'data') };
    await runScript('embed', [], env);
    const snapshot = await currentSnapshot(env.DATA_DIR);
    await writeFile(path.join(env.CORPUS_DIR, 'more.txt'), longTranscript(3));
    // A limit on the size of files stands in for a full disk, which only root can make.
    const command = 'ulimit -f 20; exec node --import ./scripts/runtime/typescript.mjs scripts/embed.ts';
    const { status, stderr } = spawnSync('bash', ['-c', command], {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/The index cannot be written to .*: .* \((?:EFBIG|ENOSPC)\)\. .*DATA_DIR/);
    expect(await currentSnapshot(env.DATA_DIR)).toBe(snapshot);
    expect(await readdir(path.join(env.DATA_DIR, 'snapshots'))).toEqual([snapshot]);
    expect((await runScript('embed', [], env)).stdout).toContain('3 documents');
  });

  it('names each file that it leaves out, indexes the rest, and fails only where it is to be strict', async () => {
    const env = { CORPUS_DIR: await temporaryCorpus(), DATA_DIR: path.join(await temporaryFolder(), 'data') };
    await writeFile(path.join(env.CORPUS_DIR, 'empty.txt'), '');
    await writeFile(path.join(env.CORPUS_DIR, '\u001b]0;title\u0007.txt'), '');
    for (const [options, code] of [
      [[], 0],
      [[], 0],
      [['--strict'], 1],
    ] as const) {
      const run = await runScript('embed', options, env);
      expect(run.code).toBe(code);
      expect(run.stdout).toContain('2 documents');
      expect(run.stderr).toContain('empty.txt');
      expect(run.stderr).toContain('␛]0;title␇.txt');
      expect(run.stderr).not.toContain('\u001b]');
    }
    expect((await runScript('ask', ['--json', 'Huawei'], env)).code).toBe(0);
  });

  it('killed in the middle, leaves the old index serving, and the next run completes', async () => {
    const env = { CORPUS_DIR: await temporaryCorpus(), DATA_DIR: path.join(await temporaryFolder(), 'data') };
    await runScript('embed', [], env);
    const before = await currentSnapshot(env.DATA_DIR);
    const snapshots = path.join(env.DATA_DIR, 'snapshots');
    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(500));

    const child = startScript('embed', [], env);
    const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
    while (!(await readdir(snapshots)).some((name) => name.startsWith('building-'))) await sleep(20);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');

    expect(await currentSnapshot(env.DATA_DIR)).toBe(before);
    expect((await readdir(snapshots)).filter((name) => name.startsWith('building-'))).toHaveLength(1);
    const old = { ...env, CORPUS_DIR: await temporaryCorpus() };
    expect(await runScript('ask', ['--json', 'Huawei'], old)).toMatchObject({ code: 0, stderr: '' });

    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(50));
    const next = await runScript('embed', [], env);
    expect(next.stdout).toMatch(/68 passages \(\d+ encoded, 18 known from before/);
    expect((await readdir(snapshots)).sort()).toEqual([before, await currentSnapshot(env.DATA_DIR)].sort());
  });
});

describe('a first embed that is killed while it encodes', () => {
  it('goes on from there', async () => {
    const env = { CORPUS_DIR: await temporaryCorpus(), DATA_DIR: path.join(await temporaryFolder(), 'data') };
    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(300));
    const child = startScript('embed', [], env);
    const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
    // Some 0.8 kB for each of 318 passages: about 60% of them.
    while ((await sizeOf(path.join(env.DATA_DIR, 'vectors'))) < 150_000) await sleep(20);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    const next = await runScript('embed', [], env);
    const [, encoded, resumed] =
      /318 passages \((\d+) encoded, (\d+) known from before/.exec(next.stdout) ?? [];
    expect(Number(encoded) + Number(resumed)).toBe(318);
    expect(Number(resumed)).toBeGreaterThan(150);
    expect((await readdir(env.DATA_DIR)).sort()).toEqual(['current.json', 'parsed', 'snapshots', 'vectors']);
    expect((await runScript('verify', [], env)).code).toBe(0);
  });
});

describe('embed --watch', () => {
  it('builds again when the folder changes, and ends when it is told to', async () => {
    const env = { CORPUS_DIR: await temporaryCorpus(), DATA_DIR: path.join(await temporaryFolder(), 'data') };
    const child = startScript('embed', ['--watch'], env);
    onTestFinished(() => void child.kill('SIGKILL'));
    let printed = '';
    child.stdout?.on('data', (chunk) => (printed += chunk));
    const ended = new Promise((resolve) => child.on('close', resolve));
    while (!printed.includes('Watching')) await sleep(20);
    const before = await currentSnapshot(env.DATA_DIR);
    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(3));
    while (!printed.includes('21 passages')) await sleep(20);
    expect(await currentSnapshot(env.DATA_DIR)).not.toBe(before);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

describe('embed, beside another or after one that died', () => {
  it('killed between naming the snapshot and switching to it, leaves the old one serving', async () => {
    const env = { CORPUS_DIR: await temporaryCorpus(), DATA_DIR: path.join(await temporaryFolder(), 'data') };
    await runScript('embed', [], env);
    const before = await currentSnapshot(env.DATA_DIR);
    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(5));
    const died = await runScript('embed', [], {
      ...env,
      NODE_OPTIONS: `--import ${path.join(projectRoot, 'test/support/die-at-pointer.mjs')}`,
    });
    expect(died.code).toBeNull();
    const snapshots = path.join(env.DATA_DIR, 'snapshots');
    expect(await readdir(snapshots)).toHaveLength(2);
    expect(await currentSnapshot(env.DATA_DIR)).toBe(before);
    const old = { ...env, CORPUS_DIR: await temporaryCorpus() };
    expect(await runScript('ask', ['--json', 'Huawei'], old)).toMatchObject({ code: 0, stderr: '' });

    expect((await runScript('embed', [], env)).code).toBe(0);
    expect((await readdir(snapshots)).sort()).toEqual([before, await currentSnapshot(env.DATA_DIR)].sort());
    expect((await readdir(env.DATA_DIR)).sort()).toEqual(['current.json', 'parsed', 'snapshots', 'vectors']);
  });

  it('lets one of two at once build, and the other says so', async () => {
    const env = { CORPUS_DIR: await temporaryCorpus(), DATA_DIR: path.join(await temporaryFolder(), 'data') };
    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(60));
    const both = await Promise.all([runScript('embed', [], env), runScript('embed', [], env)]);
    const codes = both.map(({ code }) => code).sort();
    expect(codes[0]).toBe(0);
    if (codes[1] !== 0) {
      const [second] = both.filter(({ code }) => code !== 0);
      expect(second?.stderr).toMatch(/is being built already \(process \d+/);
    }
    expect((await runScript('verify', [], env)).code).toBe(0);
  });
});

describe('an index that cannot be brought up to date', () => {
  it('answers, with a warning; embed stays strict', async () => {
    const env = { CORPUS_DIR: await temporaryCorpus(), DATA_DIR: path.join(await temporaryFolder(), 'data') };
    await runScript('embed', [], env);
    const before = await currentSnapshot(env.DATA_DIR);
    const [name = ''] = (await readdir(env.CORPUS_DIR)).sort();
    await writeFile(path.join(env.CORPUS_DIR, name), '');
    const asked = await runScript(
      'ask',
      ['--json', 'Has China asked its companies to install backdoors?'],
      env,
    );
    expect(asked.code).toBe(0);
    expect(JSON.parse(asked.stdout).hits).not.toHaveLength(0);
    expect(asked.stderr).toContain(`so ${before} answers: ${name} is on record but can no longer be read`);
    const strict = await runScript('embed', [], env);
    expect(strict).toMatchObject({ code: 1, stdout: '' });
    expect(strict.stderr).toContain(name);
  });
});

describe('verify', () => {
  it('passes on the shipped documents', async () => {
    const { code, stdout } = await runScript('verify', [], { DATA_DIR: inject('dataDir') });
    expect(stdout).toContain('Verified 18 passages of 2 documents');
    expect(code).toBe(0);
  });

  it('says how to get an index, and what has changed since', async () => {
    const env = { CORPUS_DIR: await temporaryCorpus(), DATA_DIR: path.join(await temporaryFolder(), 'data') };
    const none = await runScript('verify', [], env);
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run embed') });
    const [name = ''] = await readdir(env.CORPUS_DIR);
    const file = path.join(env.CORPUS_DIR, name);
    await writeFile(file, `${await readFile(file, 'utf8')}\n`);
    const changed = await runScript('verify', [], { ...env, DATA_DIR: inject('dataDir') });
    expect(changed.code).toBe(1);
    expect(changed.stderr).toContain(`${name}: has changed`);
  });
});
