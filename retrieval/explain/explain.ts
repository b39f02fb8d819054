/** Explains a hit: the ranking is run again, and its numbers are kept instead of thrown away. */
import type { Calibration } from '../confidence/model.ts';
import { toHits } from '../hits.ts';
import type { PassageFilter } from '../interfaces.ts';
import { readQuestion } from '../question.ts';
import type { RankParts } from '../rank.ts';
import type { Ranker } from '../ranker.ts';
import type { Ranking } from '../ranking.ts';
import type { Explanation } from './explanation.ts';
import { firstStage, secondStage } from './parts.ts';
import { explainVerdict } from './verdict.ts';

export interface ExplainParts {
  parts: RankParts;
  find: Ranker;
  ranking: Ranking;
  calibration: Calibration | undefined;
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
  const { ranked, wording } = await find(query, filter);
  const all = ranked.map(({ cited }) => cited);
  const hits = toHits(ranked, ranking);
  const wanted = passageId ?? hits[0]?.passage.id;
  const place = all.findIndex(({ passage }) => passage.id === wanted);
  const cited = all[place];
  if (!cited) return undefined;
  const hitRank = hits.find(({ passage }) => passage.id === wanted)?.rank;
  const second = secondStage(ranked, place, ranking);
  const tokens = await parts.reranker?.match?.(wording, cited);
  return {
    query,
    wording,
    cited,
    ...(hitRank !== undefined && { hitRank }),
    candidates: ranked.length,
    reranked: ranked.filter(({ late }) => late !== undefined).length,
    first: firstStage(ranked, place, ranking),
    ...(second && { second }),
    ...(tokens && { tokens }),
    verdict: explainVerdict(ranked, calibration, all[0]?.passage.id ?? ''),
  };
}
