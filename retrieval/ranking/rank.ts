/** From a question as it is asked to the passages that rank best: rewritten first, then scored in two stages. */
import { byScore } from '../best.ts';
import { findCandidates } from '../candidates.ts';
import type {
  Candidate,
  CitedPassage,
  Encoder,
  LexicalIndex,
  PassageFilter,
  PassageStore,
  Reranker,
  VectorIndex,
} from '../interfaces.ts';
import { daysFrom, longest, type Period, periodsIn } from '../query/periods.ts';
import { rewrite } from '../query/rewrite.ts';
import { speakerFinder } from '../query/speakers.ts';
import type { Vocabulary } from '../query/vocabulary.ts';
import { depthUnderLoad, type SerialQueue, serialQueue } from '../rerank/queue.ts';
import { RANKING, type Ranking } from './ranking.ts';
import { firstScores, type Signals, secondScores, shortlist } from './scoring.ts';

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

export interface RankerSettings {
  ranking: Ranking;
  /** The day on which “last July” is asked. */
  today: () => Date;
}

/** A ranking, and the share of the question's weight that its first turn covers. */
export interface RankedQuestion {
  /** The question as it was searched for, without courtesies and typing errors. */
  rewritten: string;
  ranked: RankedCandidate[];
  coverage: number;
}

/** The ranking behind the answers: what `ask` judges and shows, and what fitting and evaluation look into. */
export type Ranker = (question: string, filter?: PassageFilter) => Promise<RankedQuestion>;

export function createRanker(parts: RankParts, settings: Partial<RankerSettings> = {}): Ranker {
  const { ranking = RANKING, today = () => new Date() } = settings;
  const queue = serialQueue();
  // The speakers of a record do not change under a service.
  let finder: Promise<(question: string) => ReadonlySet<string>> | undefined;
  const speakersIn = async (question: string) => {
    finder ??= parts.passages.summary().then(({ speakers }) => speakerFinder(speakers));
    return (await finder)(question);
  };
  return async (question, filter) => {
    const query = rewrite(question, parts.vocabulary);
    const speakers = await speakersIn(query);
    const request = { query, filter, periods: periodsIn(query, today()), speakers };
    const ranked = await rank(parts, ranking, request, queue);
    const first = ranked.slice(0, 1).map(({ row }) => row);
    const [coverage = 0] = await parts.lexical.coverage(query, first);
    return { rewritten: query, ranked, coverage };
  };
}

interface RankRequest {
  query: string;
  filter: PassageFilter | undefined;
  /** What the question names. */
  periods: readonly Period[];
  speakers: ReadonlySet<string>;
}

/** A named period longer than this is a year, which says less about the day of the answer. */
const LONGEST_DAYS = 100;

/** All candidates, best first. The second stage sees only the best of the first. */
async function rank(
  parts: RankParts,
  ranking: Ranking,
  request: RankRequest,
  queue: SerialQueue,
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
  return queue(async (waiting) => {
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
