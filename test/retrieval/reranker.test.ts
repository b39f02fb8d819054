import { describe, expect, it } from 'vitest';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import { idf } from '../../retrieval/lexical/scoring.ts';
import { LateInteractionReranker } from '../../retrieval/rerank/late-interaction.ts';
import { depthUnderLoad, serialQueue } from '../../retrieval/rerank/queue.ts';
import { hashTokenEncoder, pieces, vectorOfWord } from '../support/hash-token-encoder.ts';

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
    return { all: Math.max(own, asked, titled), own, weight: weightOf(piece) };
  });
  const total = best.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (value: (one: (typeof best)[number]) => number) =>
    best.reduce((sum, one) => sum + one.weight * value(one), 0) / total;
  return {
    mean: mean(({ all }) => all),
    own: mean(({ own }) => own),
    missing: mean(({ all }) => (all < 0.5 ? 1 : 0)),
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
      // Eight bits a component.
      expect(score.mean).toBeCloseTo(expected.mean, 2);
      expect(score.own).toBeCloseTo(expected.own, 2);
      expect(score.missing).toBeCloseTo(expected.missing, 5);
    }
  });

  it('weighs tokens by how rare they are', async () => {
    const background = {
      size: 1000,
      counts: new Map([
        ['the', 900],
        ['spain', 3],
      ]),
    };
    const reranker = new LateInteractionReranker(hashTokenEncoder(), { discounts, background });
    const scores = await reranker.score('the Spain', passages);
    const weightOf = (piece: string) => idf(background.counts.get(piece) ?? 1, background.size);
    for (const [i, score] of scores.entries()) {
      expect(score.mean).toBeCloseTo(naive('the Spain', passages[i] ?? cited('', ''), weightOf).mean, 2);
    }
    expect(scores.map(({ mean }) => mean).indexOf(Math.max(...scores.map(({ mean }) => mean)))).toBe(2);
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

describe('under load', () => {
  it('works one at a time, in order, and says how many wait; a failure stops nobody', async () => {
    const inTurn = serialQueue();
    const log: string[] = [];
    const results = await Promise.allSettled(
      [0, 1, 2, 3].map((number) =>
        inTurn(async (waiting) => {
          log.push(`${number} begins, ${waiting} wait`);
          await new Promise((resolve) => setImmediate(resolve));
          log.push(`${number} ends`);
          if (number === 1) throw new Error('no');
          return number;
        }),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(log).toEqual([
      '0 begins, 3 wait',
      '0 ends',
      '1 begins, 2 wait',
      '1 ends',
      '2 begins, 1 wait',
      '2 ends',
      '3 begins, 0 wait',
      '3 ends',
    ]);
  });

  it('reranks fewer candidates the more questions wait, and never too few to matter', () => {
    const depths = [0, 1, 4, 12, 40, 1000].map((waiting) => depthUnderLoad(40, waiting));
    expect(depths[0]).toBe(40);
    expect(depths).toEqual([...depths].sort((a, b) => b - a));
    expect(depths.at(-1)).toBe(6);
    expect(depthUnderLoad(5, 1000)).toBe(5);
  });
});
