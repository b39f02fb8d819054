/** What each signal adds to the score of a candidate, in either stage of the ranking. */
import { overMaximum, stretch } from '../fusion.ts';
import { firstScores, preference, type Signals } from '../order.ts';
import type { RankedCandidate } from '../rank.ts';
import type { Ranking } from '../ranking.ts';
import type { ScorePart, StageScore } from './explanation.ts';

/** The stage before the reranker, for the candidate at a place of the ranking. */
export function firstStage(ranked: readonly RankedCandidate[], place: number, ranking: Ranking): StageScore {
  const { weights } = ranking;
  const scores = firstScores(ranked, ranking);
  const score = scores[place] ?? 0;
  return {
    rank: 1 + scores.filter((other) => other > score).length,
    score,
    parts: [
      ...similarities(ranked, place, weights.dense, weights.lexicalAlone),
      ...preferences(ranked[place], ranking),
    ],
  };
}

/** The stage with the reranker; nothing for a candidate that it did not see. */
export function secondStage(
  ranked: readonly RankedCandidate[],
  place: number,
  ranking: Ranking,
): StageScore | undefined {
  const candidate = ranked[place];
  if (!candidate?.late) return undefined;
  const { weights } = ranking;
  const seen = ranked.filter(({ late }) => late !== undefined);
  const late = stretch(seen.map((other) => other.late?.mean ?? 0))[seen.indexOf(candidate)] ?? 0;
  return {
    rank: place + 1,
    score: candidate.score,
    parts: [
      { signal: 'late', value: candidate.late.mean, points: weights.late * late },
      ...similarities(ranked, place, weights.dense, weights.lexical),
      ...preferences(candidate, ranking),
    ],
  };
}

function similarities(
  ranked: readonly RankedCandidate[],
  place: number,
  denseWeight: number,
  lexicalWeight: number,
): ScorePart[] {
  const dense = ranked.map((candidate) => candidate.dense);
  const lexical = ranked.map((candidate) => candidate.lexical);
  return [
    { signal: 'dense', value: dense[place] ?? 0, points: denseWeight * (stretch(dense)[place] ?? 0) },
    {
      signal: 'lexical',
      value: lexical[place] ?? 0,
      points: lexicalWeight * (overMaximum(lexical)[place] ?? 0),
    },
  ];
}

/** Only where the question named days or a speaker. */
function preferences(candidate: Signals | undefined, ranking: Ranking): ScorePart[] {
  if (!candidate) return [];
  const { named, days } = candidate;
  const both = preference(candidate, ranking);
  const speaker = named ? ranking.weights.speaker : 0;
  return [
    ...(days === undefined ? [] : [{ signal: 'days' as const, value: days, points: both - speaker }]),
    ...(named ? [{ signal: 'speaker' as const, value: 1, points: speaker }] : []),
  ];
}
