import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../retrieval/record.ts';
import { LateInteractionReranker } from '../../retrieval/rerank/late-interaction.ts';
import { TokenPacker } from '../../retrieval/rerank/packed-tokens.ts';
import { openCurrent } from '../../retrieval/snapshot/open.ts';
import { updateIndex } from '../../retrieval/update.ts';
import { hashTokenEncoder, rowsOf } from '../support/hash-token-encoder.ts';
import { silent, temporarySettings } from '../support/record.ts';
import { wordEncoder } from '../support/word-encoder.ts';

const discounts = { question: 0.95, title: 0.9 };
const MORE = 'Remarks on a Bridge on March 3, 2020\n\nQ: When?\n\nA: The bridge will be open in May.\n';

async function settingsAndReranker() {
  const settings = await temporarySettings();
  const encoder = hashTokenEncoder();
  const reranker = new LateInteractionReranker(encoder, { discounts });
  const build = () => updateIndex(settings, wordEncoder(), silent, { tokens: reranker.packer });
  const open = async () => (await openCurrent(settings.DATA_DIR)) ?? expect.fail('nothing was built');
  return { settings, encoder, reranker, build, open };
}

describe('the token vectors of a snapshot', () => {
  it('of the retriever come out of the pass that encodes the passages', async () => {
    const { settings, open } = await settingsAndReranker();
    const tokens = hashTokenEncoder('across');
    const crossTokens = new TokenPacker(tokens);
    const words = wordEncoder();
    const encoder = {
      ...words,
      async *encodePassages(texts: readonly string[], withTokens = false) {
        for await (const one of words.encodePassages(texts)) {
          yield { ...one, ...(withTokens && { tokens: rowsOf(texts[one.position] ?? '') }) };
        }
      },
    };
    await updateIndex(settings, encoder, silent, { crossTokens });
    const { store, passages, close } = await open();
    const cited = await passages.read([...Array(passages.size).keys()]);
    // Questions and titles are no passages; what is said is not encoded twice.
    const said = new Set(cited.map(({ passage }) => passage.text));
    expect(tokens.encoded.filter((text) => said.has(text))).toEqual([]);
    expect(tokens.encoded).toContain(cited[0]?.turn.question);
    const [first] = (await store.tokens?.[0]?.read([cited[0]?.passage.id ?? ''])) ?? [];
    expect(first?.passage).toEqual(crossTokens.packRows(rowsOf(cited[0]?.passage.text ?? '')).bytes);
    close();
  });

  it('of the retriever come to a record that was built before, whose passages are not encoded again', async () => {
    const { settings, reranker, build, open } = await settingsAndReranker();
    await build();
    const crossTokens = new TokenPacker(hashTokenEncoder('across'));
    const packers = { tokens: reranker.packer, crossTokens };
    const before = await open();
    expect(faultsOf(before, { tokens: reranker.packer })).toEqual([]);
    expect(faultsOf(before, packers)).toEqual([expect.stringContaining('no token vectors that rank across')]);
    const encoder = wordEncoder();
    await updateIndex(settings, encoder, silent, packers);
    expect(encoder.encoded).toBe(0);
    const after = await open();
    expect(faultsOf(after, packers)).toEqual([]);
    expect(after.store.tokens?.map(({ key }) => key)).toEqual([reranker.packer.key, crossTokens.key]);
    before.close();
    after.close();
  });

  it('are encoded once: a later build only adds what is new, and the snapshot before keeps its own', async () => {
    const { settings, encoder, build, open } = await settingsAndReranker();
    await build();
    const first = await open();
    const [cited] = await first.passages.read([0]);
    const before = await first.store.tokens?.[0]?.read([cited?.passage.id ?? '']);
    encoder.encoded.length = 0;
    await writeFile(path.join(settings.CORPUS_DIR, 'bridge.txt'), MORE);
    await build();
    expect(encoder.encoded).toEqual(expect.arrayContaining(['When?', 'The bridge will be open in May.']));
    expect(encoder.encoded).toHaveLength(3);
    expect(await first.store.tokens?.[0]?.read([cited?.passage.id ?? ''])).toEqual(before);
    // Much is gone: the store is rewritten, and the snapshot that serves still reads what it was built with.
    for (const name of (await readdir(settings.CORPUS_DIR)).filter((file) => file.includes('conference'))) {
      await rm(path.join(settings.CORPUS_DIR, name));
    }
    await build();
    expect(await first.store.tokens?.[0]?.read([cited?.passage.id ?? ''])).toEqual(before);
    const last = await open();
    expect(last.tokenFaults).toEqual({});
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
      expect(snapshot.tokenFaults.tokens).toMatch(fault);
      expect(snapshot.store.tokens).toEqual([]);
      expect((await snapshot.store.documents()).length).toBe(2);
      snapshot.close();
      await build();
      const mended = await open();
      expect(mended.tokenFaults).toEqual({});
      expect(mended.store.tokens).toHaveLength(1);
      mended.close();
    },
  );

  it('are not kept where nobody asks for them', async () => {
    const { settings, build, open } = await settingsAndReranker();
    await build();
    await updateIndex(settings, wordEncoder(), silent);
    const snapshot = await open();
    expect(snapshot.store.tokens).toEqual([]);
    expect(snapshot.tokenFaults).toEqual({});
    expect(await readdir(path.join(settings.DATA_DIR, 'vectors'))).toHaveLength(1);
    snapshot.close();
  });
});
