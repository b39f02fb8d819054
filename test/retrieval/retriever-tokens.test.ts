import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { familyOf } from '../../retrieval/encoder/families.ts';
import { loadEncoder, type TransformersEncoder } from '../../retrieval/encoder/transformers-encoder.ts';
import { ModelError } from '../../retrieval/errors.ts';
import type { TokenRows } from '../../retrieval/interfaces.ts';
import { openReranker } from '../../retrieval/rerank/late-interaction.ts';
import { retrieverTokens } from '../../retrieval/rerank/retriever-tokens.ts';
import { readSettings, recordSettings } from '../../retrieval/settings.ts';
import { projectRoot } from '../support/temporary.ts';

const DIMENSION = 384;
const LATE = 'on-record/multilingual-e5-small-late@q8:0:0';
const BASE = 'Xenova/multilingual-e5-small@q8:0:0';

/** An encoder by its key alone: nothing is encoded before a text is given. */
const named = (key: string, own: Partial<TransformersEncoder> = {}) =>
  ({
    key,
    dimension: DIMENSION,
    pass: { dimension: DIMENSION },
    family: familyOf(key.split('@')[0] ?? ''),
    window: { context: 512, overlap: 64 },
    ...own,
  }) as unknown as TransformersEncoder;

describe('a retriever’s own token vectors', () => {
  it.each([LATE, BASE])('of %s have a projection that was fitted to them', (key) => {
    const { tokens, projection } = retrieverTokens(named(key)) ?? expect.fail('it has none');
    const { components, bits, dimension, mean, rows = new Float32Array(0) } = projection;
    expect([components, bits, dimension, mean?.length]).toEqual([128, 2, DIMENSION, DIMENSION]);
    expect(tokens).toMatchObject({ retriever: key, dimension: DIMENSION });
    // Packed tokens are kept by the key of their packer: they are not to be taken for the retriever's vectors.
    expect(tokens.key).not.toBe(key);
    expect(rows).toHaveLength(components * dimension);
    const last = components - 1;
    for (const [a, b] of [
      [0, 0],
      [0, 1],
      [last, last],
      [3, last - 30],
    ] as const) {
      let product = 0;
      for (let i = 0; i < dimension; i++)
        product += (rows[a * dimension + i] ?? 0) * (rows[b * dimension + i] ?? 0);
      expect(product).toBeCloseTo(a === b ? 1 : 0, 2);
    }
  });

  it.each(['someone/else@q8:0:0', 'Xenova/multilingual-e5-base@q8:0:0', 'Xenova/e5-small-v2@q8:0:0'])(
    'of %s are none that rank: nothing was fitted to them',
    async (key) => {
      expect(retrieverTokens(named(key))).toBeUndefined();
      const settings = { MODELS_DIR: '/nowhere', RERANKER_ID: 'own' };
      expect(await openReranker(settings, named(key))).toBeUndefined();
    },
  );

  it('weigh all the same where no weights were learned', () => {
    expect(retrieverTokens(named(BASE))?.tokens.weigh).toBeUndefined();
    const weigh = retrieverTokens(named(LATE))?.tokens.weigh ?? expect.fail('it has no weights');
    const weights = weigh({ count: 3, values: new Float32Array(3 * DIMENSION) });
    expect(weights).toHaveLength(3);
    expect(new Set(weights).size).toBe(1);
    expect(weights[0]).toBeGreaterThan(0);
    expect(weigh({ count: 0, values: new Float32Array(0) })).toHaveLength(0);
  });

  it('of questions come out of the pass that gives their vectors', async () => {
    const read: string[] = [];
    const rows: TokenRows = { count: 1, values: new Float32Array(DIMENSION).fill(0.5) };
    const readQuery = async (text: string) => {
      read.push(text);
      return { vector: new Float32Array(DIMENSION), tokens: rows };
    };
    const { tokens } = retrieverTokens(named(LATE, { readQuery })) ?? expect.fail('it has none');
    expect(await tokens.encode(['Huawei?', '华为？'], 'query')).toEqual([rows, rows]);
    expect(read).toEqual(['Huawei?', '华为？']);
  });
});

describe('the model that ships', () => {
  let encoder: TransformersEncoder;
  const settings = readSettings(recordSettings, {});
  beforeAll(async () => {
    encoder = await loadEncoder(path.join(projectRoot, 'models'), settings.MODEL_ID);
  });
  const own = () => retrieverTokens(encoder) ?? expect.fail(`${encoder.key} has no token vectors that rank`);

  it('is its own reranker unless another is named, or none', async () => {
    const reranker = await openReranker(settings, encoder);
    expect(reranker?.key).toBe(own().tokens.key);
    expect(reranker?.packer.retriever).toBe(encoder.key);
    expect(await openReranker({ ...settings, RERANKER_ID: 'off' }, encoder)).toBeUndefined();
    const missing = openReranker({ ...settings, RERANKER_ID: 'nobody/no-model' }, encoder);
    await expect(missing).rejects.toThrow(ModelError);
    await expect(missing).rejects.toThrow(/nobody\/no-model/);
  });

  it('gives of a passage’s pass the tokens that it gives alone, one a piece', async () => {
    const texts = ['Huawei abides by the laws.', '华为遵守法律。', ''];
    const { tokens } = own();
    const alone = await tokens.encode(texts);
    expect(alone.map(({ count }) => count)).toEqual(texts.map((text) => tokens.pieces(text).length));
    let passages = 0;
    for await (const { position, tokens: along } of encoder.encodePassages(texts, true)) {
      const { count, values } = alone[position] ?? expect.fail(`${position}`);
      expect(along?.count).toBe(count);
      for (let token = 0; token < count; token++) {
        const row = (of: Float32Array) => of.subarray(token * DIMENSION, (token + 1) * DIMENSION);
        // Activations are quantized by batch, and the two put other texts together.
        expect(cosine(row(values), row(along?.values ?? values))).toBeGreaterThan(0.98);
      }
      passages++;
    }
    expect(passages).toBe(3);
  });

  it.each([
    ['What did the spokesperson say about Huawei?', '▁Huawei', ['▁What', '▁did', '▁the', '▁about', '?']],
    ['Qu’a dit la porte-parole de Huawei ?', '▁Huawei', ['▁Qu', '▁la', '▁de', '▁?']],
    ['外交部怎么看华为？', '华为', ['怎么', '?']],
  ])('lets a name outweigh words of grammar: “%s”', async (question, name, grammar) => {
    const { tokens } = own();
    const [rows = expect.fail('no tokens')] = await tokens.encode([question], 'query');
    const pieces = tokens.pieces(question);
    const weights = tokens.weigh?.(rows) ?? expect.fail('it has no weights');
    expect(weights).toHaveLength(pieces.length);
    const weightOf = (piece: string) => weights[pieces.indexOf(piece)] ?? expect.fail(piece);
    for (const piece of grammar) expect(weightOf(name)).toBeGreaterThan(2 * weightOf(piece));
  });
});

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
