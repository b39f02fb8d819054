import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CACHE_FILE } from '../../retrieval/snapshot/vector-cache.ts';
import { build, temporarySettings } from '../support/record.ts';
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

describe('a build that is killed while it encodes', () => {
  it('goes on from there, also the first', async () => {
    const settings = await temporarySettings();
    await expect(build(settings, mortalEncoder(11))).rejects.toThrow('killed');
    const encoder = wordEncoder();
    expect(await build(settings, encoder)).toMatchObject({ encoded: 7, resumed: 11, reused: 0 });
    expect(encoder.encoded).toBe(7);
    expect(await readdir(settings.DATA_DIR)).not.toContain(CACHE_FILE);
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
    expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 18, resumed: 0 });
  });

  it.each<[string, (file: string) => Promise<unknown>, number]>([
    ['cut in a record', (file) => readFile(file).then(({ length }) => truncate(file, length - 7)), 10],
    [
      'with a flipped bit in the fourth record',
      async (file) => {
        const bytes = await readFile(file);
        // 48 bytes of header; 32 + 4 + 64 x 4 + 8 for each record.
        const at = 48 + 3 * 300 + 100;
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
        await writeFile(file, bytes);
      },
      3,
    ],
    ['that is something else', (file) => writeFile(file, 'something else'), 0],
    ['that is empty', (file) => writeFile(file, ''), 0],
  ])('believes only whole records of a cache %s', async (_, damage, resumed) => {
    const settings = await temporarySettings();
    await expect(build(settings, mortalEncoder(11))).rejects.toThrow('killed');
    await damage(path.join(settings.DATA_DIR, CACHE_FILE));
    await expect(build(settings, mortalEncoder(2))).rejects.toThrow('killed');
    expect(await build(settings, wordEncoder())).toMatchObject({ resumed: resumed + 2, reused: 0 });
  });
});
