import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { updateIndex } from '../../retrieval/update.ts';
import { build, silent, temporarySettings } from '../support/record.ts';
import { runHere } from '../support/run-script.ts';
import { wordEncoder } from '../support/word-encoder.ts';

async function altered() {
  const settings = await temporarySettings();
  await build(settings, wordEncoder());
  const [name = ''] = (await readdir(settings.CORPUS_DIR)).sort();
  const file = path.join(settings.CORPUS_DIR, name);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('hypocritical, immoral and unfair', 'regrettable'));
  await build(settings, wordEncoder());
  return { name, text, env: { CORPUS_DIR: settings.CORPUS_DIR, DATA_DIR: settings.DATA_DIR } };
}

describe('a document that was changed at its source', () => {
  it('keeps its old version, and its changes are listed word by word', async () => {
    const { text, env } = await altered();
    const { code, stdout } = await runHere('changes', ['--json'], env);
    expect(code).toBe(0);
    const [change, ...more] = JSON.parse(stdout);
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      document: { date: '2019-02-18' },
      alterations: [{ removed: 'hypocritical, immoral and unfair', added: 'regrettable' }],
    });
    expect((await runHere('changes', [], env)).stdout).toContain(
      '[-hypocritical, immoral and unfair-] {+regrettable+}',
    );
    const [kept = ''] = await readdir(path.join(env.CORPUS_DIR, '.history'));
    const version = JSON.parse(await readFile(path.join(env.CORPUS_DIR, '.history', kept), 'utf8'));
    expect(version.document.text).toBe(text);
    expect(version.passages).toHaveLength(15);
  });

  it('is indexed all the same where its old version cannot be kept, which is said', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    const [name = ''] = (await readdir(settings.CORPUS_DIR)).sort();
    const file = path.join(settings.CORPUS_DIR, name);
    await writeFile(file, (await readFile(file, 'utf8')).replace('immoral', 'sad'));
    await writeFile(path.join(settings.CORPUS_DIR, '.history'), 'a file where the folder should be');
    const warnings: string[] = [];
    const listener = { ...silent, onWarning: (message: string) => void warnings.push(message) };
    await updateIndex(settings, wordEncoder(), listener);
    expect(warnings).toEqual([expect.stringMatching(/^The old version of .* cannot be kept .*\(EEXIST\)/)]);
  });

  it('is taken off the record with its old versions', async () => {
    const { name, env } = await altered();
    const unknown = await runHere('remove', ['../secret.txt'], env);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('../secret.txt') });
    const { code, stdout } = await runHere('remove', [name], env);
    expect(code).toBe(0);
    expect(stdout).toContain('and one old version');
    expect(await readdir(env.CORPUS_DIR)).not.toContain(name);
    expect((await runHere('changes', [], env)).stdout).toContain('No document on record was changed');
    expect((await runHere('remove', [], env)).code).toBe(2);
  });
});
