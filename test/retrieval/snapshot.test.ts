import { cp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CorpusError, TranscriptError } from '../../corpus/errors.ts';
import { loadCorpus } from '../../corpus/load.ts';
import { SnapshotError } from '../../retrieval/errors.ts';
import { verifyPassages } from '../../retrieval/snapshot/check-index.ts';
import { checkCurrent, openCurrent } from '../../retrieval/snapshot/open.ts';
import { build, temporarySettings } from '../support/record.ts';
import { wordEncoder } from '../support/word-encoder.ts';

const EXTRA = `Remarks on a Bridge on March 3, 2020

Q: Will the bridge be open in May?

A: The bridge between the two towns will be open in May.

It will carry trains as well as cars.
`;

async function openOrFail(dataDir: string) {
  const snapshot = await openCurrent(dataDir);
  if (!snapshot) throw new Error('no snapshot');
  return snapshot;
}

/** Every passage with its citation. */
async function readAll(dataDir: string) {
  const snapshot = await openOrFail(dataDir);
  const all = await snapshot.passages.read(Array.from({ length: snapshot.passages.size }, (_, row) => row));
  snapshot.close();
  return all;
}

describe('a snapshot', () => {
  it('gives back every passage of the corpus with its turn and document', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    const { transcripts } = await loadCorpus(settings.CORPUS_DIR);
    const expected = transcripts.flatMap(({ document: { text, ...document }, turns, passages }) =>
      passages.map((passage) => ({ passage, turn: turns[passage.turn], document })),
    );
    expect(expected.length).toBe(18);
    expect(await readAll(settings.DATA_DIR)).toEqual(expected);
  });

  it('finds passages by id, and says what it holds', async () => {
    const settings = await temporarySettings();
    const { manifest } = await build(settings, wordEncoder());
    const { passages, close } = await openOrFail(settings.DATA_DIR);
    const [cited] = await passages.read([4]);
    expect(passages.find(cited?.passage.id ?? '')).toBe(4);
    expect(passages.find('0000000000')).toBeUndefined();
    expect(passages.summary()).toMatchObject({
      index: manifest.name,
      documents: 2,
      turns: 5,
      passages: 18,
      dates: { first: '2019-02-18', last: '2019-07-03' },
      speakers: expect.arrayContaining(['Geng Shuang']),
    });
    close();
  });

  it('keeps all ids over a rebuild, and encodes only what is new', async () => {
    const settings = await temporarySettings();
    const encoder = wordEncoder();
    await build(settings, encoder);
    expect(encoder.encoded).toBe(18);
    const before = await readAll(settings.DATA_DIR);
    await writeFile(path.join(settings.CORPUS_DIR, 'a-bridge.txt'), EXTRA);
    expect(await build(settings, encoder)).toMatchObject({ encoded: 2, reused: 18 });
    expect(encoder.encoded).toBe(20);
    const after = await readAll(settings.DATA_DIR);
    expect(after.length).toBe(20);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it('encodes everything again for another encoder', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    expect(await build(settings, wordEncoder({ key: 'words-2' }))).toMatchObject({ encoded: 18, reused: 0 });
  });

  it('gives a long passage several windows, and finds it by its end', async () => {
    const settings = await temporarySettings();
    const encoder = wordEncoder({ windowWords: 20 });
    const { manifest } = await build(settings, encoder);
    expect(manifest.counts.windows).toBeGreaterThan(manifest.counts.passages);
    const { vectors, passages, close } = await openOrFail(settings.DATA_DIR);
    const [best] = await vectors.search(
      await encoder.encodeQuery('strengthening communication and cooperation challenges'),
      1,
    );
    const [cited] = await passages.read([best?.row ?? -1]);
    expect(cited?.passage.text).toMatch(/strengthening communication and cooperation\.$/);
    close();
  });

  it('keeps the snapshot before, and removes older ones and dead builds', async () => {
    const settings = await temporarySettings();
    const folder = path.join(settings.DATA_DIR, 'snapshots');
    const first = await build(settings, wordEncoder({ key: '1' }));
    const second = await build(settings, wordEncoder({ key: '2' }));
    // The highest process number that Linux gives is 4194304: this one never runs.
    await writeFile(path.join(folder, 'building-99999999-0badcafe'), '');
    const third = await build(settings, wordEncoder({ key: '3' }));
    expect((await readdir(folder)).sort()).toEqual([second.manifest.name, third.manifest.name].sort());
    expect(first.manifest.name).not.toBe(second.manifest.name);
  });
});

describe('document ids', () => {
  it('stay what they are when another document of the same day and title comes before', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    const conference = (await readdir(settings.CORPUS_DIR)).find((name) => name.includes('conference')) ?? '';
    const before = await readAll(settings.DATA_DIR);
    await cp(path.join(settings.CORPUS_DIR, conference), path.join(settings.CORPUS_DIR, '0.txt'));
    expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 0 });
    const after = await readAll(settings.DATA_DIR);
    const ids = new Set(after.map(({ passage }) => passage.id));
    for (const { passage } of before) expect(ids).toContain(passage.id);
    const other = after.find(({ document }) => document.path === '0.txt')?.document.id;
    const first = before.find(({ document }) => document.path === conference)?.document.id;
    expect(other).toMatch(new RegExp(`^${first}-[0-9a-f]{6}$`));
  });
});

describe('a damaged snapshot is named, with what mends it', () => {
  it.each([
    'record.json',
    'text.utf16',
    'passages.bin',
    'vectors.bin',
    'hnsw.bin',
    'lexical.bin',
    'manifest.json',
  ])('%s', async (name) => {
    const settings = await temporarySettings();
    const { manifest } = await build(settings, wordEncoder());
    const file = path.join(settings.DATA_DIR, 'snapshots', manifest.name, name);
    const whole = await readFile(file);

    const flipped = Buffer.from(whole);
    flipped.writeUInt8(flipped.readUInt8(whole.length >> 1) ^ 1, whole.length >> 1);
    const spoil: (() => Promise<void>)[] = [
      () => writeFile(file, flipped),
      () => truncate(file, whole.length - 1),
      () => writeFile(file, 'something else'),
      () => rename(file, `${file}.away`),
    ];
    for (const damage of spoil) {
      await damage();
      const error = await openCurrent(settings.DATA_DIR).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(SnapshotError);
      expect(String(error)).toContain(name);
      expect(String(error)).toContain('npm run embed');
      await writeFile(file, whole);
    }
    await rm(file);
    await build(settings, wordEncoder());
    expect(await readAll(settings.DATA_DIR)).toHaveLength(18);
  });

  it.each(['', '{', '{"snapshot":"../../etc","manifest":"0"}', 'null'])(
    'a pointer that reads “%s”',
    async (text) => {
      const settings = await temporarySettings();
      await build(settings, wordEncoder());
      await writeFile(path.join(settings.DATA_DIR, 'current.json'), text);
      await expect(openCurrent(settings.DATA_DIR)).rejects.toThrow(/current\.json.*npm run embed/);
    },
  );
});

describe('nothing is lost', () => {
  it('when a build fails half-way, the old snapshot serves and the rest is gone', async () => {
    const settings = await temporarySettings();
    const { manifest } = await build(settings, wordEncoder());
    const failing = wordEncoder({ key: 'other' });
    failing.encodePassages = async function* () {
      yield { position: 0, windows: [new Float32Array(64)] };
      throw new Error('out of memory');
    };
    await expect(build(settings, failing)).rejects.toThrow('out of memory');
    expect((await checkCurrent(settings.DATA_DIR))?.manifest.name).toBe(manifest.name);
    expect(await readdir(path.join(settings.DATA_DIR, 'snapshots'))).toEqual([manifest.name]);
  });

  it('when a document on record turns unreadable, the index is left as it is', async () => {
    const settings = await temporarySettings();
    const { manifest } = await build(settings, wordEncoder());
    const [name = ''] = (await readdir(settings.CORPUS_DIR)).sort();
    await writeFile(path.join(settings.CORPUS_DIR, name), '');
    await expect(build(settings, wordEncoder())).rejects.toThrow(CorpusError);
    await expect(build(settings, wordEncoder())).rejects.toThrow(name);
    expect((await checkCurrent(settings.DATA_DIR))?.manifest.name).toBe(manifest.name);
    await rm(path.join(settings.CORPUS_DIR, name));
    expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 0, reused: 3 });
  });

  it('when a new file is no transcript, it is left out and the rest is indexed', async () => {
    const settings = await temporarySettings();
    await writeFile(path.join(settings.CORPUS_DIR, 'empty.txt'), '');
    const { manifest, refused } = await build(settings, wordEncoder());
    expect(manifest).toMatchObject({ refused: ['empty.txt'], counts: { documents: 2, passages: 18 } });
    expect(refused.map(({ error }) => error.message).join()).toContain('empty.txt');
  });

  it('when no file is a transcript, nothing is built', async () => {
    const settings = await temporarySettings();
    for (const name of await readdir(settings.CORPUS_DIR))
      await writeFile(path.join(settings.CORPUS_DIR, name), '');
    await expect(build(settings, wordEncoder())).rejects.toThrow(TranscriptError);
    expect(await openCurrent(settings.DATA_DIR)).toBeUndefined();
  });
});

describe('verification', () => {
  it('passes on a fresh index, and names a document that has changed, gone or come', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    const verify = async () => {
      const snapshot = await openOrFail(settings.DATA_DIR);
      const corpus = await loadCorpus(settings.CORPUS_DIR);
      const { faults } = await verifyPassages(snapshot.passages, snapshot.manifest, corpus);
      snapshot.close();
      return faults;
    };
    expect(await verify()).toEqual([]);
    const [conference = '', embassy = ''] = (await readdir(settings.CORPUS_DIR)).sort();
    const file = path.join(settings.CORPUS_DIR, conference);
    await writeFile(file, (await readFile(file, 'utf8')).replace('immoral and unfair', 'moral and fair'));
    await rename(path.join(settings.CORPUS_DIR, embassy), path.join(settings.CORPUS_DIR, `${embassy}.away`));
    await writeFile(path.join(settings.CORPUS_DIR, 'a-bridge.txt'), EXTRA);
    const faults = (await verify()).join('\n');
    expect(faults).toContain(`${conference}: has changed`);
    expect(faults).toContain(`${embassy}: is on record, but not in the corpus folder`);
    expect(faults).toContain('a-bridge.txt: is not in the index');
  });

  it('names passages of an unchanged document that are missing, and a document that is refused now', async () => {
    const settings = await temporarySettings();
    await build(settings, wordEncoder());
    const snapshot = await openOrFail(settings.DATA_DIR);
    const { transcripts, refused } = await loadCorpus(settings.CORPUS_DIR);
    const more = transcripts.map((transcript, i) =>
      i > 0
        ? transcript
        : {
            ...transcript,
            passages: transcript.passages.concat(
              transcript.passages.slice(0, 1).map((passage) => ({ ...passage, id: '0123456789' })),
            ),
          },
    );
    const verified = await verifyPassages(snapshot.passages, snapshot.manifest, {
      transcripts: more,
      refused,
    });
    expect(verified.faults).toEqual([expect.stringMatching(/passage 0123456789 at \d+ is not in the index/)]);

    const [, embassy = ''] = (await readdir(settings.CORPUS_DIR)).sort();
    await writeFile(path.join(settings.CORPUS_DIR, embassy), '');
    const { faults } = await verifyPassages(
      snapshot.passages,
      snapshot.manifest,
      await loadCorpus(settings.CORPUS_DIR),
    );
    snapshot.close();
    expect(faults).toEqual([
      expect.stringContaining(`in the corpus folder, but no longer a transcript: ${embassy} is empty.`),
    ]);
  });
});
