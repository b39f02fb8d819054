import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PreTrainedTokenizer } from '@xenova/transformers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  openUnigram,
  packUnigram,
  settingsOfUnigram,
  type UnigramJson,
} from '../../retrieval/encoder/unigram.ts';
import samples from './unigram-samples.json' with { type: 'json' };

const projectRoot = path.join(import.meta.dirname, '../..');
const shipped = await readFile(
  path.join(projectRoot, 'models/on-record/multilingual-e5-small-late/tokenizer.bin'),
);

/** A tokenizer of XLM-RoBERTa's kind with these pieces, for the library and packed. */
function tokenizers(pieces: readonly (readonly [string, number])[]) {
  const specials = ['<s>', '<pad>', '</s>', '<unk>'].map((piece) => [piece, 0] as const);
  const vocab = [...specials, ...pieces, ['<mask>', 0] as const];
  const json = {
    version: '1.0',
    added_tokens: [...specials.keys(), vocab.length - 1].map((id) => ({
      id,
      content: vocab[id]?.[0] ?? '',
      single_word: false,
      lstrip: id >= specials.length,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Replace', pattern: { String: '\u200d' }, content: ' ' },
        { type: 'Precompiled', precompiled_charsmap: '' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'WhitespaceSplit' },
        { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      ],
    },
    post_processor: null,
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    model: { type: 'Unigram', unk_id: 3, vocab, byte_fallback: false },
  };
  const library = new PreTrainedTokenizer(json, { model_max_length: 512 });
  return {
    library: {
      encode: (text: string) => library.encode(text, { add_special_tokens: false }),
      pieces: (text: string) => library.tokenize(text, { add_special_tokens: false }),
    },
    packed: openUnigram(packUnigram(json, 'a'.repeat(64))),
    json,
  };
}

// Few characters, so that pieces overlap and scores tie; some of two units, and some that NFKC folds.
const character = fc.constantFrom(...'▁aabbcé中华人ñ', '😀', '𐍈', 'ﬁ', 'Ａ', '～', '\u0301', 'َ');
const blank = fc.constantFrom(' ', '\n', '\u3000', '\u200d', '\u0007', '\ufffd');
const special = fc.constantFrom('<s>', '</s>', '<unk>', '<mask>', '<pad>', '＜s＞');
const text = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: character },
      { weight: 3, arbitrary: blank },
      special,
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
const vocabulary = fc.uniqueArray(
  fc.tuple(
    fc.array(character, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    fc.integer({ min: -8, max: -1 }),
  ),
  { selector: ([piece]) => piece, maxLength: 40 },
);

describe('a packed Unigram tokenizer', () => {
  it('gives the ids and pieces of the library, whatever vocabulary and text', () => {
    fc.assert(
      fc.property(vocabulary, fc.array(text, { minLength: 1, maxLength: 5 }), (pieces, texts) => {
        const { library, packed } = tokenizers(pieces);
        for (const one of texts) expect(packed.encode(one)).toEqual(library.encode(one));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the library’s pieces, unknown ones whole', () => {
    const { library, packed } = tokenizers([
      ['▁', -2],
      ['▁ab', -3],
      ['a', -4],
      ['b', -4],
      ['中', -5],
    ]);
    for (const one of ['ab ba', 'xyz a中', 'ab😀😀c ab'])
      expect(packed.pieces(one)).toEqual(library.pieces(one));
    expect(packed.pieces('a xyz')).toEqual(['▁', 'a', '▁', 'xyz']);
  });

  it('keeps the digest of the files that it was made of', () => {
    const { json } = tokenizers([['a', -1]]);
    expect(settingsOfUnigram(packUnigram(json, '0123456789abcdef'.repeat(4)))).toBe(
      '0123456789abcdef'.repeat(4),
    );
  });

  it('refuses another kind of tokenizer, and a file that is cut short', () => {
    const { json } = tokenizers([['a', -1]]);
    const refuse = (other: UnigramJson) =>
      expect(() => packUnigram(other, '')).toThrow(/not a Unigram tokenizer/);
    refuse({ ...json, model: { ...json.model, type: 'BPE' } });
    refuse({ ...json, normalizer: { type: 'NFC' } });
    refuse({ ...json, pre_tokenizer: { type: 'Whitespace' } });
    refuse({ ...json, added_tokens: json.added_tokens.slice(1) });
    expect(() => openUnigram(shipped.subarray(0, -1))).toThrow(/not a packed one/);
    expect(() => openUnigram(new Uint8Array(10))).toThrow(/not a packed one/);
  });
});

describe('the tokenizer that ships', () => {
  const tokenizer = openUnigram(shipped);

  it.each(samples.map(({ text, ids }) => [text.slice(0, 40), text, ids] as const))('%j', (_, text, ids) => {
    expect(tokenizer.encode(text)).toEqual(ids);
  });

  it('stands between <s> and </s>', () => {
    expect(tokenizer.edges).toEqual({ first: [0], last: [2] });
  });

  it('takes a long text without a blank', () => {
    expect(tokenizer.encode('中华人民共和国'.repeat(2000))).toHaveLength(2001);
  });
});
