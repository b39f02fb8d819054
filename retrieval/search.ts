/** The search service: from a question to an answer. The one interface that every face of the bot shares. */
import type { Answer, Hit } from './answer.ts';
import { calibrationOf, confidenceOf, featuresOf, judge } from './confidence/verdict.ts';
import { type Explanation, explainHit } from './explain.ts';
import type { CitedPassage, PassageArchive, PassageFilter, RecordSummary } from './interfaces.ts';
import { readQuestion } from './question.ts';
import { toHits } from './ranking/hits.ts';
import { createRanker, type RankedQuestion, type RankParts } from './ranking/rank.ts';
import { RANKING, type Ranking, type Way } from './ranking/ranking.ts';

export interface AskOptions {
  /** How many hits, 1 to 100. It only cuts the list: what is searched does not depend on it. */
  k?: number;
  /** Only passages that this lets through. */
  filter?: PassageFilter;
}

export interface SearchService {
  /** @throws QuestionError when the question cannot be asked */
  ask(question: string, options?: AskOptions): Promise<Answer>;
  /**
   * Why a passage, by default the first hit, stands where it stands; nothing when it is no candidate.
   * @throws QuestionError when the question cannot be asked
   */
  explain(question: string, filter?: PassageFilter, passageId?: string): Promise<Explanation | undefined>;
  /** The passage of an id, in its context; one whose source was changed since is marked as superseded. */
  passage(id: string): Promise<CitedPassage | undefined>;
  /** All passages of the turn that a passage belongs to, in order; none for an unknown id. */
  turn(id: string): Promise<CitedPassage[]>;
  summary(): Promise<RecordSummary>;
}

/** What a search works on. */
export interface SearchParts extends RankParts {
  /** Where passages are looked up that the record does not hold. */
  archive?: PassageArchive;
}

export const DEFAULT_HITS = 5;
export const MAX_HITS = 100;
/** Names of the topics that the best candidates share: where to look on when nothing answers. */
const NEAREST_TOPICS = { candidates: 10, most: 5 };

/** Hits whose answering sentence is looked for: what a reply shows. */
const MOST_HIGHLIGHTED = 10;

export function createSearchService(parts: SearchParts, ranking: Ranking = RANKING): SearchService {
  const { store, archive, encoder, reranker } = parts;
  const calibration = (way: Way) => calibrationOf(encoder.key, reranker?.key, way);
  const find = createRanker(parts, ranking);
  /** The hits with what each is worth, and the sentences of the foremost that answer. */
  const weighed = async (
    hits: readonly Hit[],
    query: string,
    { ranked, way }: Pick<RankedQuestion, 'ranked' | 'way'>,
  ): Promise<Hit[]> => {
    const candidateOf = new Map(ranked.map((candidate) => [candidate.cited.passage.id, candidate]));
    const shown = hits.flatMap(({ passage }) => candidateOf.get(passage.id) ?? []);
    const read = shown.slice(0, MOST_HIGHLIGHTED).map(({ cited }) => cited);
    const sentences = (await reranker?.highlight?.(query, read, store.tokens)) ?? [];
    const fitted = calibration(way);
    return hits.map((hit, i) => {
      const candidate = shown[i];
      return {
        ...hit,
        ...(fitted && candidate && { confidence: confidenceOf(featuresOf(candidate), fitted) }),
        ...(sentences[i] && { highlight: sentences[i] }),
      };
    });
  };
  return {
    async ask(text, { k = DEFAULT_HITS, filter } = {}) {
      const query = readQuestion(text);
      const found = await find(query, filter);
      const { rewritten, ranked, way } = found;
      const hits = toHits(ranked, ranking).slice(0, k);
      const best = ranked.slice(0, NEAREST_TOPICS.candidates).map(({ cited }) => cited.passage.id);
      return {
        query,
        ...judge(ranked, calibration(way)),
        hits: await weighed(hits, rewritten, found),
        nearestTopics: await store.topics.near(best, NEAREST_TOPICS.most),
      };
    },
    explain: (...asked) => explainHit({ parts, find, ranking, calibration }, ...asked),
    async passage(id) {
      const [cited] = await store.passages([id]);
      return cited ?? (await archive?.turn(id))?.find(({ passage }) => passage.id === id);
    },
    async turn(id) {
      const turn = await store.turn(id);
      return turn.length > 0 ? turn : ((await archive?.turn(id)) ?? []);
    },
    summary: () => store.summary(),
  };
}
