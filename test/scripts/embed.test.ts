import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { QUICK_MODELS, runHere, runScript, type ScriptResult, startScript } from '../support/run-script.ts';
import { projectRoot, temporaryCorpus, temporaryFolder, temporaryIndex } from '../support/temporary.ts';

const embed = (env: Record<string, string>, ...args: string[]) =>
  runHere('embed', args, { ...QUICK_MODELS, ...env });
const ask = (env: Record<string, string>, question = 'Huawei') =>
  runHere('ask', ['--json', question], { ...QUICK_MODELS, ...env });

/** A first build, which most tests start from. */
let built: { dataDir: string; result: ScriptResult };
beforeAll(async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'on-record-embed-'));
  built = { dataDir, result: await embed({ DATA_DIR: dataDir }) };
});
afterAll(() => rm(built.dataDir, { recursive: true, force: true }));
const indexed = () => temporaryIndex(built.dataDir);

/** A folder to build in for the first time. */
const notIndexed = async () => ({
  CORPUS_DIR: await temporaryCorpus(),
  DATA_DIR: path.join(await temporaryFolder(), 'data'),
});

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

/** Starts an `embed` and kills it as soon as that is so. */
async function killedWhen(env: Record<string, string>, isSo: () => Promise<boolean>): Promise<void> {
  const child = startScript('embed', [], { ...QUICK_MODELS, ...env });
  const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
  while (!(await isSo())) await sleep(10);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

const currentSnapshot = async (dataDir: string): Promise<string> =>
  JSON.parse(await readFile(path.join(dataDir, 'current.json'), 'utf8')).snapshot;

const isBeingBuilt = (name: string) => name.startsWith('building-');

describe('embed', () => {
  it('says what it built, and that there is nothing to do the second time', async () => {
    expect(built.result).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 documents, 5 turns, 18 passages (18 encoded'),
    });
    expect(built.result.stderr).toMatch(/Encoding passages: 18 of 18, \d+\/s/);
    const env = await indexed();
    const snapshot = await currentSnapshot(env.DATA_DIR);
    const second = await embed(env);
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('up to date'), stderr: '' });
    expect(await currentSnapshot(env.DATA_DIR)).toBe(snapshot);
  });

  it('leaves the index as it is where its files cannot become whole, and nothing half made', async () => {
    const env = await indexed();
    const snapshot = await currentSnapshot(env.DATA_DIR);
    await writeFile(path.join(env.CORPUS_DIR, 'more.txt'), longTranscript(3));
    // A limit on the size of files stands in for a full disk, which only root can make.
    const command = 'ulimit -f 20; exec node --import ./scripts/runtime/typescript.mjs scripts/embed.ts';
    const { status, stderr } = spawnSync('bash', ['-c', command], {
      cwd: projectRoot,
      env: { ...process.env, ...QUICK_MODELS, ...env },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/The index cannot be written to .*: .* \((?:EFBIG|ENOSPC)\)\. .*DATA_DIR/);
    expect(await currentSnapshot(env.DATA_DIR)).toBe(snapshot);
    expect(await readdir(path.join(env.DATA_DIR, 'snapshots'))).toEqual([snapshot]);
    expect((await embed(env)).stdout).toContain('3 documents');
  });

  it('names each file that it leaves out, indexes the rest, and fails only where it is to be strict', async () => {
    const env = await indexed();
    await writeFile(path.join(env.CORPUS_DIR, 'empty.txt'), '');
    await writeFile(path.join(env.CORPUS_DIR, '\u001b]0;title\u0007.txt'), '');
    for (const { options, code } of [
      { options: [], code: 0 },
      { options: ['--strict'], code: 1 },
    ]) {
      const run = await embed(env, ...options);
      expect(run.code).toBe(code);
      expect(run.stdout).toContain('2 documents');
      expect(run.stderr).toContain('empty.txt');
      expect(run.stderr).toContain('␛]0;title␇.txt');
      expect(run.stderr).not.toContain('\u001b]');
    }
    expect((await ask(env)).code).toBe(0);
  });

  it('killed in the middle, leaves the old index serving, and the next run completes', async () => {
    const env = await indexed();
    const before = await currentSnapshot(env.DATA_DIR);
    const snapshots = path.join(env.DATA_DIR, 'snapshots');
    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(500));
    await killedWhen(env, async () => (await readdir(snapshots)).some(isBeingBuilt));

    expect(await currentSnapshot(env.DATA_DIR)).toBe(before);
    expect((await readdir(snapshots)).filter(isBeingBuilt)).toHaveLength(1);
    const old = { ...env, CORPUS_DIR: await temporaryCorpus() };
    expect(await ask(old)).toMatchObject({ code: 0, stderr: '' });

    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(50));
    const next = await embed(env);
    const [, known] = /68 passages \(\d+ encoded, (\d+) known from before/.exec(next.stdout) ?? [];
    expect(Number(known)).toBeGreaterThanOrEqual(18);
    expect((await readdir(snapshots)).sort()).toEqual([before, await currentSnapshot(env.DATA_DIR)].sort());
  });

  it('killed for the first time while it encodes, goes on from there', async () => {
    const env = await notIndexed();
    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(300));
    // Some 0.8 kB for each of 318 passages: about 60% of them.
    await killedWhen(env, async () => (await sizeOf(path.join(env.DATA_DIR, 'vectors'))) >= 150_000);
    const next = await embed(env);
    const [, encoded, resumed] =
      /318 passages \((\d+) encoded, (\d+) known from before/.exec(next.stdout) ?? [];
    expect(Number(encoded) + Number(resumed)).toBe(318);
    expect(Number(resumed)).toBeGreaterThan(150);
    expect((await readdir(env.DATA_DIR)).sort()).toEqual(['current.json', 'parsed', 'snapshots', 'vectors']);
    expect((await runHere('verify', [], env)).code).toBe(0);
  });

  it('killed between naming the snapshot and switching to it, leaves the old one serving', async () => {
    const env = await indexed();
    const before = await currentSnapshot(env.DATA_DIR);
    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(5));
    const NODE_OPTIONS = `--import ${path.join(projectRoot, 'test/support/die-at-pointer.mjs')}`;
    const died = await runScript('embed', [], { ...QUICK_MODELS, ...env, NODE_OPTIONS });
    expect(died.code).toBeNull();
    const snapshots = path.join(env.DATA_DIR, 'snapshots');
    expect(await readdir(snapshots)).toHaveLength(2);
    expect(await currentSnapshot(env.DATA_DIR)).toBe(before);
    const old = { ...env, CORPUS_DIR: await temporaryCorpus() };
    expect(await ask(old)).toMatchObject({ code: 0, stderr: '' });

    expect((await embed(env)).code).toBe(0);
    expect((await readdir(snapshots)).sort()).toEqual([before, await currentSnapshot(env.DATA_DIR)].sort());
    expect((await readdir(env.DATA_DIR)).sort()).toEqual(['current.json', 'parsed', 'snapshots', 'vectors']);
  });

  it('with --watch builds again when the folder changes, and ends when it is told to', async () => {
    const env = await indexed();
    const child = startScript('embed', ['--watch'], { ...QUICK_MODELS, ...env });
    onTestFinished(() => void child.kill('SIGKILL'));
    let printed = '';
    child.stdout?.on('data', (chunk) => (printed += chunk));
    const ended = new Promise((resolve) => child.on('close', resolve));
    while (!printed.includes('Watching')) await sleep(10);
    const before = await currentSnapshot(env.DATA_DIR);
    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(3));
    while (!printed.includes('21 passages')) await sleep(10);
    expect(await currentSnapshot(env.DATA_DIR)).not.toBe(before);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('lets one of two at once build, and the other says so', async () => {
    const env = await notIndexed();
    await writeFile(path.join(env.CORPUS_DIR, 'long.txt'), longTranscript(60));
    const both = await Promise.all([1, 2].map(() => runScript('embed', [], { ...QUICK_MODELS, ...env })));
    const codes = both.map(({ code }) => code).sort();
    expect(codes[0]).toBe(0);
    if (codes[1] !== 0) {
      const [second] = both.filter(({ code }) => code !== 0);
      expect(second?.stderr).toMatch(/is being built already \(process \d+/);
    }
    expect((await runHere('verify', [], env)).code).toBe(0);
  });
});

describe('an index that cannot be brought up to date', () => {
  it('answers, with a warning; embed stays strict', async () => {
    const env = await indexed();
    const before = await currentSnapshot(env.DATA_DIR);
    const [name = ''] = (await readdir(env.CORPUS_DIR)).sort();
    await writeFile(path.join(env.CORPUS_DIR, name), '');
    const asked = await ask(env, 'Has China asked its companies to install backdoors?');
    expect(asked.code).toBe(0);
    expect(JSON.parse(asked.stdout).hits).not.toHaveLength(0);
    expect(asked.stderr).toContain(`so ${before} answers: ${name} is on record but can no longer be read`);
    const strict = await embed(env);
    expect(strict).toMatchObject({ code: 1, stdout: '' });
    expect(strict.stderr).toContain(name);
  });
});

describe('verify', () => {
  it('passes on the shipped documents', async () => {
    const { code, stdout } = await runHere('verify', [], { DATA_DIR: inject('dataDir') });
    expect(stdout).toContain('Verified 18 passages of 2 documents');
    expect(code).toBe(0);
  });

  it('says how to get an index, and what has changed since', async () => {
    const env = await notIndexed();
    const none = await runHere('verify', [], env);
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run embed') });
    const [name = ''] = await readdir(env.CORPUS_DIR);
    const file = path.join(env.CORPUS_DIR, name);
    await writeFile(file, `${await readFile(file, 'utf8')}\n`);
    const changed = await runHere('verify', [], { ...env, DATA_DIR: inject('dataDir') });
    expect(changed.code).toBe(1);
    expect(changed.stderr).toContain(`${name}: has changed`);
  });
});
