import { describe, expect, it } from 'vitest';
import { buildPostings } from '../../retrieval/lexical/build.ts';
import { tokenize } from '../../retrieval/lexical/tokens.ts';
import { rewrite, stripCourtesies } from '../../retrieval/query/rewrite.ts';
import { correctSpelling } from '../../retrieval/query/spelling.ts';
import { countsOf, createVocabulary } from '../../retrieval/query/vocabulary.ts';
import { buildWordIndex } from '../../retrieval/quotes/word-index.ts';

const rows = [
  { passage: 'Huawei has never been asked to install backdoors in China.', question: '' },
  { passage: 'The Dutch government will decide.', question: 'What of Koizumi?' },
].map((row) => ({ ...row, title: 'Remarks', language: 'en' }));
const vocabulary = createVocabulary(
  countsOf(buildWordIndex(rows.map(({ passage }) => passage)), buildPostings(rows)),
);

describe('typing errors', () => {
  it.each([
    ['did Cihna ask Huwaei', 'did China ask Huawei'],
    ['Koziumi', 'Koizumi'],
    ['the presidnt of lousiana', 'the president of louisiana'],
    ['hurricaine', 'hurricane'],
    ['did they ever see a ginat', 'did they ever see a giant'],
  ])('“%s” is read as “%s”', (typed, meant) => {
    expect(correctSpelling(typed, vocabulary)).toBe(meant);
  });

  it.each([
    'Huawei backdoors',
    'dutch asml licence',
    'Nexperia and Omtzigt',
    'cloning an occupant',
    'Merz on 5G',
    '5G wiht2 2O24',
    'they’ll, don’t, O’Brien',
    '华为是谁',
  ])('“%s” stays', (question) => {
    expect(correctSpelling(question, vocabulary)).toBe(question);
  });
});

describe('courtesies', () => {
  it.each([
    [
      'Hello, I hope this is the right place to ask, could you please tell me: Did China ask?',
      'Did China ask?',
    ],
    ['hi there! quick question - who hacked the parliament? thanks', 'who hacked the parliament?'],
    ['Do you know if Biden met Xi?', 'Biden met Xi?'],
    ['I was wondering what Psaki said about Iran.', 'what Psaki said about Iran.'],
    ['Sorry for the silly question, but who is KJP?', 'who is KJP?'],
  ])('of “%s” are left out', (asked, left) => {
    expect(stripCourtesies(asked)).toBe(left);
  });

  it.each([
    'Could Ukraine win?',
    'Will we see a deal?',
    'can i get the money directly',
    'How do you do that?',
    'thank you',
    'hello',
    'Hi-tech exports',
    'Sorry state of affairs?',
  ])('“%s” has none', (question) => {
    expect(stripCourtesies(question)).toBe(question);
  });

  it('take no time from a text made to be slow', () => {
    const began = performance.now();
    for (const part of ['i hope ', 'please ', ',.', 'hello ', 'could you please ']) {
      stripCourtesies(part.repeat(4000 / part.length));
    }
    // A bound on runaway backtracking, which takes hours: not a measure of speed.
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('go before spelling', () => {
    expect(rewrite('Please tell me about Huwaei backdoors', vocabulary)).toBe('Huawei backdoors');
  });
});

describe('spellings of one word', () => {
  it.each([
    ['Zelenskyy', 'Zelensky'],
    ['organisations recognised', 'organizations recognized'],
    ['neighbouring labour', 'neighboring labor'],
    ['cancelled travelling', 'canceled traveling'],
    ['the centre of defence', 'the center of defense'],
    ['5 percent', '5%'],
    ['5 per cent', '5 %'],
    ['Tibet', 'Xizang'],
    ['Ukrainian', 'Ukraine'],
    ['Türkiye', 'Turkey'],
  ])('“%s” is “%s”', (one, other) => {
    expect(tokenize(one)).toEqual(tokenize(other));
  });

  it.each([
    ['crisis', 'criz'],
    ['four', 'for us'],
    ['tour', 'tor'],
  ])('“%s” is not “%s”', (one, other) => {
    expect(tokenize(one)).not.toEqual(tokenize(other));
  });
});
