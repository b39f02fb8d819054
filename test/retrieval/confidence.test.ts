import { describe, expect, it } from 'vitest';
import { FEATURES, featuresOf } from '../../retrieval/confidence/features.ts';
import { type Calibration, calibrationOf, judge } from '../../retrieval/confidence/model.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { RankedCandidate } from '../../retrieval/ranking/rank.ts';
import { fitCalibration } from '../../scripts/evaluation/fit-calibration.ts';
import { fitLogistic } from '../../scripts/evaluation/logistic.ts';
import type { Observation } from '../../scripts/evaluation/observe.ts';
import { reliabilityBins, reliabilityDiagram } from '../../scripts/evaluation/reliability.ts';

/** Surer the larger the cosine: 0 at .8, 1 at .9. */
const calibration: Calibration = {
  encoder: 'e',
  reranker: null,
  bias: 0,
  features: { dense: { mean: 0.85, deviation: 0.05, weight: 1 } },
  platt: { offset: 0, slope: 2 },
  answerFrom: 0.6,
  relatedFrom: 0.2,
};

const cited = { passage: {}, turn: {}, document: {} } as CitedPassage;
const ranked = (dense: number): RankedCandidate[] => [{ cited, score: 1, dense, lexical: 0, coverage: 0 }];

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
    const features = featuresOf(ranked(0.9));
    expect(Object.keys(features ?? {}).sort()).toEqual([...FEATURES].sort());
    expect(Object.values(features ?? {}).every(Number.isFinite)).toBe(true);
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

  it('lets at most 8% of the answerable questions go unanswered', () => {
    const observations: Observation[] = Array.from({ length: 400 }, (_, i) => {
      const answerable = i % 2 === 0;
      const dense = (answerable ? 0.85 : 0.8) + ((i * 7919) % 100) / 1000;
      const features = featuresOf(ranked(dense));
      if (!features) throw new Error('no features');
      return { id: `${i}`, half: 'tuning', features, answerable, right: answerable && i % 10 !== 0 };
    });
    const examples = observations.map((observation) => ({ observation, weight: 1 }));
    const fitted = { encoder: 'e', reranker: null, ...fitCalibration(examples, [observations], ['dense']) };
    const verdicts = observations
      .filter(({ answerable }) => answerable)
      .map(({ features }) => judge(ranked(features.dense), fitted).verdict);
    const refused = verdicts.filter((verdict) => verdict === 'none').length / verdicts.length;
    expect(refused).toBeLessThanOrEqual(0.08);
    expect(refused).toBeGreaterThan(0);
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
