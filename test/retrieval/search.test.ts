import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answerSchema } from '../../retrieval/answer.ts';
import { QuestionError } from '../../retrieval/errors.ts';
import type { Reranker } from '../../retrieval/interfaces.ts';
import { MAX_QUESTION_LENGTH } from '../../retrieval/question.ts';
import { createSearchService } from '../../retrieval/search.ts';
import { openCurrent } from '../../retrieval/snapshot/open.ts';
import type { RecordStore } from '../../retrieval/store/record-store.ts';
import { build, temporarySettings } from '../support/record.ts';
import { shared, type WhenDone } from '../support/temporary.ts';
import { wordEncoder } from '../support/word-encoder.ts';

/** The store of the two documents, or of one transcript. */
async function openStore(whenDone: WhenDone, transcript?: string) {
  const settings = await temporarySettings(whenDone);
  if (transcript !== undefined) {
    for (const file of await readdir(settings.CORPUS_DIR)) await rm(path.join(settings.CORPUS_DIR, file));
    await writeFile(path.join(settings.CORPUS_DIR, 'made-up.txt'), transcript);
  }
  await build(settings, wordEncoder());
  const snapshot = await openCurrent(settings.DATA_DIR);
  if (!snapshot) throw new Error('no snapshot');
  whenDone(async () => snapshot.close());
  return snapshot.store;
}

const twoDocuments = shared((whenDone) => openStore(whenDone));
const manyTurns = shared((whenDone) => openStore(whenDone, transcriptOf(400)));

/** A search of the two documents, or of another record. */
const searchOf = (store: RecordStore = twoDocuments(), reranker?: Reranker) =>
  createSearchService({ store, encoder: wordEncoder(), ...(reranker && { reranker }) });

/** A press conference of so many questions and answers, no two alike. */
function transcriptOf(turns: number): string {
  const blocks = Array.from(
    { length: turns },
    (_, i) =>
      `Q: What about harbour number ${i}?\n\nA: The fishing quota ${i * 31} of place ${i * 7} is under review by office ${i * 13} and ${i * 17}, harbour number ${i} included.`,
  );
  return `Press Conference on March 1, 2020\n\n${blocks.join('\n\n')}\n`;
}

/** A reranker that likes one passage best. */
function preferring(words: string): Reranker {
  return {
    key: 'preferring',
    score: async (_, passages) =>
      passages.map(({ passage }) => ({
        mean: passage.text.includes(words) ? 1 : 0.1,
        missing: 0,
      })),
  };
}

describe('search', () => {
  it('answers with ranked, cited passages and the scores that they are made of', async () => {
    const search = searchOf();
    const answer = await search.ask('bank accounts have been arbitrarily frozen', { k: 4 });
    expect(answerSchema.parse(answer)).toEqual(answer);
    expect(answer.hits.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
    const scores = answer.hits.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const [first] = answer.hits;
    expect(first?.passage.text).toContain('bank accounts have been arbitrarily frozen');
    expect(first?.turn).toMatchObject({
      speaker: 'Geng Shuang',
      question: expect.stringContaining('protests in Spain'),
    });
    expect(first?.document).toMatchObject({
      date: '2019-02-18',
      title: expect.stringContaining('Regular Press Conference'),
    });
    expect(first?.components.lexical).toBeGreaterThan(0);
    const looked = await search.passage(first?.passage.id ?? '');
    expect(looked?.passage.text).toBe(first?.passage.text);
    expect(await search.passage('no-such-id')).toBeUndefined();
  });

  it('names the sentence of each hit that answers, where its reranker can', async () => {
    const marking: Reranker = {
      ...preferring('strictly abide'),
      highlight: async (_, passages) =>
        passages.map(({ passage: { text } }, i) => (i === 0 ? { start: 0, end: text.length } : undefined)),
    };
    const search = searchOf(undefined, marking);
    const { hits } = await search.ask('Does China tell its companies to abide by local laws?', { k: 2 });
    expect(hits[0]?.highlight).toEqual({ start: 0, end: hits[0]?.passage.text.length });
    expect(hits[1]).not.toHaveProperty('highlight');
  });

  it('gives the same answer whatever k is: k only cuts the list', async () => {
    const search = searchOf(manyTurns());
    const { hits, ...verdict } = await search.ask('harbour number 7 fishing quota', { k: 100 });
    expect(hits.length).toBeGreaterThan(50);
    for (const k of [1, 5, 20]) {
      const cut = await search.ask('harbour number 7 fishing quota', { k });
      expect(cut).toEqual({ ...verdict, hits: hits.slice(0, k) });
    }
  });

  it('lets the reranker decide among the best, and keeps below them what it did not see', async () => {
    const question = 'harbour number 7 fishing quota';
    const alone = await searchOf(manyTurns()).ask(question);
    const fifth = alone.hits[4]?.passage.text ?? '';
    const search = searchOf(manyTurns(), preferring(fifth));
    const { hits } = await search.ask(question, { k: 100 });
    expect(hits[0]?.passage.text).toBe(fifth);
    const seen = hits.filter(({ components }) => components.late !== undefined);
    expect(seen.length).toBeLessThan(hits.length);
    expect(hits.slice(0, seen.length)).toEqual(seen);
  });

  it('names the other passages that say nearly the same', async () => {
    const said =
      'We will keep the harbour open for every ship that brings food to the people of the islands.';
    const store = await openStore(
      onTestFinished,
      `Press Conference on March 1, 2020\n\nQ: Is the harbour open?\n\nA: ${said}\n\nQ: And the port?\n\nA: ${said}\n`,
    );
    const { hits } = await searchOf(store).ask('Is the harbour open for ships?');
    expect(hits).toHaveLength(1);
    expect(hits[0]?.alsoSaid?.map(({ passage }) => passage.text)).toEqual([said]);
  });

  it('says that nothing was fitted to models that it does not know', async () => {
    const answer = await searchOf().ask('bank accounts have been arbitrarily frozen');
    expect(answer).toMatchObject({ verdict: 'related', confidence: 0, calibrated: false });
  });

  it.each([
    ['an empty question', ''],
    ['white space', ' \t\n\u00a0\u3000'],
    ['control characters', '\u0000\u0007\u200b\u202e'],
    ['only emoji', '🤔🤔👍🏽'],
    ['only punctuation', '?!?'],
    ['too long a question', 'why '.repeat(1500)],
  ])('refuses %s', async (_, question) => {
    await expect(searchOf().ask(question)).rejects.toThrow(QuestionError);
  });

  it.each([
    ['the longest question', 'a'.repeat(MAX_QUESTION_LENGTH)],
    ['words of another script', '华为的5G网络'],
    ['words that nobody said', 'zyzzyva quokka'],
    ['lone surrogates and emoji around words', '\ud800 Huawei 🤔'],
    ['markup and operators', '"5G" AND <b>Huawei</b> OR (x:y) * \\'],
  ])('takes %s', async (_, question) => {
    const answer = await searchOf().ask(question);
    expect(answer.hits.length).toBeGreaterThan(0);
  });
});
