/** From a question as it is asked to the passages that rank best: rewritten first, then scored in two stages. */
import type { CitedPassage, Encoder, PassageFilter, Reranker } from '../interfaces.ts';
import { isSameLanguage, languageOf } from '../query/language.ts';
import { addDays, daysFrom, longest, type Period, periodsIn } from '../query/periods.ts';
import { rewrite } from '../query/rewrite.ts';
import { speakerFinder } from '../query/speakers.ts';
import type { Candidate, CandidatePart, RecordStore } from '../store/record-store.ts';
import { RANKING, type Ranking, type Way } from './ranking.ts';
import { firstScores, type Signals, secondScores, shortlist } from './scoring.ts';

/** A candidate with its fused score and the signals that went into it. */
export interface RankedCandidate extends Candidate, Signals {
  score: number;
}

export interface RankParts {
  store: RecordStore;
  encoder: Encoder;
  reranker?: Reranker;
}

/** A question's ranking. */
export interface RankedQuestion {
  /** The question as it was searched for, without courtesies and typing errors. */
  rewritten: string;
  /** How it meets its first candidate. */
  way: Way;
  /** Best first. */
  ranked: RankedCandidate[];
}

/** The ranking behind the answers: what `ask` judges and shows, and what fitting and evaluation look into. */
export type Ranker = (question: string, filter?: PassageFilter) => Promise<RankedQuestion>;

export function createRanker(parts: RankParts, ranking: Ranking = RANKING): Ranker {
  // The speakers of a record do not change under a service.
  let known: Promise<ReturnType<typeof speakerFinder>> | undefined;
  return async (question, filter) => {
    known ??= parts.store.summary().then((summary) => speakerFinder(summary.speakers));
    const [speakersIn, vocabulary] = await Promise.all([known, parts.store.vocabulary()]);
    const language = languageOf(question, vocabulary);
    // Courtesies and typing errors are known in English only.
    const query = language === ENGLISH ? rewrite(question, vocabulary) : question;
    const speakers = speakersIn(query);
    const periods = periodsIn(query, new Date(), language);
    const ranked = await rank(parts, ranking, { query, language, filter, periods, speakers });
    const first = ranked[0]?.cited.document.language ?? language;
    return { rewritten: query, way: isSameLanguage(language, first) ? 'same' : 'cross', ranked };
  };
}

const ENGLISH = 'en';

interface RankRequest {
  query: string;
  language: string;
  filter: PassageFilter | undefined;
  /** What the question names. */
  periods: readonly Period[];
  speakers: ReadonlySet<string>;
}

/** A named period longer than this is a year, which says less about the day of the answer. */
const LONGEST_DAYS = 100;
/** What happened on a day is still talked about on the days after. */
const AFTERMATH = 14;
/** Share of the candidates that goes to the days that a question names. */
const SHARE_OF_PERIOD = 1 / 4;

/** All candidates, best first. The second stage sees only the best of the first. */
async function rank(
  { encoder, reranker, store }: RankParts,
  ranking: Ranking,
  request: RankRequest,
): Promise<RankedCandidate[]> {
  const { query, language } = request;
  const found = await store.candidates({
    query,
    language,
    vector: await encoder.encodeQuery(query),
    parts: candidateParts(request, ranking.candidates),
    most: ranking.mostCandidates,
  });
  const candidates = found.map((candidate) => ({ ...candidate, ...named(candidate.cited, request) }));
  const first = firstScores(candidates, ranking);
  if (!reranker || ranking.reranked === 0) return sorted(candidates, first);
  const seen = shortlist(first, ranking.reranked);
  const shortlisted = seen.flatMap((place) => candidates[place]?.cited ?? []);
  const late = await reranker.score(query, shortlisted, store.tokens);
  const lateOf = new Map(seen.map((place, i) => [place, late[i]]));
  const scored = candidates.map((candidate, place) => {
    const score = lateOf.get(place);
    return score ? { ...candidate, late: score } : candidate;
  });
  return sorted(scored, secondScores(scored, first, seen, ranking));
}

/** Where to look: in the whole record, or what the filter leaves of it; besides, in a short period that is named. */
function candidateParts({ filter, periods }: RankRequest, depth: number): CandidatePart[] {
  if (filter !== undefined) return [{ depth, filter }];
  const [period] = periods;
  // A longer period hardly narrows anything.
  if (!period || periods.length > 1 || longest(periods) > LONGEST_DAYS) return [{ depth }];
  const inPeriod = Math.round(depth * SHARE_OF_PERIOD);
  const days = { since: period.from, until: addDays(period.to, AFTERMATH) };
  return [{ depth: depth - inPeriod }, { depth: inPeriod, filter: days }];
}

function sorted(candidates: readonly (Candidate & Signals)[], scores: readonly number[]): RankedCandidate[] {
  // A stable sort: equal scores keep the order of the store.
  return candidates
    .map((candidate, i) => ({ ...candidate, score: scores[i] ?? 0 }))
    .sort((a, b) => b.score - a.score);
}

/** What the question names of a passage: its speaker, its days. */
function named(cited: CitedPassage, { periods, speakers }: RankRequest): Partial<Signals> {
  return {
    ...(speakers.has(cited.turn.speaker) && { named: true }),
    ...(periods.length > 0 && {
      days: daysFrom(periods, cited.document.date),
      longPeriod: longest(periods) > LONGEST_DAYS,
    }),
  };
}
