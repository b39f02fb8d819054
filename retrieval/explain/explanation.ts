/** Why a passage stands where it stands: the numbers of one ranking, as plain data. */
import type { Verdict } from '../answer.ts';
import type { CitedPassage, TokenMatch } from '../interfaces.ts';

export interface Explanation {
  query: string;
  /** The question as it was searched for: the tokens' offsets are in it. */
  wording: string;
  cited: CitedPassage;
  /** Among the hits, from 1; absent for a passage that was folded into a hit of nearly the same words. */
  hitRank?: number;
  /** How many passages were looked at, and how many of them the reranker saw. */
  candidates: number;
  reranked: number;
  /** Before the reranker. */
  first: StageScore;
  /** With the reranker; absent where there is none, or where it did not see the passage. */
  second?: StageScore;
  /** How each token of the question is met; absent without a reranker. */
  tokens?: TokenMatch[];
  verdict: VerdictExplanation;
}

/** A stage's score is the sum of the points of its parts. */
export interface StageScore {
  /** Among all candidates, from 1. */
  rank: number;
  score: number;
  parts: ScorePart[];
}

export type SignalName = 'dense' | 'lexical' | 'late' | 'days' | 'speaker';

export interface ScorePart {
  signal: SignalName;
  /** As the index or the reranker gave it: a cosine, a BM25 score, days from those that the question names. */
  value: number;
  /** What it adds to the score. */
  points: number;
}

export interface VerdictExplanation {
  verdict: Verdict;
  /** Probability that the first candidate answers. */
  confidence: number;
  /** The passage that was judged: the first of the ranking. */
  judged: string;
  /** Absent where the confidence was never fitted to the models in use. */
  fit?: {
    answerFrom: number;
    relatedFrom: number;
    features: FeatureShare[];
  };
}

export interface FeatureShare {
  name: string;
  value: number;
  /** Its mean over the questions that the model was fitted on. */
  usual: number;
  /** What it adds to the log-odds; below 0 it speaks against the passage. */
  push: number;
}
