import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../scripts/evaluation/bootstrap.ts';
import {
  auroc,
  calibrationError,
  ndcgAt,
  type Outcome,
  recallAt,
  reciprocalRankAt,
  successAt,
  verdictShare,
} from '../../scripts/evaluation/metrics.ts';

function outcome(partial: Partial<Outcome>): Outcome {
  return {
    id: 'q',
    question: '?',
    answerable: true,
    golds: 1,
    goldRanks: [],
    verdict: 'answer',
    confidence: 0.5,
    ...partial,
  };
}

const ranked = [
  outcome({ goldRanks: [1], golds: 1 }),
  outcome({ goldRanks: [2, 4], golds: 2 }),
  outcome({ goldRanks: [], golds: 1 }),
  outcome({ goldRanks: [12], golds: 4 }),
];

describe('ranking measures', () => {
  it('are what the textbook says', () => {
    expect(successAt(1)(ranked)).toBe(1 / 4);
    expect(successAt(3)(ranked)).toBe(2 / 4);
    expect(recallAt(3)(ranked)).toBe((1 + 1 / 2 + 0 + 0) / 4);
    expect(recallAt(12)(ranked)).toBe((1 + 1 + 0 + 1 / 4) / 4);
    expect(reciprocalRankAt(10)(ranked)).toBe((1 + 1 / 2) / 4);
    const second = (1 / Math.log2(3) + 1 / Math.log2(5)) / (1 + 1 / Math.log2(3));
    expect(ndcgAt(10)(ranked)).toBeCloseTo((1 + second) / 4, 12);
  });
});

describe('refusal measures', () => {
  const judged = [
    outcome({ confidence: 0.9, goldRanks: [1] }),
    outcome({ confidence: 0.4, verdict: 'related' }),
    outcome({ confidence: 0.4, answerable: false, verdict: 'none' }),
    outcome({ confidence: 0.1, answerable: false, verdict: 'none' }),
  ];

  it('AUROC counts pairs in the right order, ties half', () => {
    expect(auroc(judged)).toBe((1 + 1 + 0.5 + 1) / 4);
  });

  it('verdict shares and calibration', () => {
    expect(verdictShare('none')(judged)).toBe(1 / 2);
    // Bins: [0.1], [0.4, 0.4], [0.9], of which only the last was right at rank 1.
    expect(calibrationError(judged)).toBeCloseTo(0.1 / 4 + (0.4 * 2) / 4 + 0.1 / 4, 12);
  });
});

describe('bootstrap', () => {
  it('holds the value, narrows with more items, and is the same each time', () => {
    const few = bootstrap(ranked, successAt(3));
    const many = bootstrap(Array.from({ length: 50 }, () => ranked).flat(), successAt(3));
    expect(few.value).toBe(many.value);
    expect(few.low).toBeLessThanOrEqual(few.value);
    expect(few.high).toBeGreaterThanOrEqual(few.value);
    expect(many.high - many.low).toBeLessThan(few.high - few.low);
    expect(bootstrap(ranked, successAt(3))).toEqual(few);
  });
});
