/** Why a passage stands where it stands: the ranking is run again, and its numbers are kept instead of thrown away. */
import type { Verdict } from './answer.ts';
import { type Calibration, featuresOf, judge } from './confidence/verdict.ts';
import type { CitedPassage, PassageFilter, TokenMatch } from './interfaces.ts';
import { readQuestion } from './question.ts';
import { toHits } from './ranking/hits.ts';
import type { RankedCandidate, Ranker, RankParts } from './ranking/rank.ts';
import type { Ranking, Way } from './ranking/ranking.ts';
import { divideByMaximum, firstScores, minMax, preference, type Signals } from './ranking/scoring.ts';

export interface Explanation {
  query: string;
  /** The question as it was searched for: the tokens' offsets are in it. */
  rewritten: string;
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

export interface ExplainParts {
  parts: RankParts;
  find: Ranker;
  ranking: Ranking;
  calibration(way: Way): Calibration | undefined;
}

/**
 * Why a passage (by default the first hit) stands where it stands for a question; nothing when it is no candidate.
 * @throws QuestionError when the question cannot be asked
 */
export async function explainHit(
  { parts, find, ranking, calibration }: ExplainParts,
  question: string,
  filter?: PassageFilter,
  passageId?: string,
): Promise<Explanation | undefined> {
  const query = readQuestion(question);
  const { ranked, rewritten, way } = await find(query, filter);
  const hits = toHits(ranked, ranking);
  const wanted = passageId ?? hits[0]?.passage.id;
  const candidate = ranked.find(({ cited }) => cited.passage.id === wanted);
  if (!candidate) return undefined;
  const { cited } = candidate;
  const hitRank = hits.find(({ passage }) => passage.id === wanted)?.rank;
  const second = secondStage(ranked, candidate, ranking);
  const tokens = await parts.reranker?.match?.(rewritten, cited, parts.store.tokens);
  return {
    query,
    rewritten,
    cited,
    ...(hitRank !== undefined && { hitRank }),
    candidates: ranked.length,
    reranked: ranked.filter(({ late }) => late !== undefined).length,
    first: firstStage(ranked, candidate, ranking),
    ...(second && { second }),
    ...(tokens && { tokens }),
    verdict: explainVerdict(ranked, calibration(way)),
  };
}

/** The stage before the reranker. */
function firstStage(
  ranked: readonly RankedCandidate[],
  candidate: RankedCandidate,
  ranking: Ranking,
): StageScore {
  const scores = firstScores(ranked, ranking);
  const score = scores[ranked.indexOf(candidate)] ?? 0;
  return {
    rank: 1 + scores.filter((other) => other > score).length,
    score,
    parts: [...similarities(ranked, candidate, ranking, 'lexicalAlone'), ...preferences(candidate, ranking)],
  };
}

/** The stage with the reranker; nothing for a candidate that it did not see. */
function secondStage(
  ranked: readonly RankedCandidate[],
  candidate: RankedCandidate,
  ranking: Ranking,
): StageScore | undefined {
  if (!candidate.late) return undefined;
  const seen = ranked.filter(({ late }) => late !== undefined);
  const late = minMax(seen.map((other) => other.late?.mean ?? 0))[seen.indexOf(candidate)] ?? 0;
  return {
    rank: ranked.indexOf(candidate) + 1,
    score: candidate.score,
    parts: [
      { signal: 'late', value: candidate.late.mean, points: ranking.weights.late * late },
      ...similarities(ranked, candidate, ranking, 'lexical'),
      ...preferences(candidate, ranking),
    ],
  };
}

function similarities(
  ranked: readonly RankedCandidate[],
  candidate: RankedCandidate,
  { weights }: Ranking,
  lexicalWeight: 'lexical' | 'lexicalAlone',
): ScorePart[] {
  const place = ranked.indexOf(candidate);
  const dense = minMax(ranked.map((other) => other.dense))[place] ?? 0;
  const lexical = divideByMaximum(ranked.map((other) => other.lexical))[place] ?? 0;
  return [
    { signal: 'dense', value: candidate.dense, points: weights.dense * dense },
    { signal: 'lexical', value: candidate.lexical, points: weights[lexicalWeight] * lexical },
  ];
}

/** Only where the question named days or a speaker. */
function preferences(candidate: Signals, ranking: Ranking): ScorePart[] {
  const { named, days } = candidate;
  const both = preference(candidate, ranking);
  const speaker = named ? ranking.weights.speaker : 0;
  return [
    ...(days === undefined ? [] : [{ signal: 'days' as const, value: days, points: both - speaker }]),
    ...(named ? [{ signal: 'speaker' as const, value: 1, points: speaker }] : []),
  ];
}

/** The verdict with the numbers behind it; features that count most stand first. */
function explainVerdict(
  ranked: readonly RankedCandidate[],
  calibration: Calibration | undefined,
): VerdictExplanation {
  const { verdict, confidence } = judge(ranked, calibration);
  const [first] = ranked;
  const judged = first?.cited.passage.id ?? '';
  if (!calibration || !first) return { verdict, confidence, judged };
  const values = featuresOf(first);
  const { answerFrom, relatedFrom, platt } = calibration;
  const features = Object.entries(calibration.features).map(([name, { mean, deviation, weight }]) => {
    const value = values[name as keyof typeof values];
    return { name, value, usual: mean, push: (platt.slope * weight * (value - mean)) / deviation };
  });
  features.sort((a, b) => Math.abs(b.push) - Math.abs(a.push));
  return { verdict, confidence, judged, fit: { answerFrom, relatedFrom, features } };
}
