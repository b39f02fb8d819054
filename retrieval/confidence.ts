/** How sure the record is: the probability that the first hit answers, and the verdict drawn from it. */
import type { Verdict } from './answer.ts';

/** Logistic regression; see scripts/fit-confidence.ts for how it was fitted and on what. */
export const CONFIDENCE = {
  bias: -17.73,
  /** Best cosine. */
  dense: 20.38,
  /** Share of the question's weight that the first hit covers, 0 to 1. */
  coverage: 3.73,
  /** Verdicts from the probability. */
  answerFrom: 0.5,
  relatedFrom: 0.2,
} as const;

export interface Judgement {
  verdict: Verdict;
  /** 0 to 1. */
  confidence: number;
}

/** Judges a ranking (best first) and how much of the question's weight its first hit covers. */
export function judge(ranked: readonly { dense: number }[], coverage: number): Judgement {
  const best = ranked[0];
  if (!best) return { verdict: 'none', confidence: 0 };
  const { bias, dense, answerFrom, relatedFrom } = CONFIDENCE;
  const confidence = 1 / (1 + Math.exp(-(bias + dense * best.dense + CONFIDENCE.coverage * coverage)));
  if (confidence >= answerFrom) return { verdict: 'answer', confidence };
  return { verdict: confidence >= relatedFrom ? 'related' : 'none', confidence };
}
