/** Ranking: what a question prefers, scored in two stages. The second sees only the best of the first. */
import { byScore } from './best.ts';
import { findCandidates } from './candidates.ts';
import { fuse, overMaximum, stretch } from './fusion.ts';
import type {
  Candidate,
  CitedPassage,
  Encoder,
  LateScore,
  LexicalIndex,
  PassageFilter,
  PassageStore,
  Reranker,
  VectorIndex,
} from './interfaces.ts';
import { daysFrom, longest, type Period } from './preferences/periods.ts';
import type { Ranking } from './ranking.ts';
import { depthUnderLoad, type Turnstile } from './rerank/one-at-a-time.ts';

/** A candidate with its fused score and the scores that went into it. */
export interface RankedCandidate extends Candidate {
  /** Cosine of the vectors. */
  dense: number;
  /** BM25. */
  lexical: number;
  /** Where the reranker saw it. */
  late?: LateScore;
  /** Days from the period that the question names, if it names one. */
  days?: number;
}

export interface RankParts {
  encoder: Encoder;
  vectors: VectorIndex;
  lexical: LexicalIndex;
  passages: PassageStore;
  reranker?: Reranker;
}

export interface RankRequest {
  query: string;
  filter: PassageFilter | undefined;
  /** What the question names. */
  periods: readonly Period[];
  speakers: ReadonlySet<string>;
}

/** A named period longer than this is a year, which says less about the day of the answer. */
const LONGEST_DAYS = 100;

/** All candidates, best first. */
export async function rank(
  parts: RankParts,
  ranking: Ranking,
  request: RankRequest,
  inTurn: Turnstile,
): Promise<RankedCandidate[]> {
  const { query } = request;
  const vector = await parts.encoder.encodeQuery(query);
  const rows = await findCandidates(parts, { ...request, vector, depth: ranking.candidates });
  const [dense, lexical, cited] = await Promise.all([
    parts.vectors.score(vector, rows),
    parts.lexical.score(query, rows),
    parts.passages.read(rows),
  ]);
  const preferred = cited.map((passage) => preference(passage, request, ranking));
  const { weights } = ranking;
  const first = fuse([
    { weight: weights.dense, scores: stretch(dense) },
    { weight: weights.lexicalAlone, scores: overMaximum(lexical) },
    { weight: 1, scores: preferred },
  ]);
  const scored = rows.map((row, i) => ({
    row,
    score: first[i] ?? 0,
    dense: dense[i] ?? 0,
    lexical: lexical[i] ?? 0,
    ...(request.periods.length > 0 && { days: daysFrom(request.periods, cited[i]?.document.date ?? '') }),
  }));
  const { reranker } = parts;
  if (!reranker || ranking.reranked === 0) return scored.sort(byScore);
  const second = (depth: number) =>
    rerank(reranker, weights, query, placesOf(scored).slice(0, depth), scored, cited, preferred);
  return inTurn((waiting) => second(depthUnderLoad(ranking.reranked, waiting)));
}

/** Places of the candidates in their list, best first. */
function placesOf(scored: readonly Candidate[]): number[] {
  return [...scored.keys()].sort((a, b) => {
    const [x, y] = [scored[a], scored[b]];
    return x && y ? byScore(x, y) : 0;
  });
}

async function rerank(
  reranker: Reranker,
  weights: Ranking['weights'],
  query: string,
  places: readonly number[],
  scored: readonly RankedCandidate[],
  cited: readonly CitedPassage[],
  preferred: readonly number[],
): Promise<RankedCandidate[]> {
  const pick = <T>(list: readonly T[]) => places.flatMap((place) => list[place] ?? []);
  const late = await reranker.score(query, pick(cited));
  // Stretched over all candidates, so that a cosine counts the same in both stages.
  const dense = stretch(scored.map((candidate) => candidate.dense));
  const lexical = overMaximum(scored.map((candidate) => candidate.lexical));
  const fused = fuse([
    { weight: weights.dense, scores: places.map((place) => dense[place] ?? 0) },
    { weight: weights.lexical, scores: places.map((place) => lexical[place] ?? 0) },
    { weight: weights.late, scores: stretch(late.map(({ mean }) => mean)) },
    { weight: 1, scores: places.map((place) => preferred[place] ?? 0) },
  ]);
  const best = places.flatMap((place, i) => {
    const candidate = scored[place];
    const score = late[i];
    return candidate && score ? [{ ...candidate, score: fused[i] ?? 0, late: score }] : [];
  });
  best.sort(byScore);
  // What the reranker did not see stays below what it saw, in its own order.
  const lowest = Math.min(...best.map(({ score }) => score));
  const seen = new Set(places);
  const rest = scored
    .filter((_, place) => !seen.has(place))
    .map((candidate) => ({ ...candidate, score: Math.min(candidate.score, lowest) }))
    .sort(byScore);
  return [...best, ...rest];
}

/** A soft preference: it lifts a passage of the named days or speaker, and excludes none. */
function preference({ turn, document }: CitedPassage, request: RankRequest, ranking: Ranking): number {
  const { periods, speakers } = request;
  const { weights, dayDecay } = ranking;
  const named = speakers.has(turn.speaker) ? weights.speaker : 0;
  if (periods.length === 0) return named;
  const days = daysFrom(periods, document.date);
  if (longest(periods) > LONGEST_DAYS) return named + (days === 0 ? weights.year : 0);
  return named + weights.day * Math.exp(-days / dayDecay);
}
