/** What spoke for and against the first candidate, feature by feature. */
import { featuresOf } from '../confidence/features.ts';
import { judge } from '../confidence/judge.ts';
import type { Calibration } from '../confidence/model.ts';
import type { RankedCandidate } from '../rank.ts';
import type { VerdictExplanation } from './explanation.ts';

/**
 * The verdict with the numbers behind it; features that count most stand first.
 * @param judged passage id of the first candidate
 */
export function explainVerdict(
  ranked: readonly RankedCandidate[],
  calibration: Calibration | undefined,
  judged: string,
): VerdictExplanation {
  const { verdict, confidence } = judge(ranked, calibration);
  const values = featuresOf(ranked);
  if (!calibration || !values) return { verdict, confidence, judged };
  const { answerFrom, relatedFrom, platt } = calibration;
  const features = Object.entries(calibration.features).map(([name, { mean, deviation, weight }]) => {
    const value = values[name as keyof typeof values];
    return { name, value, usual: mean, push: (platt.slope * weight * (value - mean)) / deviation };
  });
  features.sort((a, b) => Math.abs(b.push) - Math.abs(a.push));
  return { verdict, confidence, judged, fit: { answerFrom, relatedFrom, features } };
}
