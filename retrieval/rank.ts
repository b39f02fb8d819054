/** Ranking: what a question prefers, scored in two stages. The second sees only the best of the first. */
import { byScore } from './best.ts';
import { findCandidates } from './candidates.ts';
import type {
  Candidate,
  CitedPassage,
  Encoder,
  LexicalIndex,
  PassageFilter,
  PassageStore,
  Reranker,
  VectorIndex,
} from './interfaces.ts';
import { firstScores, type Signals, secondScores, shortlist } from './order.ts';
import { daysFrom, longest, type Period } from './preferences/periods.ts';
import type { Ranking } from './ranking.ts';
import { depthUnderLoad, type Turnstile } from './rerank/one-at-a-time.ts';
import type { Vocabulary } from './wording/vocabulary.ts';

/** A candidate with its fused score and the signals that went into it. */
export interface RankedCandidate extends Candidate, Signals {}

export interface RankParts {
  encoder: Encoder;
  vectors: VectorIndex;
  lexical: LexicalIndex;
  passages: PassageStore;
  /** What typing errors are told by; without it words are taken as they are typed. */
  vocabulary?: Vocabulary;
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
  const rows = await findCandidates(parts, {
    ...request,
    vector,
    depth: ranking.candidates,
    most: ranking.mostCandidates,
  });
  const [dense, lexical, cited] = await Promise.all([
    parts.vectors.score(vector, rows),
    parts.lexical.score(query, rows),
    parts.passages.read(rows),
  ]);
  const candidates = rows.map((row, i) => ({
    row,
    dense: dense[i] ?? 0,
    lexical: lexical[i] ?? 0,
    ...named(cited[i], request),
  }));
  const first = firstScores(candidates, ranking);
  const { reranker } = parts;
  if (!reranker || ranking.reranked === 0) return sorted(candidates, first);
  return inTurn(async (waiting) => {
    const seen = shortlist(first, depthUnderLoad(ranking.reranked, waiting));
    const late = await reranker.score(
      query,
      seen.flatMap((place) => cited[place] ?? []),
    );
    const lateOf = new Map(seen.map((place, i) => [place, late[i]]));
    const scored = candidates.map((candidate, place) => {
      const score = lateOf.get(place);
      return score ? { ...candidate, late: score } : candidate;
    });
    return sorted(scored, secondScores(scored, first, seen, ranking));
  });
}

function sorted<Known extends Signals & { row: number }>(
  candidates: readonly Known[],
  scores: readonly number[],
): (Known & Candidate)[] {
  return candidates.map((candidate, i) => ({ ...candidate, score: scores[i] ?? 0 })).sort(byScore);
}

/** What the question names of a passage: its speaker, its days. */
function named(cited: CitedPassage | undefined, { periods, speakers }: RankRequest): Partial<Signals> {
  if (!cited) return {};
  return {
    ...(speakers.has(cited.turn.speaker) && { named: true }),
    ...(periods.length > 0 && {
      days: daysFrom(periods, cited.document.date),
      longPeriod: longest(periods) > LONGEST_DAYS,
    }),
  };
}
