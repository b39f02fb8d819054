import { describe, expect, it } from 'vitest';
import { inQuotationMarks, readMessage, withoutLeadIns } from '../../retrieval/quotes/message.ts';
import { wordsOf } from '../../retrieval/quotes/words.ts';

describe('words', () => {
  it.each([
    ['“Don’t”, said the U.S. envoy: 5G', ["don't", 'said', 'the', 'us', 'envoy', '5g']],
    ['$1,000.50 is 20 % of €5,002.5', ['$1000.50', 'is', '20%', 'of', '€5002.5']],
    ['so-called — “double-standards”', ['so', 'called', 'double', 'standards']],
    ['Erdoğan, ＨＵＡＷＥＩ, co\u00adoperate', ['erdogan', 'huawei', 'cooperate']],
    ['中国反对5G。', ['中', '国', '反', '对', '5g']],
    ['<s>ten</s> twenty \\[sic\\]', ['ten', 'twenty', 'sic']],
  ])('of %j', (text, keys) => {
    expect(wordsOf(text).map(({ key }) => key)).toEqual(keys);
    for (const { start, end } of wordsOf(text)) expect(text.slice(start, end)).toMatch(/[\p{L}\p{N}]/u);
  });
});

describe('quotation marks', () => {
  it.each([
    ['He said "one two" and “three four”.', ['one two', 'three four']],
    ['"by installing "backdoors" or by violating"', ['by installing "backdoors" or by violating']],
    ['„eins zwei“, «un deux», 「一二」', ['eins zwei', 'un deux', '一二']],
    ['“first paragraph\n\n“second paragraph”', ['first paragraph\n\n“second paragraph']],
    ["‘it’s the country’s laws’ he said, isn't it", ['it’s the country’s laws']],
    ['"never closed', ['never closed']],
    ["the countries' laws and it's that", []],
    ['no marks', []],
  ])('in %j', (text, spans) => {
    expect(inQuotationMarks(text).map(({ start, end }) => text.slice(start, end))).toEqual(spans);
  });
});

describe('markdown', () => {
  it.each([
    ['**China** has *not* __asked__ ~~it~~ ||at all||', 'China has not asked it at all'],
    [
      '[China](https://example.org/a_b) <@123> has<:flag:1> https://example.org/x asked',
      'China   has    asked',
    ],
    ['## Title\n- a point\n1. another', 'Title\na point\nanother'],
    ['```txt\nin a block\n``` and `in line`', 'in a block\n and in line'],
    ['not\\_asked \\*ever\\* […] 5 * 3', 'not_asked *ever* […] 5  3'],
  ])('is taken off %j', (message, text) => {
    expect(readMessage(message).text).toBe(text);
  });

  it('knows what is set off as a quote', () => {
    expect(readMessage('Look:\n> one\n> two\nWow')).toEqual({
      text: 'Look:\none\ntwo\nWow',
      blockQuote: 'one\ntwo',
    });
    expect(readMessage('So:\n>>> one\ntwo').blockQuote).toBe('one\ntwo');
    expect(readMessage('> all\n> of it')).toEqual({ text: 'all\nof it' });
  });
});

describe('lead-ins', () => {
  it.each([
    ['Geng Shuang said: China opposes this.', 'China opposes this.'],
    ['The spokesperson said that China opposes this.', 'China opposes this.'],
    ['China opposes this. — Geng Shuang, 18 Feb 2019', 'China opposes this.'],
    ['Geng Shuang\nChina opposes this.', 'China opposes this.'],
  ])('%j may mean %j', (text, meant) => {
    expect(withoutLeadIns(text).map(({ start, end }) => text.slice(start, end).trim())).toContain(meant);
  });

  it('leave whole sentences alone', () => {
    expect(withoutLeadIns('China will spy.\nWe hope for the best.')).toEqual([]);
  });
});
