import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import openWabt from 'wabt';
import { seededRandom } from '../../corpus/random.ts';
import type { CitedPassage, TokenRows, TokenVectors } from '../../retrieval/interfaces.ts';
import { LateInteractionReranker, textsOf } from '../../retrieval/rerank/late-interaction.ts';
import {
  type Projection,
  packTokens,
  project,
  queryTokens,
  unpackTokens,
} from '../../retrieval/rerank/packed-tokens.ts';
import type { PackedTokens } from '../../retrieval/rerank/packing.ts';
import { multiply, raiseBestCosines } from '../../retrieval/rerank/simd.ts';
import { hashTokenEncoder, pieces, vectorOfWord, weighing } from '../support/hash-token-encoder.ts';

const discounts = { question: 0.95, title: 0.9 };

function cited(text: string, question: string | undefined, title = 'Press conference'): CitedPassage {
  return {
    passage: { id: text.slice(0, 10), turn: 0, ordinal: 0, text, start: 0, end: text.length },
    turn: { document: 'd', ordinal: 0, speaker: 'Geng Shuang', ...(question && { question }) },
    document: {
      id: 'd',
      title,
      date: '2019-02-18',
      publisher: 'p',
      kind: 'press-conference',
      language: 'en',
      sha256: '',
      path: 'd.txt',
    },
  } as CitedPassage;
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** The formula as it stands in the paper. */
function naive(
  query: string,
  { passage, turn, document }: CitedPassage,
  weightOf: (piece: string) => number,
) {
  const best = pieces(query).map((piece) => {
    const bestIn = (text: string) =>
      Math.max(0, ...pieces(text).map((other) => cosine(vectorOfWord(piece), vectorOfWord(other))));
    const own = bestIn(passage.text);
    const asked = discounts.question * bestIn(turn.question ?? '');
    const titled = discounts.title * bestIn(`${document.title} ${document.date}`);
    return { all: Math.max(own, asked, titled), weight: weightOf(piece) };
  });
  const total = best.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (value: (one: (typeof best)[number]) => number) =>
    best.reduce((sum, one) => sum + one.weight * value(one), 0) / total;
  return {
    mean: mean(({ all }) => all),
    // Four bits decide otherwise where a cosine is just at the border.
    missing: {
      least: mean(({ all }) => (all < 0.4 ? 1 : 0)),
      most: mean(({ all }) => (all < 0.6 ? 1 : 0)),
    },
  };
}

const passages = [
  cited('China has never asked its companies to install backdoors.', 'Does the law force Huawei to spy?'),
  cited('We wish the Australian parties well.', undefined, 'Remarks on the attack'),
  cited('Bank accounts have been arbitrarily frozen.', 'What about the protests in Spain?'),
  cited('Yes.', 'Is the weather in Beijing fine today, and will it stay so for the next seven days?'),
];

describe('late interaction', () => {
  it.each([
    'Huawei backdoors',
    'who attacked the Australian parties in 2019',
    'Spain',
    'a b c d e f g h i j k weather',
  ])('scores “%s” as the formula does', async (query) => {
    const scores = await new LateInteractionReranker(hashTokenEncoder(), { discounts }).score(
      query,
      passages,
    );
    for (const [i, score] of scores.entries()) {
      const expected = naive(query, passages[i] ?? cited('', ''), () => 1);
      // Four bits a component, and few of them.
      expect(score.mean).toBeCloseTo(expected.mean, 1);
      expect(score.missing).toBeGreaterThanOrEqual(expected.missing.least - 1e-5);
      expect(score.missing).toBeLessThanOrEqual(expected.missing.most + 1e-5);
    }
  });

  it('weighs the tokens of a question as its model does', async () => {
    const weights: Record<string, number> = { the: 0.2, spain: 3 };
    const reranker = new LateInteractionReranker(hashTokenEncoder({ weigh: weighing(weights) }), {
      discounts,
    });
    const scores = await reranker.score('the Spain protests', passages);
    const weightOf = (piece: string) => weights[piece] ?? 1;
    for (const [i, score] of scores.entries()) {
      const expected = naive('the Spain protests', passages[i] ?? cited('', ''), weightOf);
      expect(score.mean).toBeCloseTo(expected.mean, 1);
      expect(score.missing).toBeGreaterThanOrEqual(expected.missing.least - 1e-5);
      expect(score.missing).toBeLessThanOrEqual(expected.missing.most + 1e-5);
    }
    expect(scores.map(({ mean }) => mean).indexOf(Math.max(...scores.map(({ mean }) => mean)))).toBe(2);
  });

  it('takes no notice of tokens that weigh nothing, whatever the passages', async () => {
    const encoder = hashTokenEncoder({ weigh: weighing({ what: 0, about: 0, nowhere: 0 }) });
    const reranker = new LateInteractionReranker(encoder, { discounts });
    // One that stands in passages, and one that stands in none.
    const padded = await reranker.score('What about Spain nowhere', passages);
    const plain = await reranker.score('Spain', passages);
    for (const [i, { mean, missing }] of padded.entries()) {
      expect(mean).toBeCloseTo(plain[i]?.mean ?? Number.NaN, 6);
      expect(missing).toBeCloseTo(plain[i]?.missing ?? Number.NaN, 6);
    }
    expect(await reranker.score('What about', passages)).toEqual(
      passages.map(() => ({ mean: 0, missing: 0 })),
    );
  });

  it('tells what each token weighs where it explains a score', async () => {
    const encoder = hashTokenEncoder({ weigh: weighing({ the: 0.25, spain: 3 }) });
    const reranker = new LateInteractionReranker(encoder, { discounts });
    const passage = cited('The protests in Spain went on.', undefined);
    const matches = await reranker.match('the Spain weather', passage);
    expect(matches.map(({ weight }) => weight)).toEqual([0.25, 3, 1]);
    const [score] = await reranker.score('the Spain weather', [passage]);
    const mean = matches.reduce((sum, { weight, cosine }) => sum + weight * cosine, 0) / 4.25;
    expect(mean).toBeCloseTo(score?.mean ?? Number.NaN, 5);
  });

  it('encodes a text once, however often it comes up', async () => {
    const encoder = hashTokenEncoder();
    const reranker = new LateInteractionReranker(encoder, { discounts });
    await reranker.score('Huawei', passages);
    const before = encoder.encoded.length;
    const titles = encoder.encoded.filter((text) => text.includes('Press conference'));
    expect(titles).toHaveLength(1);
    await reranker.score('Spain', passages);
    expect(encoder.encoded.slice(before)).toEqual(['Spain']);
  });

  it('gives the same scores with a cache that holds nothing', async () => {
    const roomy = new LateInteractionReranker(hashTokenEncoder(), { discounts });
    const tight = new LateInteractionReranker(hashTokenEncoder(), { discounts, cacheBytes: 0 });
    expect(await tight.score('Huawei law', passages)).toEqual(await roomy.score('Huawei law', passages));
  });

  it('takes a question without a token, and an empty list', async () => {
    const reranker = new LateInteractionReranker(hashTokenEncoder(), { discounts });
    expect((await reranker.score('?!', passages)).every(({ mean }) => mean === 0)).toBe(true);
    expect(await reranker.score('Huawei', [])).toEqual([]);
  });
});

describe('token vectors that a record keeps', () => {
  it('give the scores that encoding gives, and nothing but the question is encoded', async () => {
    const writer = new LateInteractionReranker(hashTokenEncoder(), { discounts });
    const stored = await storedTokens(writer, passages);
    const encoder = hashTokenEncoder();
    const reranker = new LateInteractionReranker(encoder, { discounts });
    const expected = await writer.score('Huawei law', passages);
    expect(await reranker.score('Huawei law', passages, stored)).toEqual(expected);
    expect(encoder.encoded).toEqual(['Huawei law']);
    await reranker.score('Spain', passages, stored);
    expect(encoder.encoded).toEqual(['Huawei law', 'Spain']);
  });

  it('are left alone where they are of another model, and made up for where they are missing', async () => {
    const encoder = hashTokenEncoder();
    const reranker = new LateInteractionReranker(encoder, { discounts });
    const expected = await new LateInteractionReranker(hashTokenEncoder(), { discounts }).score(
      'Spain',
      passages,
    );
    const stored = await storedTokens(reranker, passages);
    const foreign = { ...stored, key: 'another' };
    expect(await reranker.score('Spain', passages, foreign)).toEqual(expected);
    const gaps = {
      ...stored,
      read: async (ids: readonly string[]) =>
        (await stored.read(ids)).map((tokens, i) => (i % 2 === 0 ? tokens : undefined)),
    };
    expect(await reranker.score('Spain', passages, gaps)).toEqual(expected);
  });
});

describe('packed tokens', () => {
  /** Rows of many sizes and signs. */
  const rowsOf = (count: number, dimension: number, seed: number): TokenRows => {
    const random = seededRandom(seed);
    const values = Float32Array.from(
      { length: count * dimension },
      () => (random() - 0.5) * (1 + 9 * random()),
    );
    return { count, values };
  };
  const identity = (dimension: number, bits: 2 | 4 = 4): Projection => ({
    key: 'none',
    dimension,
    components: dimension,
    bits,
  });

  it('hold the same cosines as their unpacked vectors, for any number of tokens on either side', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const projection = identity(seed % 3 === 0 ? 128 : 16, seed % 2 === 0 ? 4 : 2);
      const { components } = projection;
      const query = queryTokens(rowsOf(seed % 9, components, seed), projection);
      const text = packTokens(rowsOf((seed * 7) % 23, components, seed + 1000), projection);
      const best = new Float32Array(query.count);
      raiseBestCosines(query, text, 0.9, best);
      const unpacked = unpackTokens(text, projection);
      for (let q = 0; q < query.count; q++) {
        let most = 0;
        for (let token = 0; token < text.count; token++) {
          let sum = 0;
          for (let i = 0; i < components; i++) {
            sum += (query.values[q * components + i] ?? 0) * (unpacked[token * components + i] ?? 0);
          }
          most = Math.max(most, 0.9 * sum);
        }
        expect(best[q]).toBeCloseTo(most, 5);
      }
    }
  });

  it('are met by the code that its source compiles to', async () => {
    const read = (name: string) => readFile(new URL(`../../retrieval/rerank/${name}`, import.meta.url));
    const [source, compiled] = await Promise.all([read('simd.wat'), read('simd.wasm')]);
    const wabt = await openWabt();
    const { buffer } = wabt.parseWat('simd.wat', source, { simd: true }).toBinary({});
    expect(compiled.equals(buffer)).toBe(true);
  });

  it('are met by a question of a thousand tokens, and by a long text', () => {
    const projection = identity(128);
    const query = queryTokens(rowsOf(1000, 128, 1), projection);
    const text = packTokens(rowsOf(3000, 128, 2), projection);
    const best = new Float32Array(1000);
    raiseBestCosines(query, text, 1, best);
    const first = new Float32Array(1);
    raiseBestCosines({ ...query, count: 1, values: query.values.slice(0, 128) }, text, 1, first);
    expect(best[0]).toBe(first[0]);
    expect(best.every((value) => value > 0)).toBe(true);
  });

  it.each([
    [4, 64, 0.97],
    [2, 32, 0.85],
  ] as const)('of %i bits take %i bytes for 128 components, and keep a cosine', (bits, size, kept) => {
    const projection = identity(128, bits);
    const rows = rowsOf(200, 128, 5);
    const packed = packTokens(rows, projection);
    expect(packed.bytes.length).toBe(200 * size);
    const exact = queryTokens(rows, projection).values;
    const unpacked = unpackTokens(packed, projection);
    for (let token = 0; token < 200; token++) {
      let cosine = 0;
      for (let i = 0; i < 128; i++)
        cosine += (exact[token * 128 + i] ?? 0) * (unpacked[token * 128 + i] ?? 0);
      expect(cosine).toBeGreaterThan(kept);
    }
  });

  it('are projected on the axes that are given, less the mean', () => {
    const rows = new Float32Array(16);
    rows[2] = 1;
    rows[8] = 1;
    const projection: Projection = {
      key: 'swap',
      dimension: 8,
      components: 2,
      bits: 4,
      mean: new Float32Array(8).fill(1),
      rows,
    };
    const values = Float32Array.of(1, 2, 3, 0, 0, 0, 0, 0, 4, 5, 6, 0, 0, 0, 0, 0);
    expect([...project({ count: 2, values }, projection)]).toEqual([2, 0, 5, 3]);
  });

  it('are projected as sums of products are, any number at once', () => {
    const [matrix, vectors] = [rowsOf(24, 48, 1).values, rowsOf(300, 48, 2).values];
    const products = multiply(matrix, 48, vectors, 300);
    for (let i = 0; i < products.length; i += 7) {
      const [vector, row] = [Math.floor(i / 24), i % 24];
      let sum = 0;
      for (let j = 0; j < 48; j++) sum += (matrix[row * 48 + j] ?? 0) * (vectors[vector * 48 + j] ?? 0);
      expect(products[i]).toBeCloseTo(sum, 2);
    }
  });
});

/** Tokens of the passages as a record would keep them. */
async function storedTokens(
  { packer }: LateInteractionReranker,
  turns: readonly CitedPassage[],
): Promise<TokenVectors> {
  const all = await Promise.all(
    turns.map(async (turn) => {
      const { passage, question, title } = textsOf(turn);
      const [a, b, c] = await packer.pack([passage, question, title]);
      const bytes = (tokens: PackedTokens = NOTHING) => tokens.bytes;
      return [turn.passage.id, { passage: bytes(a), question: bytes(b), title: bytes(c) }] as const;
    }),
  );
  const known = new Map(all);
  return { key: packer.key, read: async (ids) => ids.map((id) => known.get(id)) };
}

const NOTHING: PackedTokens = { count: 0, bytes: new Uint8Array(0) };

describe('the sentence that answers', () => {
  const reranker = new LateInteractionReranker(hashTokenEncoder(), { discounts });
  const marked = async (question: string, passage: CitedPassage) => {
    const [span] = await reranker.highlight(question, [passage]);
    return span && passage.passage.text.slice(span.start, span.end);
  };

  it('is the one that meets the question, whatever stands around it', async () => {
    const passage = cited(
      'We thank Mr. Sanchez for his visit.  The Embassy has offered\nassistance to those citizens. Other ports stay open.',
      'Any comment?',
    );
    expect(await marked('What assistance has the Embassy offered to citizens?', passage)).toBe(
      'The Embassy has offered\nassistance to those citizens.',
    );
    expect(await marked('Did Mr. Sanchez visit? We thank him', passage)).toBe(
      'We thank Mr. Sanchez for his visit.',
    );
  });

  it('is none where a passage is one sentence, or no sentence stands out', async () => {
    expect(
      await marked('Which ports stay open?', cited('Other ports stay open.', undefined)),
    ).toBeUndefined();
    const alike = cited('The ports are open. The ports stay open.', undefined);
    expect(await marked('ports open', alike)).toBeUndefined();
    expect(await marked('', alike)).toBeUndefined();
  });

  it('is not the one that repeats what the reporter asked', async () => {
    const asked = 'Were Chinese citizens hurt in the Venezuela earthquake?';
    const passage = cited(
      'China follows the Venezuela earthquake closely. No citizens were reported injured.',
      'What is your comment on the earthquake in Venezuela?',
    );
    expect(await marked(asked, passage)).toBe('No citizens were reported injured.');
  });

  it('is found by the tokens that weigh', async () => {
    const passage = cited('The talks went well. The bridge is closed.', undefined);
    const markedBy = async (weights: Record<string, number>) => {
      const weighed = new LateInteractionReranker(hashTokenEncoder({ weigh: weighing(weights) }), {
        discounts,
      });
      const [span] = await weighed.highlight('talks bridge', [passage]);
      return span && passage.passage.text.slice(span.start, span.end);
    };
    expect(await markedBy({ talks: 0 })).toBe('The bridge is closed.');
    expect(await markedBy({ bridge: 0 })).toBe('The talks went well.');
  });

  it('is the same by token vectors that a record keeps', async () => {
    const passage = cited('We thank Mr. Sanchez for his visit. Other ports stay open.', 'Any comment?');
    const stored = await storedTokens(reranker, [passage]);
    const encoder = hashTokenEncoder();
    const reading = new LateInteractionReranker(encoder, { discounts });
    const question = 'Which ports stay open?';
    expect(await reading.highlight(question, [passage], stored)).toEqual(
      await reranker.highlight(question, [passage]),
    );
    expect(encoder.encoded).toEqual([question]);
  });
});
