import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { distinctDocumentId } from '../../corpus/document-id.ts';
import { loadCorpus } from '../../corpus/load.ts';
import { OtherFormatError } from '../../retrieval/errors.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { type Manifest, readPredecessor, SNAPSHOT_FORMAT } from '../../retrieval/snapshot/manifest.ts';
import { checkCurrent, openCurrent } from '../../retrieval/snapshot/open.ts';
import { digestCode, importsOf, isFresh, recipeOf } from '../../retrieval/snapshot/recipe.ts';
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

const BRIDGE = 'Remarks on a Bridge on March 3, 2020\n\nQ: When?\n\nA: The bridge will be open in May.\n';

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

describe('a snapshot of another format', () => {
  it('is stale, not damaged; its documents keep their ids, and nothing is encoded again', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    const folder = (await checkCurrent(settings.DATA_DIR))?.folder ?? '';
    const record = await readFile(path.join(folder, 'record.json'), 'utf8');
    const earlier = ({ counts: _, recipe: __, ...manifest }: Manifest) => ({ ...manifest, format: 4 });
    const [{ id, path: source }] = JSON.parse(record).documents;
    // As the second of two documents of that day and title would have had it.
    const distinct = distinctDocumentId(id, source);
    const renamed = record.replace(`"id":"${id}"`, `"id":"${distinct}"`);
    await rewrite(settings, earlier, ['record.json', Buffer.from(renamed)]);
    await expect(openCurrent(settings.DATA_DIR)).rejects.toThrow(OtherFormatError);
    expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 0, reused: 18 });
    const snapshot = await openCurrent(settings.DATA_DIR);
    const documents = await snapshot?.store.documents();
    expect(documents?.map((document) => document.id)).toContain(distinct);
    snapshot?.close();
  });

  it('keeps the ids of documents that format 4 had in segments', async () => {
    const settings = await temporarySettings();
    const { manifest: first } = await build(settings, wordEncoder());
    const pointer = JSON.parse(await readFile(path.join(settings.DATA_DIR, 'current.json'), 'utf8'));
    const conference = first.sources.find(({ path }) => path.includes('conference'))?.path ?? '';
    await writeFile(path.join(settings.CORPUS_DIR, 'bridge.txt'), BRIDGE);
    await build(settings, wordEncoder());
    await rewrite(
      settings,
      ({ recipe: _, ...manifest }) => ({ ...manifest, format: 4, segments: [pointer] }),
      [
        'record.json',
        JSON.stringify({ documents: [{ id: 'of-the-bridge', path: 'bridge.txt' }], turns: [] }),
      ],
    );
    const before = await readPredecessor(settings.DATA_DIR);
    expect(before?.ids.get('bridge.txt')).toBe('of-the-bridge');
    expect(before?.ids.get(conference)).toContain('2019-02-18');
  });

  it('of which nothing at all is understood is replaced', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    await rewrite(settings, () => ({ format: SNAPSHOT_FORMAT + 7 }));
    await expect(openCurrent(settings.DATA_DIR)).rejects.toThrow(OtherFormatError);
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
    expect(isFresh(manifest, sources, 'words-1', 'tokens-1')).toBe(false);
    const recipe = JSON.parse(recipeOf('words-1'));
    for (const part of ['format', 'parser', 'encoder', 'tokens', 'bm25', 'hnsw', 'code']) {
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

  it('knows all code that the indexing code imports, and the packages that this asks for', () => {
    const { files, packages } = importsOf([
      'retrieval/lexical/build.ts',
      'retrieval/quotes/word-index.ts',
      'corpus/topics/extract.ts',
    ]);
    // Each of them decides postings, words or topics: a spelling, a stop word, a way to cut a text.
    expect(files).toEqual(
      expect.arrayContaining([
        'corpus/topics/names.ts',
        'corpus/topics/variants.ts',
        'retrieval/lexical/scoring.ts',
        'retrieval/lexical/tokens.ts',
        'retrieval/lexical/variants.ts',
        'retrieval/quotes/words.ts',
      ]),
    );
    expect(packages).toEqual(['stemmer']);
  });

  it('is another when any of that code is another', async () => {
    const folder = await temporaryFolder();
    const name = (file: string) => path.relative(projectRoot, path.join(folder, file));
    const write = (file: string, text: string) => writeFile(path.join(folder, file), text);
    await write(
      'a.ts',
      "import type { T } from './types.ts';\nimport { b } from './b.ts';\nexport const a = b;\n",
    );
    await write('b.ts', "export {\n  c,\n} from './c.ts';\nimport { stemmer } from 'stemmer';\n");
    await write('c.ts', 'export const c = 1;\n');
    const before = digestCode([name('a.ts')], []);
    expect(importsOf([name('a.ts')])).toEqual({
      files: ['a.ts', 'b.ts', 'c.ts'].map(name),
      packages: ['stemmer'],
    });
    await write('c.ts', 'export const c = 2;\n');
    expect(digestCode([name('a.ts')], [])).not.toBe(before);
  });
});
