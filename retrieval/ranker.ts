/** From a question as it is asked to the passages that rank best: wording, days and speakers are read from it first. */
import type { PassageFilter } from './interfaces.ts';
import { periodsIn } from './preferences/periods.ts';
import { speakerFinder } from './preferences/speakers.ts';
import { type RankedCandidate, type RankParts, rank } from './rank.ts';
import { RANKING, type Ranking } from './ranking.ts';
import { oneAtATime } from './rerank/one-at-a-time.ts';
import { readWording } from './wording/read.ts';

export interface RankerSettings {
  ranking: Ranking;
  /** The day on which “last July” is asked. */
  today: () => Date;
}

/** A ranking. */
export interface Found {
  /** The question as it was searched for, without courtesies and typing errors. */
  wording: string;
  ranked: RankedCandidate[];
}

/** The ranking behind the answers: what `ask` judges and shows, and what fitting and evaluation look into. */
export type Ranker = (query: string, filter?: PassageFilter) => Promise<Found>;

export function createRanker(parts: RankParts, settings: Partial<RankerSettings> = {}): Ranker {
  const { ranking = RANKING, today = () => new Date() } = settings;
  const inTurn = oneAtATime();
  // The speakers of a record do not change under a service.
  let finder: Promise<(question: string) => ReadonlySet<string>> | undefined;
  const speakersIn = async (question: string) => {
    finder ??= parts.store.summary().then(({ speakers }) => speakerFinder(speakers));
    return (await finder)(question);
  };
  return async (question, filter) => {
    const query = readWording(question, await parts.store.vocabulary());
    const speakers = await speakersIn(query);
    const request = { query, filter, periods: periodsIn(query, today()), speakers };
    const ranked = await rank(parts, ranking, request, inTurn);
    return { wording: query, ranked };
  };
}
