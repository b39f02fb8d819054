/** The verdict on a ranking: how probable it is that its first hit answers, and what is said of it. */
import type { Answer } from '../answer.ts';
import type { RankedCandidate } from '../rank.ts';
import { featuresOf } from './features.ts';
import { type Calibration, probabilityOf, sumOf } from './model.ts';

export type Judgement = Pick<Answer, 'verdict' | 'confidence' | 'calibrated'>;

/**
 * Judges a ranking (best first). Without a calibration nothing is held to answer: the closest passages are shown as
 * such, and the answer says that its confidence means nothing.
 */
export function judge(ranked: readonly RankedCandidate[], calibration: Calibration | undefined): Judgement {
  const features = featuresOf(ranked);
  if (!features) return { verdict: 'none', confidence: 0 };
  if (!calibration) return { verdict: 'related', confidence: 0, calibrated: false };
  const confidence = probabilityOf(calibration.platt, sumOf(calibration, features));
  if (confidence >= calibration.answerFrom) return { verdict: 'answer', confidence };
  return { verdict: confidence >= calibration.relatedFrom ? 'related' : 'none', confidence };
}
