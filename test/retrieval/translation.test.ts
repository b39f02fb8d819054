import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadEncoder } from '../../retrieval/encoder/transformers-encoder.ts';
import type { Encoder } from '../../retrieval/interfaces.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { openWordTranslator } from '../../retrieval/translation/word-translator.ts';
import { packWordVectors, readWordVectors } from '../../retrieval/translation/word-vectors.ts';

const { MODELS_DIR, MODEL_ID } = readSettings(recordSettings, {});
const load = () => loadEncoder(MODELS_DIR, MODEL_ID);

describe('words of a question, in English', () => {
  // Not every word comes out right: these do.
  it.each([
    ['zh', '台湾的半导体出口', ['taiwan', 'semiconductors']],
    ['ja', '日本の大統領の約束', ['japan', 'president']],
    ['ko', '미사일과 경제 문제', ['economy', 'problem']],
    ['ru', 'переговоры с дипломатами в январе', ['negotiations', 'january']],
    ['fr', 'la technologie nucléaire', ['technology', 'nuclear']],
    ['de', 'Verhandlungen über Preise', ['negotiations', 'prices']],
    ['es', 'la cárcel y los inmigrantes', ['jail', 'migrants']],
    ['ar', 'الطائرة في المطار', ['plane', 'airport']],
  ])('%s: “%s”', async (language, question, expected) => {
    const words = await openWordTranslator(await load())?.translate(question, language);
    expect(words).toEqual(expect.arrayContaining(expected));
  });

  it('are the same each time, two for a word at most, and none for a number', async () => {
    const translator = openWordTranslator(await load());
    const question = 'Сколько дипломатов выслали в апреле?';
    const words = await translator?.translate(question, 'ru');
    expect(await translator?.translate(question, 'ru')).toEqual(words);
    expect(words?.length).toBeLessThanOrEqual(2 * question.split(' ').length);
    expect(await translator?.translate('2019 5', 'ru')).toEqual([]);
  });

  it('are not given by vectors of another encoder', () => {
    expect(openWordTranslator({ key: 'Somebody/else@q8:1:2' } as Encoder)).toBeUndefined();
    expect(openWordTranslator({ key: `${MODEL_ID}@q8:otherweights:2` } as Encoder)).toBeUndefined();
  });

  it('come from a file that keeps what was packed', async () => {
    const { key } = await load();
    const vectors = readWordVectors(key);
    if (!vectors) throw new Error('no word vectors');
    const { bytes, file } = packWordVectors(key, vectors);
    expect(file.pathname).toMatch(/multilingual-e5-small\.bin$/);
    expect(bytes.equals(await readFile(file))).toBe(true);
    expect(bytes.length).toBeLessThan(2.5e6);
    expect(new Set(vectors.words).size).toBe(vectors.words.length);
    expect(vectors.vectors.length % vectors.words.length).toBe(0);
  });
});
