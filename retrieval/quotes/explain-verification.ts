/** How quotes were compared: what was taken for the quote, what it was held against, and the measures that decided. */
import type { CitedPassage } from '../interfaces.ts';
import type { Answers } from './answers.ts';
import type { Candidate } from './candidates.ts';
import { passagesOf, type QuoteCheck, type StitchedCheck } from './check.ts';
import { ALTERED, type QuoteComparison } from './compare.ts';
import { slotAt } from './phrases.ts';
import { COVERED } from './stitched.ts';
import { wordsOf } from './words.ts';

/** What of a message was taken for its quotes. */
export type QuoteReading = 'quotation-marks' | 'block-quote' | 'whole';

export interface VerificationExplanation {
  reading: QuoteReading;
  /** In the order of the message. */
  checks: ExplainedCheck[];
  /** What a likeness must reach to be an altered quote, and what share of a quote its stitched pieces must make up. */
  limits: { coherence: number; evidence: number; covered: number };
}

export interface ExplainedCheck {
  check: QuoteCheck;
  /** Ids of the passages that the check names. */
  passages: string[];
  /** How many words were compared. */
  words: number;
  /** Where most of the words stand close together, best first; none where they were found as they stand. */
  candidates: ComparedPlace[];
  /** How close the quote comes to the best place; absent where it shares too little with any. */
  likeness?: {
    /** Words that stand there in this order. */
    matched: number;
    /** Their share of all words, less what breaks in it cost. */
    coherence: number;
    /** Bits of information in them, less what it takes to name the place and each break. */
    evidence: number;
  };
  /** Share of a stitched quote's words that its pieces on record make up. */
  covered?: number;
}

export interface ComparedPlace {
  /** The passage in the middle of the place. */
  cited: CitedPassage;
  /** Bits of information in the words that the quote and the place share. */
  shared: number;
}

/** A comparison, with the words that decided it: those of today, or those before a change. */
export interface DecidedComparison extends QuoteComparison {
  answers: Answers;
}

export async function explainComparisons(
  reading: QuoteReading,
  comparisons: readonly DecidedComparison[],
): Promise<VerificationExplanation> {
  const checks: ExplainedCheck[] = [];
  for (const { check, candidates, likeness, answers } of comparisons) {
    const { matched = 0, coherence = 0, evidence = 0 } = likeness ?? {};
    checks.push({
      check,
      passages: passagesOf(check).map(({ passage }) => passage.id),
      words: wordsOf(check.quoted).length,
      candidates: await placesOf(candidates, answers),
      ...(likeness && { likeness: { matched, coherence, evidence } }),
      ...(check.kind === 'stitched' && { covered: coveredShare(check) }),
    });
  }
  return { reading, checks, limits: { ...ALTERED, covered: COVERED } };
}

async function placesOf(candidates: readonly Candidate[], answers: Answers): Promise<ComparedPlace[]> {
  const places: ComparedPlace[] = [];
  for (const { range, weight } of candidates) {
    const middle = (range.from + range.to - 1) >>> 1;
    const [cited] = await answers.cited([slotAt(answers.index, middle)]);
    if (cited) places.push({ cited, shared: weight });
  }
  return places;
}

function coveredShare({ pieces }: StitchedCheck): number {
  const counts = pieces.map(({ quoted, passages }) => ({
    words: wordsOf(quoted).length,
    found: passages.length > 0,
  }));
  const sum = (some: typeof counts) => some.reduce((total, { words }) => total + words, 0);
  return sum(counts.filter(({ found }) => found)) / Math.max(1, sum(counts));
}
