/** From a question as it is asked to the passages that rank best: rewritten first, then scored in two stages. */
import type { CitedPassage, Encoder, PassageFilter, Reranker, TokenVectors } from '../interfaces.ts';
import { isSameLanguage, languageOf } from '../query/language.ts';
import { addDays, daysFrom, longest, type Period, periodsIn } from '../query/periods.ts';
import { rewrite } from '../query/rewrite.ts';
import { speakerFinder } from '../query/speakers.ts';
import type { Candidate, CandidatePart, RecordStore } from '../store/record-store.ts';
import type { WordTranslator } from '../translation/word-translator.ts';
import { RANKING, type Ranking, rankingOf, type Way } from './ranking.ts';
import { firstScores, type Signals, secondScores, shortlist } from './scoring.ts';

/** A candidate with its fused score and the signals that went into it. */
export interface RankedCandidate extends Candidate, Signals {
  score: number;
}

export interface RankParts {
  store: RecordStore;
  encoder: Encoder;
  /** For questions and passages in English. */
  reranker?: Reranker;
  /** For all others: its scores compare across languages. */
  crossLingual?: Reranker | undefined;
  /** Where questions and passages share no words. */
  translator?: WordTranslator | undefined;
}

export interface RankerSettings {
  ranking: Ranking;
  /** The day on which “last July” is asked. */
  today: () => Date;
}

/** A question's ranking. */
export interface RankedQuestion {
  /** The question as it was searched for, without courtesies and typing errors. */
  rewritten: string;
  /** Its language (`languageOf`). */
  language: string;
  /** English words for those of a question in another language: BM25 searches for them, too. */
  translated: readonly string[];
  /** How it meets its first candidate. */
  way: Way;
  /** Best first. */
  ranked: RankedCandidate[];
}

/** The ranking behind the answers: what `ask` judges and shows, and what fitting and evaluation look into. */
export type Ranker = (question: string, filter?: PassageFilter) => Promise<RankedQuestion>;

export function createRanker(parts: RankParts, settings: Partial<RankerSettings> = {}): Ranker {
  const { ranking = RANKING, today = () => new Date() } = settings;
  // The speakers and languages of a record do not change under a service.
  let known: Promise<RecordTraits> | undefined;
  return async (question, filter) => {
    known ??= traitsOf(parts.store);
    const [{ speakersIn, languages }, vocabulary] = await Promise.all([known, parts.store.vocabulary()]);
    const language = languageOf(question, vocabulary);
    // Courtesies and typing errors are known in English only.
    const query = language === ENGLISH ? rewrite(question, vocabulary) : question;
    const speakers = speakersIn(query);
    const isTranslated = !isEnglish(language) && [...languages].some(isEnglish);
    const translated = (isTranslated && (await parts.translator?.translate(query, language))) || [];
    const request = {
      query,
      translated,
      language,
      languages,
      filter,
      periods: periodsIn(query, today(), language),
      speakers,
    };
    return { rewritten: query, language, translated, ...(await rank(parts, ranking, request)) };
  };
}

const ENGLISH = 'en';
const isEnglish = (language: string) => isSameLanguage(language, ENGLISH);

interface RecordTraits {
  speakersIn(question: string): ReadonlySet<string>;
  /** Of its documents. */
  languages: ReadonlySet<string>;
}

async function traitsOf(store: RecordStore): Promise<RecordTraits> {
  const [{ speakers }, documents] = await Promise.all([store.summary(), store.documents()]);
  return {
    speakersIn: speakerFinder(speakers),
    languages: new Set(documents.map(({ language }) => language)),
  };
}

interface RankRequest {
  query: string;
  /** English words that BM25 searches for besides. */
  translated: readonly string[];
  language: string;
  /** Of the record. */
  languages: ReadonlySet<string>;
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
  parts: RankParts,
  settings: Ranking,
  request: RankRequest,
): Promise<Pick<RankedQuestion, 'way' | 'ranked'>> {
  const { query, language, languages } = request;
  const isForeign = (candidate: string) => !isSameLanguage(language, candidate);
  const native: Way = isEnglish(language) ? 'english' : 'same';
  // One foreign language on record is enough to look deeper.
  const reach = rankingOf(settings, [...languages].some(isForeign) ? 'cross' : native);
  const { reranker, crossLingual = reranker } = parts;
  // Both models read the question at the same time.
  if (native === 'english' && settings.reranked > 0) reranker?.prepare?.(query);
  const vector = await parts.encoder.encodeQuery(query);
  const found = await parts.store.candidates({
    query,
    translated: request.translated,
    language,
    vector,
    parts: candidateParts(request, reach.candidates),
    most: reach.mostCandidates,
  });
  const candidates = found.map((candidate) => ({ ...candidate, ...named(candidate.cited, request) }));
  const foreign = candidates.filter(({ cited }) => isForeign(cited.document.language));
  // Only what both sides say in English has scores of its own.
  const way: Way = foreign.length === 0 ? native : 'cross';
  const ranking = rankingOf(settings, way);
  const first = firstScores(candidates, ranking);
  const main = way === 'english' ? reranker : crossLingual;
  if (!main || ranking.reranked === 0) return { way, ranked: sorted(candidates, first) };
  const { tokens } = parts.store;
  const seen = shortlist(first, ranking.reranked);
  const scored = await withLate(main, { query, tokens }, candidates, seen);
  const ranked = sorted(scored, secondScores(scored, first, seen, ranking));
  if (way !== 'cross' || native !== 'english' || !reranker || foreign.length === candidates.length)
    return { way, ranked };
  const english = candidates.filter(({ cited }) => !isForeign(cited.document.language));
  return exchanged(ranked, await rankEnglish(reranker, settings, { query, tokens }, english));
}

/** What a reranker is asked, and what is kept of the record's texts. */
interface LateRequest {
  query: string;
  tokens: readonly TokenVectors[] | undefined;
}

/** Candidates with the scores of a reranker, at the places that it is to see. */
async function withLate<Known extends Candidate & Signals>(
  reranker: Reranker,
  { query, tokens }: LateRequest,
  candidates: readonly Known[],
  seen: readonly number[],
): Promise<Known[]> {
  const shortlisted = seen.flatMap((place) => candidates[place]?.cited ?? []);
  const late = await reranker.score(query, shortlisted, tokens);
  const lateOf = new Map(seen.map((place, i) => [place, late[i]]));
  return candidates.map((candidate, place) => {
    const score = lateOf.get(place);
    return score ? { ...candidate, late: score } : candidate;
  });
}

/** The English candidates of a record of several languages, in the order that English gives them. */
async function rankEnglish(
  reranker: Reranker,
  settings: Ranking,
  request: LateRequest,
  english: readonly (Candidate & Signals)[],
): Promise<RankedCandidate[]> {
  const first = firstScores(english, settings);
  const seen = shortlist(first, settings.reranked);
  const scored = await withLate(reranker, request, english, seen);
  return sorted(scored, secondScores(scored, first, seen, settings));
}

/**
 * One ranking of two: the English candidates take each other's scores, so that they stand in their own order and still
 * compare with the others.
 */
function exchanged(
  ranked: readonly RankedCandidate[],
  english: readonly RankedCandidate[],
): Pick<RankedQuestion, 'way' | 'ranked'> {
  const ids = new Set(english.map(({ cited }) => cited.passage.id));
  let next = 0;
  const together = ranked.map((candidate) => {
    if (!ids.has(candidate.cited.passage.id)) return candidate;
    const own = english[next++];
    return own ? { ...own, score: candidate.score } : candidate;
  });
  const isEnglish = ids.has(together[0]?.cited.passage.id ?? '');
  return { way: isEnglish ? 'english' : 'cross', ranked: together };
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
