import { describe, expect, it } from 'vitest';
import { answerSchema } from '../../retrieval/answer.ts';
import { QuestionError } from '../../retrieval/errors.ts';
import { MAX_QUESTION_LENGTH } from '../../retrieval/question.ts';
import { createSearchService } from '../../retrieval/search.ts';
import { openCurrent } from '../../retrieval/snapshot/open.ts';
import { build, temporarySettings } from '../support/record.ts';
import { wordEncoder } from '../support/word-encoder.ts';

async function openSearch() {
  const settings = await temporarySettings();
  await build(settings, wordEncoder());
  const snapshot = await openCurrent(settings.DATA_DIR);
  if (!snapshot) throw new Error('no snapshot');
  return createSearchService({ ...snapshot, encoder: wordEncoder() });
}

describe('search', () => {
  it('answers with ranked, cited passages and the scores that they are made of', async () => {
    const search = await openSearch();
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

  it('gives the same hits first whatever k is', async () => {
    const search = await openSearch();
    const { hits } = await search.ask('Huawei 5G', { k: 18 });
    expect((await search.ask('Huawei 5G', { k: 3 })).hits).toEqual(hits.slice(0, 3));
  });

  it.each([
    ['an empty question', ''],
    ['white space', ' \t\n\u00a0\u3000'],
    ['control characters', '\u0000\u0007\u200b\u202e'],
    ['only emoji', '🤔🤔👍🏽'],
    ['only punctuation', '?!?'],
    ['too long a question', 'why '.repeat(1500)],
  ])('refuses %s', async (_, question) => {
    const search = await openSearch();
    await expect(search.ask(question)).rejects.toThrow(QuestionError);
  });

  it.each([
    ['the longest question', 'a'.repeat(MAX_QUESTION_LENGTH)],
    ['words of another script', '华为的5G网络'],
    ['words that nobody said', 'zyzzyva quokka'],
    ['lone surrogates and emoji around words', '\ud800 Huawei 🤔'],
    ['markup and operators', '"5G" AND <b>Huawei</b> OR (x:y) * \\'],
  ])('takes %s', async (_, question) => {
    const answer = await (await openSearch()).ask(question);
    expect(answer.hits.length).toBeGreaterThan(0);
  });
});
