import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LateInteractionReranker, textsOf } from '../../retrieval/rerank/late-interaction.ts';
import { openCurrent } from '../../retrieval/snapshot/open.ts';
import { updateIndex } from '../../retrieval/update.ts';
import { hashTokenEncoder } from '../support/hash-token-encoder.ts';
import { silent, temporarySettings } from '../support/record.ts';
import { wordEncoder } from '../support/word-encoder.ts';

const discounts = { question: 0.95, title: 0.9 };
const MORE = 'Remarks on a Bridge on March 3, 2020\n\nQ: When?\n\nA: The bridge will be open in May.\n';

async function settingsAndReranker() {
  const settings = await temporarySettings();
  const encoder = hashTokenEncoder();
  const reranker = new LateInteractionReranker(encoder, { discounts });
  const build = () => updateIndex(settings, wordEncoder(), silent, reranker.packer);
  const open = async () => (await openCurrent(settings.DATA_DIR)) ?? expect.fail('nothing was built');
  return { settings, encoder, reranker, build, open };
}

describe('the token vectors of a snapshot', () => {
  it('are those of its texts', async () => {
    const { reranker, build, open } = await settingsAndReranker();
    await build();
    const { store, passages, close } = await open();
    const cited = await passages.read([...Array(passages.size).keys()]);
    expect(store.tokens?.key).toBe(reranker.packer.key);
    const read = (await store.tokens?.read([...cited.map(({ passage }) => passage.id), 'none'])) ?? [];
    expect(read.at(-1)).toBeUndefined();
    for (const [i, one] of cited.entries()) {
      const { passage, question, title } = textsOf(one);
      const [a, b, c] = await reranker.packer.pack([passage, question, title]);
      expect(read[i]).toEqual({ passage: a?.bytes, question: b?.bytes, title: c?.bytes });
    }
    close();
  });

  it('are encoded once: a later build only adds what is new, and the snapshot before keeps its own', async () => {
    const { settings, encoder, build, open } = await settingsAndReranker();
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
    const { settings, build } = await settingsAndReranker();
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
      const { settings, build, open } = await settingsAndReranker();
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
      expect(mended.store.tokens).toBeDefined();
      mended.close();
    },
  );

  it('are not kept where nobody asks for them', async () => {
    const { settings, build, open } = await settingsAndReranker();
    await build();
    await updateIndex(settings, wordEncoder(), silent);
    const snapshot = await open();
    expect(snapshot.store.tokens).toBeUndefined();
    expect(snapshot.tokenFault).toBeUndefined();
    expect(await readdir(path.join(settings.DATA_DIR, 'vectors'))).toHaveLength(1);
    snapshot.close();
  });
});
