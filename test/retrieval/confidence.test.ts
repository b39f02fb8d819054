import { describe, expect, it } from 'vitest';
import {
  type Calibration,
  calibrationOf,
  FEATURES,
  featuresOf,
  judge,
} from '../../retrieval/confidence/verdict.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { RankedCandidate } from '../../retrieval/ranking/rank.ts';
import { fitCalibration } from '../../scripts/evaluation/fit-calibration.ts';
import { figuresOf, leaveOneOut } from '../../scripts/evaluation/leave-one-out.ts';
import { fitLogistic } from '../../scripts/evaluation/logistic.ts';
import { reliabilityBins } from '../../scripts/evaluation/metrics.ts';
import type { Observation } from '../../scripts/evaluation/observe.ts';
import { reliabilityDiagram } from '../../scripts/evaluation/reliability.ts';

/** Surer the larger the cosine: 0 at .8, 1 at .9. */
const calibration: Calibration = {
  encoder: 'e',
  reranker: null,
  way: 'same',
  bias: 0,
  features: { dense: { mean: 0.85, deviation: 0.05, weight: 1 } },
  platt: { offset: 0, slope: 2 },
  answerFrom: 0.6,
  relatedFrom: 0.2,
};

const cited = { passage: {}, turn: {}, document: {} } as CitedPassage;
const candidate = (dense: number): RankedCandidate => ({ cited, score: 1, dense, lexical: 0, coverage: 0 });
const ranked = (dense: number) => [candidate(dense)];

describe('the verdict', () => {
  it.each([
    [0.9, 'answer', 0.88],
    [0.85, 'related', 0.5],
    [0.8, 'none', 0.12],
    [0.5, 'none', 0],
  ])('of a first hit at cosine %d is %s', (dense, verdict, confidence) => {
    expect(judge(ranked(dense), calibration)).toEqual({
      verdict,
      confidence: expect.closeTo(confidence, 2),
    });
  });

  it('without a candidate is “none”', () => {
    expect(judge([], calibration)).toEqual({ verdict: 'none', confidence: 0 });
  });

  it('is never “answer” from models that nothing was fitted to, and says so', () => {
    expect(calibrationOf('some/other@q8:0', undefined)).toBeUndefined();
    expect(judge(ranked(0.99), undefined)).toEqual({
      verdict: 'related',
      confidence: 0,
      calibrated: false,
    });
  });
});

describe('the features', () => {
  it('know nothing of how long the question is, and are finite without a reranker', () => {
    const features = featuresOf(candidate(0.9));
    expect(Object.keys(features).sort()).toEqual([...FEATURES].sort());
    expect(Object.values(features).every(Number.isFinite)).toBe(true);
    expect(FEATURES.filter((name) => /length|terms|count|words/i.test(name))).toEqual([]);
  });
});

describe('fitting', () => {
  it('finds the weights that made the labels', () => {
    const examples = Array.from({ length: 2000 }, (_, i) => {
      const x = ((i * 37) % 200) / 50 - 2;
      const p = 1 / (1 + Math.exp(-(0.5 + 2 * x)));
      return [
        { values: [1, x], label: 1 as const, weight: p },
        { values: [1, x], label: 0 as const, weight: 1 - p },
      ];
    }).flat();
    const [bias, slope] = fitLogistic(examples, 0);
    expect(bias).toBeCloseTo(0.5, 3);
    expect(slope).toBeCloseTo(2, 3);
  });

  /** 400 questions of one record, the answerable ones on the whole closer to a passage. */
  const observations = (shift: number): Observation[] =>
    Array.from({ length: 400 }, (_, i) => {
      const answerable = i % 2 === 0;
      const dense = shift + (answerable ? 0.85 : 0.8) + ((i * 7919) % 100) / 1000;
      return {
        id: `${i}`,
        way: 'same',
        features: featuresOf(candidate(dense)),
        answerable,
        ...(answerable && { goldRank: i % 20 === 0 ? 2 : 1 }),
      };
    });

  it('lets hardly an answerable question of any record go unanswered, and calls an answer what is right', () => {
    const records = [observations(0), observations(-0.02)];
    const fitted = fitCalibration(records, ['dense']);
    const figures = records.map((own) => figuresOf({ name: 'r', observations: own }, fitted));
    for (const figure of figures) {
      expect(figure['told none']).toBeLessThanOrEqual(0.03);
      expect(figure.answers).toBeGreaterThan(0);
    }
    expect(Math.max(...figures.map((figure) => figure['told none']))).toBeGreaterThan(0);
    const answers = figures.reduce((sum, figure) => sum + figure.answers, 0);
    const right = figures.reduce((sum, figure) => sum + figure.answers * figure['right first'], 0);
    expect(right / answers).toBeGreaterThanOrEqual(0.85);
  });

  it('of all records but one is reported on that one', () => {
    const records = [observations(0), observations(0.01), observations(-0.3)].map((own, i) => ({
      name: `${i}`,
      encoder: 'e',
      reranker: null,
      observations: own,
    }));
    const rows = leaveOneOut(records, ['dense']);
    expect(rows.map(({ record }) => record)).toEqual(['0', '1', '2']);
    // Unlike all that it was fitted to, the third record is refused throughout; fitted to it, it would not be.
    expect(rows[2]?.['told none']).toBe(1);
    expect(
      figuresOf(
        records[2] ?? { name: '', observations: [] },
        fitCalibration([observations(-0.3)], ['dense']),
      ),
    ).toMatchObject({
      'told none': expect.toSatisfy((share: number) => share <= 0.03),
    });
  });
});

describe('the reliability diagram', () => {
  const outcome = (confidence: number, right: boolean) => ({
    id: 'q',
    question: '?',
    answerable: true,
    golds: 1,
    goldRanks: right ? [1] : [],
    verdict: 'answer' as const,
    confidence,
  });

  it('has a dot for each bin that holds a question', () => {
    const outcomes = [outcome(0.11, false), outcome(0.19, true), outcome(1, true)];
    expect(reliabilityBins(outcomes)).toEqual([
      { confidence: expect.closeTo(0.15, 9), right: 0.5, questions: 2 },
      { confidence: 1, right: 1, questions: 1 },
    ]);
    const svg = reliabilityDiagram(outcomes, 'a <b>');
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg).toContain('a &#60;b&#62;');
  });
});
