/** From ranked candidates to hits: near-duplicates folded, turns apart from each other first. */
import type { Echo, Hit } from './answer.ts';
import { foldNearDuplicates } from './fold.ts';
import type { CitedPassage } from './interfaces.ts';
import type { RankedCandidate } from './rank.ts';
import type { Ranking } from './ranking.ts';

/** How many echoes of a hit are named. */
const MOST_ECHOES = 10;

/** The candidates as hits, best first. */
export function toHits(ranked: readonly RankedCandidate[], { foldFrom, weights }: Ranking): Hit[] {
  const texts = ranked.map(({ cited }) => cited.passage.text);
  const groups = foldNearDuplicates(texts, foldFrom).map((members) =>
    members.flatMap((member) => ranked[member] ?? []),
  );
  const turns = new Set<string>();
  const apart = groups.flatMap(([leader, ...echoes]) => {
    if (!leader) return [];
    const turn = `${leader.cited.document.id}#${leader.cited.turn.ordinal}`;
    const score = leader.score - (turns.has(turn) ? weights.sameTurn : 0);
    turns.add(turn);
    return [{ leader, echoes, score }];
  });
  // A stable sort: equal scores keep the order of the ranking.
  return apart
    .sort((a, b) => b.score - a.score)
    .map(({ leader, echoes, score }, i) => toHit(leader, echoes.slice(0, MOST_ECHOES), score, i + 1));
}

function toHit(
  { cited, dense, lexical, late }: RankedCandidate,
  echoes: readonly RankedCandidate[],
  score: number,
  rank: number,
): Hit {
  const { turn, document } = cited;
  return {
    rank,
    score,
    components: {
      dense,
      lexical,
      ...(late && { late: late.mean }),
    },
    passage: passageOf(cited),
    turn: {
      ordinal: turn.ordinal,
      ...(turn.asker !== undefined && { asker: turn.asker }),
      ...(turn.question !== undefined && { question: turn.question }),
      speaker: turn.speaker,
    },
    document: {
      id: document.id,
      title: document.title,
      date: document.date,
      publisher: document.publisher,
      ...(document.url !== undefined && { url: document.url }),
      sha256: document.sha256,
      path: document.path,
    },
    ...(echoes.length > 0 && { alsoSaid: echoes.map(toEcho) }),
  };
}

function toEcho({ cited }: RankedCandidate): Echo {
  const { id, title, date, path } = cited.document;
  return { passage: passageOf(cited), document: { id, title, date, path } };
}

function passageOf({ passage: { id, text, start, end } }: CitedPassage): Hit['passage'] {
  return { id, text, start, end };
}
