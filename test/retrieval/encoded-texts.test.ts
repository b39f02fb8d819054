import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ContentStore } from '../../retrieval/snapshot/encoded-texts.ts';
import { build, temporarySettings } from '../support/record.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { wordEncoder } from '../support/word-encoder.ts';

/** Encodes like the word encoder, and dies after `count` passages. */
function mortalEncoder(count: number, key = 'words-1') {
  const encoder = wordEncoder({ key });
  const { encodePassages } = encoder;
  encoder.encodePassages = async function* (texts) {
    let left = count;
    for await (const encoded of encodePassages(texts)) {
      if (left-- === 0) throw new Error('killed');
      yield encoded;
    }
  };
  return encoder;
}

/** The one store of a data folder. */
async function storeFile(dataDir: string): Promise<string> {
  const folder = path.join(dataDir, 'vectors');
  const [name = '', ...others] = await readdir(folder);
  expect(others).toEqual([]);
  return path.join(folder, name);
}

describe('a build that is killed while it encodes', () => {
  it('goes on from there, also the first', async () => {
    const settings = await temporarySettings();
    await expect(build(settings, mortalEncoder(11))).rejects.toThrow('killed');
    const encoder = wordEncoder();
    expect(await build(settings, encoder)).toMatchObject({ encoded: 7, reused: 11 });
    expect(encoder.encoded).toBe(7);
  });

  it('gives the same vectors as one that was not', async () => {
    const [killed, whole] = [await temporarySettings(), await temporarySettings()];
    await expect(build(killed, mortalEncoder(11))).rejects.toThrow('killed');
    const vectorsOf = ({ manifest }: Awaited<ReturnType<typeof build>>) =>
      manifest.files.find(({ name }) => name === 'vectors.bin')?.sha256;
    expect(vectorsOf(await build(killed, wordEncoder()))).toBe(vectorsOf(await build(whole, wordEncoder())));
  });

  it('encodes anew what another encoder had encoded', async () => {
    const settings = await temporarySettings();
    await expect(build(settings, mortalEncoder(11, 'another'))).rejects.toThrow('killed');
    expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 18, reused: 0 });
  });

  it.each<[string, (file: string) => Promise<unknown>, number]>([
    ['cut in a record', (file) => readFile(file).then(({ length }) => truncate(file, length - 7)), 10],
    [
      'with a flipped bit in the fourth record',
      async (file) => {
        const bytes = await readFile(file);
        // 48 bytes of header; 16 + 4 + 64 x 2 + 8 for each record.
        const at = 48 + 3 * 156 + 50;
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
        await writeFile(file, bytes);
      },
      3,
    ],
    ['that is something else', (file) => writeFile(file, 'something else'), 0],
    ['that is empty', (file) => writeFile(file, ''), 0],
  ])('believes only whole records of a store %s', async (_, damage, known) => {
    const settings = await temporarySettings();
    await expect(build(settings, mortalEncoder(11))).rejects.toThrow('killed');
    await damage(await storeFile(settings.DATA_DIR));
    await expect(build(settings, mortalEncoder(2))).rejects.toThrow('killed');
    expect(await build(settings, wordEncoder())).toMatchObject({ reused: known + 2 });
  });
});

describe('a store', () => {
  it('keeps what is used, and no other content', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    const file = await storeFile(settings.DATA_DIR);
    const before = (await stat(file)).size;
    const [conference = '', embassy = ''] = (await readdir(settings.CORPUS_DIR)).sort();
    const text = await readFile(path.join(settings.CORPUS_DIR, conference), 'utf8');
    await rm(path.join(settings.CORPUS_DIR, conference));
    await build(settings, wordEncoder());
    expect((await stat(file)).size).toBe(before - 15 * 156);
    await writeFile(path.join(settings.CORPUS_DIR, conference), text);
    expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 15, reused: 3 });
    expect(embassy).not.toBe('');
  });

  it('gives back what it was given, over many megabytes, after it is opened again and pruned', async () => {
    const folder = await temporaryFolder();
    const contentOf = (i: number) => Buffer.alloc(i === 7 ? 9_000_000 : 10_000 + i, i);
    const texts = Array.from({ length: 1000 }, (_, i) => `text ${i}`);
    const store = await ContentStore.open(folder, 'key', texts);
    for (const [i, text] of texts.entries()) await store.add(text, contentOf(i));
    await store.close();
    const again = await ContentStore.open(folder, 'key', texts);
    for (const i of [0, 7, 8, 421, 999]) expect(again.read(`text ${i}`)?.equals(contentOf(i))).toBe(true);
    expect(again.read('text 1000')).toBeUndefined();
    await again.close();
    const pruned = await ContentStore.open(folder, 'key', ['text 7', 'text 999', 'no such text']);
    expect(pruned.has('text 0')).toBe(false);
    for (const i of [7, 999]) expect(pruned.read(`text ${i}`)?.equals(contentOf(i))).toBe(true);
    await pruned.add('text 1000', contentOf(3));
    await pruned.flush();
    expect(pruned.read('text 1000')?.equals(contentOf(3))).toBe(true);
    expect(pruned.size).toBe((await stat(pruned.file)).size);
    await pruned.close();
  });
});
