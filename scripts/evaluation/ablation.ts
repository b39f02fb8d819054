/** Ablation: the ranking with one part after the other switched on, so that each must earn its place. */
import { RANKING, type Ranking } from '../../retrieval/ranking/ranking.ts';

const OFF = { late: 0, day: 0, year: 0, speaker: 0, sameTurn: 0 };
const UNFOLDED = 2;

/** From one index alone to everything. */
export function variants(): { name: string; ranking: Ranking }[] {
  const { weights } = RANKING;
  const first = (changes: Partial<Ranking['weights']>): Ranking => ({
    ...RANKING,
    reranked: 0,
    foldFrom: UNFOLDED,
    weights: { ...weights, ...OFF, ...changes },
  });
  const reranked: Ranking = { ...first({ late: weights.late }), reranked: RANKING.reranked };
  const dated: Ranking = { ...reranked, weights: { ...weights, sameTurn: 0 } };
  return [
    { name: 'dense only', ranking: first({ lexicalAlone: 0 }) },
    { name: 'lexical only', ranking: first({ dense: 0, lexicalAlone: 1 }) },
    { name: 'fused', ranking: first({}) },
    { name: '+ reranker', ranking: reranked },
    { name: '+ days and speakers named', ranking: dated },
    { name: '+ folding', ranking: { ...dated, foldFrom: RANKING.foldFrom } },
    { name: '+ turns apart', ranking: RANKING },
  ];
}
