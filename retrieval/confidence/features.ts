/** What speaks for and against a hit: features of it alone that mean the same on any record. */
import type { RankedCandidate } from '../ranking/rank.ts';

/** Names of the features, in a fixed order. */
export const FEATURES = ['dense', 'late', 'coverage', 'missing', 'outside'] as const;
export type Feature = (typeof FEATURES)[number];
export type Features = Record<Feature, number>;

/** Days from the named period that count as entirely beside it. */
const FAR_DAYS = 60;

/**
 * The features of a candidate. How far it stands out of its ranking is left out: of a record of 18 passages and one of
 * 150,000 that says different things. So are the length of the question and the like: they tell the question sets
 * apart, not the answers.
 */
export function featuresOf({
  dense,
  coverage,
  late,
  days,
}: Pick<RankedCandidate, 'dense' | 'coverage' | 'late' | 'days'>): Features {
  const { mean = 0, missing = 1 } = late ?? {};
  return {
    dense,
    late: mean,
    coverage,
    missing,
    outside: Math.min(1, (days ?? 0) / FAR_DAYS),
  };
}
