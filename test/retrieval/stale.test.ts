import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import { OtherFormatError } from '../../retrieval/errors.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { digestCode } from '../../retrieval/snapshot/code-digest.ts';
import { writeColumns } from '../../retrieval/snapshot/columns.ts';
import { readVectors } from '../../retrieval/snapshot/index-files.ts';
import { isFresh, type Manifest, recipeOf, SNAPSHOT_FORMAT } from '../../retrieval/snapshot/manifest.ts';
import { checkCurrent, openCurrent } from '../../retrieval/snapshot/open.ts';
import { STEPS } from '../../retrieval/vector/windows.ts';
import { build, temporarySettings } from '../support/record.ts';
import { projectRoot, temporaryFolder } from '../support/temporary.ts';
import { wordEncoder } from '../support/word-encoder.ts';

/** Rewrites the serving snapshot's files as another version of this program might have left them. */
async function rewrite(
  settings: RecordSettings,
  change: (manifest: Manifest) => object,
  file?: [string, string | Buffer],
) {
  const pointerFile = path.join(settings.DATA_DIR, 'current.json');
  const pointer = JSON.parse(await readFile(pointerFile, 'utf8'));
  const folder = path.join(settings.DATA_DIR, 'snapshots', pointer.snapshot);
  const manifest: Manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  if (file) {
    const [name, text] = file;
    await writeFile(path.join(folder, name), text);
    const described = manifest.files.find((entry) => entry.name === name);
    Object.assign(described ?? {}, { bytes: text.length, sha256: sha256(text) });
  }
  const json = JSON.stringify(change(manifest));
  await writeFile(path.join(folder, 'manifest.json'), json);
  await writeFile(pointerFile, JSON.stringify({ ...pointer, manifest: sha256(json) }));
}

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

describe('a snapshot of another format', () => {
  it('is stale, not damaged, and its vectors are taken over', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    const folder = (await checkCurrent(settings.DATA_DIR))?.folder ?? '';
    const { matrix } = await readVectors(folder, wordEncoder().dimension);
    const { vectors, rowOfWindow, firstWindow } = matrix;
    // As format 2 had it; no two of the 18 passages have the same words.
    const floats = Float32Array.from(vectors, (steps) => steps / STEPS);
    const file = path.join(await temporaryFolder(), 'vectors.bin');
    await writeColumns(file, { vectors: floats, rowOfWindow, firstWindow });
    const earlier = ({ counts: _, recipe: __, ...manifest }: Manifest) => ({ ...manifest, format: 2 });
    await rewrite(settings, earlier, ['vectors.bin', await readFile(file)]);
    await expect(openCurrent(settings.DATA_DIR)).rejects.toThrow(OtherFormatError);
    expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 0, reused: 18 });
    expect(await checkCurrent(settings.DATA_DIR)).toBeDefined();
  });

  it.each(['vectors.bin', 'record.json', 'passages.bin'])(
    'whose %s has a form that cannot be read is encoded anew',
    async (name) => {
      const settings = await temporarySettings();
      await build(settings, wordEncoder());
      await rewrite(settings, (manifest) => ({ ...manifest, format: SNAPSHOT_FORMAT + 1 }), [name, '[]']);
      expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 18, reused: 0 });
    },
  );

  it('of which nothing at all is understood is replaced', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    await rewrite(settings, () => ({ format: SNAPSHOT_FORMAT + 7 }));
    await expect(openCurrent(settings.DATA_DIR)).rejects.toThrow(OtherFormatError);
    expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 18 });
  });

  it('does not need the ids of its passages to be what they would be today', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    const folder = (await checkCurrent(settings.DATA_DIR))?.folder ?? '';
    const record = await readFile(path.join(folder, 'record.json'), 'utf8');
    await rewrite(settings, (manifest) => manifest, [
      'record.json',
      record.replaceAll('"id":"2019', '"id":"2018'),
    ]);
    expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 0, reused: 18 });
  });
});

describe('a recipe', () => {
  it('makes a snapshot stale when anything in it changes', async () => {
    const settings = await temporarySettings();
    const { manifest } = await build(settings, wordEncoder());
    const { sources } = await loadCorpus(settings.CORPUS_DIR);
    expect(isFresh(manifest, sources, 'words-1')).toBe(true);
    expect(isFresh(manifest, sources, 'words-2')).toBe(false);
    const recipe = JSON.parse(recipeOf('words-1'));
    for (const part of ['format', 'parser', 'encoder', 'bm25', 'hnsw', 'code']) {
      expect(recipe).toHaveProperty(part);
      const other = JSON.stringify({ ...recipe, [part]: 'another' });
      expect(isFresh({ ...manifest, recipe: other }, sources, 'words-1')).toBe(false);
    }
  });

  it('knows the code of words, topics and word index by its text, whatever its line ends', async () => {
    const folder = await temporaryFolder();
    const file = path.relative(projectRoot, path.join(folder, 'words.ts'));
    const digestOf = async (text: string) => {
      await writeFile(path.join(folder, 'words.ts'), text);
      return digestCode([file], []);
    };
    const before = await digestOf('const STOP_WORDS = "a the";\n');
    expect(await digestOf('const STOP_WORDS = "a the";\r\n')).toBe(before);
    expect(await digestOf('const STOP_WORDS = "a the of";\n')).not.toBe(before);
    expect(digestCode([file], ['stemmer'])).not.toBe(digestCode([file], []));
  });
});
