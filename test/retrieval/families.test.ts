import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { familyOf } from '../../retrieval/encoder/families.ts';
import { checkModelFiles } from '../../retrieval/encoder/load-model.ts';
import { encoderKey } from '../../retrieval/encoder/transformers-encoder.ts';

describe('a model family', () => {
  it.each([
    ['Xenova/e5-small-v2', 'mean', 'query: ', 'passage: ', 512],
    ['Xenova/multilingual-e5-small', 'mean', 'query: ', 'passage: ', 512],
    ['Xenova/bge-small-en-v1.5', 'cls', 'Represent this sentence for searching relevant passages: ', '', 512],
    ['on-record/multilingual-e5-small-late', 'mean', 'query: ', 'passage: ', 205],
    ['Xenova/all-MiniLM-L6-v2', 'mean', '', '', 256],
    ['someone/e50-model', 'mean', '', '', undefined],
  ])('%s', (id, pooling, query, passage, context) => {
    const family = familyOf(id);
    expect(family).toMatchObject({ pooling, prefixes: { query, passage } });
    expect(family.context).toBe(context);
  });

  it('is part of the encoder’s key, like tokenizer and configuration', () => {
    const digests = { weights: 'a'.repeat(64), settings: 'b'.repeat(64) };
    const family = familyOf('Xenova/e5-small-v2');
    const key = encoderKey('m', digests, family);
    expect(encoderKey('m', digests, { ...family })).toBe(key);
    for (const other of [
      encoderKey('m', { ...digests, settings: 'c'.repeat(64) }, family),
      encoderKey('m', { ...digests, weights: 'c'.repeat(64) }, family),
      encoderKey('m', digests, { ...family, pooling: 'cls' }),
      encoderKey('m', digests, { ...family, context: 256 }),
      encoderKey('m', digests, { ...family, prefixes: { query: '', passage: '' } }),
    ])
      expect(other).not.toBe(key);
  });

  it('names the vectors of the model that ships as they were always named', async () => {
    const id = 'on-record/multilingual-e5-small-late';
    const { digests } = await checkModelFiles(path.join(import.meta.dirname, '../../models'), id);
    // Another name, and every record would be encoded anew.
    expect(encoderKey(id, digests, familyOf(id))).toBe(`${id}@q8:956d1b7b1069a844:2a18edfb`);
  });
});
