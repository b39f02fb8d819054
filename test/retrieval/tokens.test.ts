import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Encoder } from '../../retrieval/interfaces.ts';
import { TokenPacker } from '../../retrieval/rerank/packed-tokens.ts';
import { type OpenSnapshot, openCurrent } from '../../retrieval/snapshot/open.ts';
import { isFresh } from '../../retrieval/snapshot/recipe.ts';
import { updateIndex } from '../../retrieval/update.ts';
import { hashTokenEncoder, rowsOf } from '../support/hash-token-encoder.ts';
import { silent, temporarySettings } from '../support/record.ts';
import { wordEncoder } from '../support/word-encoder.ts';

const MORE = 'Remarks on a Bridge on March 3, 2020\n\nQ: When?\n\nA: The bridge will be open in May.\n';

async function settingsAndPacker() {
  const settings = await temporarySettings();
  const encoder = hashTokenEncoder();
  const packer = new TokenPacker(encoder);
  const build = () => updateIndex(settings, wordEncoder(), silent, packer);
  const open = async () => (await openCurrent(settings.DATA_DIR)) ?? expect.fail('nothing was built');
  return { settings, encoder, packer, build, open };
}

/** An encoder whose forward pass gives token vectors as well, and the texts that it was asked for them. */
function encoderWithTokens() {
  const words = wordEncoder();
  const asked: string[] = [];
  const encoder: Encoder = {
    ...words,
    async *encodePassages(texts: readonly string[], withTokens = false) {
      for await (const one of words.encodePassages(texts)) {
        const text = texts[one.position] ?? '';
        if (withTokens) asked.push(text);
        yield { ...one, ...(withTokens && { tokens: rowsOf(text) }) };
      }
    },
  };
  return { encoder, asked };
}

async function allIn({ passages }: OpenSnapshot) {
  const cited = await passages.read([...Array(passages.size).keys()]);
  return { cited, said: new Set(cited.map(({ passage }) => passage.text)) };
}

describe('the token vectors of a snapshot', () => {
  it('of the retriever come out of the pass that encodes the passages, which are encoded but once', async () => {
    const { settings, open } = await settingsAndPacker();
    const { encoder, asked } = encoderWithTokens();
    const tokens = hashTokenEncoder({ retriever: encoder.key });
    const packer = new TokenPacker(tokens);
    await updateIndex(settings, encoder, silent, packer);
    const snapshot = await open();
    const { cited, said } = await allIn(snapshot);
    expect(new Set(asked)).toEqual(said);
    expect(asked).toHaveLength(said.size);
    // Questions and titles are no passages.
    expect(tokens.encoded.filter((text) => said.has(text))).toEqual([]);
    expect(tokens.encoded).toContain(cited[0]?.turn.question);
    const [first] = (await snapshot.store.tokens?.read([cited[0]?.passage.id ?? ''])) ?? [];
    expect(first?.passage).toEqual(packer.packRows(rowsOf(cited[0]?.passage.text ?? '')).bytes);
    expect(first?.question).toEqual(packer.packRows(rowsOf(cited[0]?.turn.question ?? '')).bytes);
    snapshot.close();
  });

  it.each([
    ['a model of its own', undefined],
    ['another retriever', 'words-2'],
  ])('of %s are encoded by that', async (_, retriever) => {
    const { settings, open } = await settingsAndPacker();
    const { encoder, asked } = encoderWithTokens();
    const tokens = hashTokenEncoder(retriever === undefined ? {} : { retriever });
    await updateIndex(settings, encoder, silent, new TokenPacker(tokens));
    const snapshot = await open();
    const { said } = await allIn(snapshot);
    expect(asked).toEqual([]);
    expect(tokens.encoded).toEqual(expect.arrayContaining([...said]));
    expect(new Set(tokens.encoded).size).toBe(tokens.encoded.length);
    snapshot.close();
  });

  it('come to a record that was built without them, whose passages the retriever does not encode again', async () => {
    const { settings, packer, open } = await settingsAndPacker();
    const { manifest } = await updateIndex(settings, wordEncoder(), silent);
    expect(isFresh(manifest, manifest.sources, 'words-1')).toBe(true);
    expect(isFresh(manifest, manifest.sources, 'words-1', packer.key)).toBe(false);
    const encoder = wordEncoder();
    const { manifest: next } = await updateIndex(settings, encoder, silent, packer);
    expect(encoder.encoded).toBe(0);
    expect(isFresh(next, next.sources, 'words-1', packer.key)).toBe(true);
    const after = await open();
    expect(after.store.tokens?.key).toBe(packer.key);
    after.close();
  });

  it('of another model take the place of those before', async () => {
    const { settings, build, open } = await settingsAndPacker();
    await build();
    const other = new TokenPacker(hashTokenEncoder({ key: 'other-tokens' }));
    await updateIndex(settings, wordEncoder(), silent, other);
    const snapshot = await open();
    expect(snapshot.store.tokens?.key).toBe(other.key);
    // Those of the passages' vectors and of these tokens.
    expect(await readdir(path.join(settings.DATA_DIR, 'vectors'))).toHaveLength(2);
    snapshot.close();
  });

  it('are encoded once: a later build only adds what is new, and the snapshot before keeps its own', async () => {
    const { settings, encoder, build, open } = await settingsAndPacker();
    await build();
    const first = await open();
    const [cited] = await first.passages.read([0]);
    const before = await first.store.tokens?.read([cited?.passage.id ?? '']);
    encoder.encoded.length = 0;
    await writeFile(path.join(settings.CORPUS_DIR, 'bridge.txt'), MORE);
    await build();
    expect(encoder.encoded).toEqual(expect.arrayContaining(['When?', 'The bridge will be open in May.']));
    expect(encoder.encoded).toHaveLength(3);
    expect(await first.store.tokens?.read([cited?.passage.id ?? ''])).toEqual(before);
    // Much is gone: the store is rewritten, and the snapshot that serves still reads what it was built with.
    for (const name of (await readdir(settings.CORPUS_DIR)).filter((file) => file.includes('conference'))) {
      await rm(path.join(settings.CORPUS_DIR, name));
    }
    await build();
    expect(await first.store.tokens?.read([cited?.passage.id ?? ''])).toEqual(before);
    const last = await open();
    expect(last.tokenFault).toBeUndefined();
    first.close();
    last.close();
  });

  it('take the room of one file beside the store', async () => {
    const { settings, build } = await settingsAndPacker();
    const { manifest } = await build();
    const file = path.join(settings.DATA_DIR, 'snapshots', manifest.name, 'tokens.bin');
    expect((await stat(file)).nlink).toBe(2);
  });

  it.each<[string, (file: string) => Promise<unknown>, RegExp]>([
    ['are gone', (file) => rm(file), /tokens\.bin.*is missing/],
    ['were cut off', async (file) => truncate(file, (await stat(file)).size - 1), /tokens\.bin.*is damaged/],
    [
      'have a flipped bit',
      async (file) => {
        const bytes = await readFile(file);
        bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
        await writeFile(file, bytes);
      },
      /tokens\.bin.*is damaged/,
    ],
  ])(
    'that %s are named, and the record answers without them until the next build',
    async (_, damage, fault) => {
      const { settings, packer, build, open } = await settingsAndPacker();
      const { manifest } = await build();
      await damage(path.join(settings.DATA_DIR, 'snapshots', manifest.name, 'tokens.bin'));
      const snapshot = await open();
      expect(snapshot.tokenFault).toMatch(fault);
      expect(snapshot.store.tokens).toBeUndefined();
      expect((await snapshot.store.documents()).length).toBe(2);
      snapshot.close();
      await build();
      const mended = await open();
      expect(mended.tokenFault).toBeUndefined();
      expect(mended.store.tokens?.key).toBe(packer.key);
      mended.close();
    },
  );

  it('are not kept where nobody asks for them', async () => {
    const { settings, build, open } = await settingsAndPacker();
    await build();
    await updateIndex(settings, wordEncoder(), silent);
    const snapshot = await open();
    expect(snapshot.store.tokens).toBeUndefined();
    expect(snapshot.tokenFault).toBeUndefined();
    expect(await readdir(path.join(settings.DATA_DIR, 'vectors'))).toHaveLength(1);
    snapshot.close();
  });
});
