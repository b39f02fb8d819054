import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import type { ScoredRow } from '../../retrieval/interfaces.ts';
import { createQuoteVerifier } from '../../retrieval/quotes/verify.ts';
import type { RecordSettings } from '../../retrieval/settings.ts';
import { type OpenSnapshot, openCurrent } from '../../retrieval/snapshot/open.ts';
import { verifyPassages } from '../../retrieval/snapshot/verify.ts';
import { createTopicService } from '../../retrieval/topics/topic-service.ts';
import { build, temporarySettings } from '../support/record.ts';
import { corpusDir } from '../support/temporary.ts';
import { wordEncoder } from '../support/word-encoder.ts';

const LARGE = 1;
const CONFERENCE = '2019-02-18-foreign-ministry-regular-press-conference.txt';
const QUOTE = 'China has not asked and will not ask companies or individuals to collect or provide data';
const QUESTIONS = ['Huawei 5G security', 'frozen bank accounts in Spain', 'Chinese bank accounts and Huawei'];

const folders = async ({ DATA_DIR }: RecordSettings) => readdir(path.join(DATA_DIR, 'snapshots'));

async function open({ DATA_DIR }: RecordSettings, before?: OpenSnapshot): Promise<OpenSnapshot> {
  const snapshot = await openCurrent(DATA_DIR, before);
  if (!snapshot) throw new Error('nothing was built');
  return snapshot;
}

/** A record of the press conference alone. */
async function conferenceAlone(): Promise<RecordSettings & { others: string[] }> {
  const settings = await temporarySettings();
  const others = (await readdir(settings.CORPUS_DIR)).filter((name) => name !== CONFERENCE);
  for (const name of others) await rm(path.join(settings.CORPUS_DIR, name));
  await build(settings, wordEncoder(), LARGE);
  return { ...settings, others };
}

async function addOthers({ CORPUS_DIR, others }: { CORPUS_DIR: string; others: readonly string[] }) {
  for (const name of others) await cp(path.join(corpusDir, name), path.join(CORPUS_DIR, name));
}

/** What a record answers, by passage ids instead of rows: two builds need not number them alike. */
async function answersOf({ vectors, lexical, passages, quotes, parts }: OpenSnapshot) {
  const verifier = createQuoteVerifier(parts.words, passages);
  const named = async (candidates: readonly ScoredRow[]) => {
    const cited = await passages.read(candidates.map(({ row }) => row));
    return cited
      .map(({ passage }, i) => `${passage.id} ${candidates[i]?.score.toFixed(4)}`)
      .sort((a, b) => (a < b ? -1 : 1));
  };
  const encoder = wordEncoder();
  return Promise.all(
    QUESTIONS.map(async (question) => ({
      near: await named(await vectors.search(await encoder.encodeQuery(question), 5)),
      holding: (await named(await lexical.search(question, 30))).map((line) => line.slice(0, 10)),
      quoted: (await quotes.complete(question.split(' ')[0] ?? '', 25)).map(({ passageId }) => passageId),
      verified: (await verifier.verify(`“${QUOTE}”`)).map(({ kind }) => kind),
    })),
  );
}

describe('a large record', () => {
  it('grows by a segment that holds only what is new, and answers as one that was built anew', async () => {
    const settings = await conferenceAlone();
    await addOthers(settings);
    const encoder = wordEncoder();
    const { manifest } = await build(settings, encoder, LARGE);
    expect(encoder.encoded).toBe(3);
    expect(manifest.segments).toHaveLength(1);
    expect(manifest.counts).toMatchObject({ documents: 2, passages: 18 });
    expect(await folders(settings)).toHaveLength(2);

    const grown = await open(settings);
    const anew = await temporarySettings();
    await build(anew, wordEncoder());
    const whole = await open(anew);
    expect(await answersOf(grown)).toEqual(await answersOf(whole));
    expect({ ...(await grown.passages.summary()), index: '' }).toEqual({
      ...(await whole.passages.summary()),
      index: '',
    });
    const faults = await verifyPassages(grown.passages, manifest, await loadCorpus(settings.CORPUS_DIR));
    expect(faults).toMatchObject({ passages: 18, faults: [] });
    const huawei = await createTopicService(grown.store.topics).statements('Huawei', 0, 100);
    expect(new Set(huawei?.dates)).toEqual(new Set(['2019-02-18', '2019-07-03']));
    const [, statement] = grown.parts.segments;
    expect(statement?.topics.length).toBeGreaterThan(0);
    for (const { name } of statement?.topics ?? [])
      expect(await grown.store.topics.statements(name, { from: 0, count: 1 })).toBeDefined();
    grown.close();
    whole.close();
  });

  it('is built anew when a document was changed or taken away', async () => {
    const settings = await conferenceAlone();
    await addOthers(settings);
    await build(settings, wordEncoder(), LARGE);
    const [other = ''] = settings.others;
    await rm(path.join(settings.CORPUS_DIR, other));
    const { manifest } = await build(settings, wordEncoder(), LARGE);
    expect(manifest.segments).toBeUndefined();
    expect(manifest.counts.passages).toBe(15);
  });

  it('takes vectors and ids of all its segments over when it is built anew', async () => {
    const settings = await conferenceAlone();
    await addOthers(settings);
    await build(settings, wordEncoder(), LARGE);
    await cp(path.join(settings.CORPUS_DIR, CONFERENCE), path.join(settings.CORPUS_DIR, '0.txt'));
    const before = await open(settings);
    const ids = (await before.passages.read([0, 17])).map(({ passage }) => passage.id);
    before.close();
    expect(await build(settings, wordEncoder())).toMatchObject({ encoded: 0 });
    const after = await open(settings);
    expect(after.manifest.segments).toBeUndefined();
    for (const id of ids) expect(await after.passages.find(id)).toBeDefined();
    after.close();
  });

  it('gives a new document of a known day and title an id of its own', async () => {
    const settings = await conferenceAlone();
    await cp(path.join(settings.CORPUS_DIR, CONFERENCE), path.join(settings.CORPUS_DIR, 'again.txt'));
    await build(settings, wordEncoder(), LARGE);
    const snapshot = await open(settings);
    const cited = await snapshot.passages.read([0, 15]);
    const [first, second] = cited.map(({ document }) => document.id);
    expect(second).toMatch(new RegExp(`^${first}-[0-9a-f]{6}$`));
    snapshot.close();
  });

  it('adds nothing for a file that is no transcript, and says so', async () => {
    const settings = await conferenceAlone();
    await writeFile(path.join(settings.CORPUS_DIR, 'notes.txt'), 'Nothing that anybody said.');
    const report = await build(settings, wordEncoder(), LARGE);
    expect(report.refused.map((refusal) => refusal.path)).toEqual(['notes.txt']);
    expect(report.manifest.refused).toEqual(['notes.txt']);
    expect(report.manifest.counts.documents).toBe(1);
  });

  it('shares open segments with the snapshot before, and closes each when nobody reads it', async () => {
    const settings = await conferenceAlone();
    const before = await open(settings);
    await addOthers(settings);
    await build(settings, wordEncoder(), LARGE);
    const after = await open(settings, before);
    expect(after.parts.segments[0]).toBe(before.parts.segments[0]);
    before.close();
    expect(await after.passages.read([0, 17])).toHaveLength(2);
    expect(await answersOf(after)).toEqual(await answersOf(await open(settings)));
    after.close();
    await expect(after.passages.read([0])).rejects.toThrow();
  });

  it('whose first segment is damaged is refused, and replaced by the next build', async () => {
    const settings = await conferenceAlone();
    await addOthers(settings);
    const { manifest } = await build(settings, wordEncoder(), LARGE);
    const first = path.join(settings.DATA_DIR, 'snapshots', manifest.segments?.[0]?.snapshot ?? '');
    await writeFile(path.join(first, 'lexical.bin'), 'no longer what it was');
    await expect(openCurrent(settings.DATA_DIR)).rejects.toThrow(/lexical\.bin.*npm run embed/);
    expect((await build(settings, wordEncoder(), LARGE)).manifest.segments).toBeUndefined();
    (await open(settings)).close();
  });
});
