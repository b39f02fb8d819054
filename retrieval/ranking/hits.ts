/** From ranked candidates to hits: near-duplicates folded, turns apart from each other first. */
import type { Echo, Hit } from '../answer.ts';
import type { CitedPassage } from '../interfaces.ts';
import { wordsOf } from '../quotes/words.ts';
import type { RankedCandidate } from './rank.ts';
import type { Ranking } from './ranking.ts';

/** What says nearly the same stands close by; comparing all candidates took a tenth of an answer's time. */
const MOST_FOLDED = 60;
/** How many echoes of a hit are named. */
const MOST_ECHOES = 10;

/** The candidates as hits, best first. */
export function toHits(ranked: readonly RankedCandidate[], { foldFrom, weights }: Ranking): Hit[] {
  const texts = ranked.slice(0, MOST_FOLDED).map(({ cited }) => cited.passage.text);
  const groups = [
    ...foldNearDuplicates(texts, foldFrom).map((members) =>
      members.flatMap((member) => ranked[member] ?? []),
    ),
    ...ranked.slice(MOST_FOLDED).map((candidate) => [candidate]),
  ];
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
      language: document.language,
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

/** Words that run together count: two statements of the same words in another order are two statements. */
const RUN = 3;
/** Shorter passages (“Yes.”, “Thank you.”) mean something else each time. */
const LEAST_WORDS = 8;
/** One of these more or less, and a statement says something else. */
const NEGATION =
  /^(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|[a-z]+n't|[不没沒未无無非否勿])$/u;
const NUMBER = new RegExp(
  String.raw`\p{N}|^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|` +
    '(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|(?:m|b|tr)illions?|dozens?|half|twice|second|third|' +
    '(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf)th|[二两三四五六七八九十百千万亿])$',
  'u',
);

interface Statement {
  runs: ReadonlySet<string>;
  /** Its negations and numbers, sorted. */
  decisive: string;
}

/**
 * Groups texts, best first, so that each joins the first group whose leader says nearly the same (Jaccard similarity
 * of runs of three words; Broder 1997), with the same negations and the same numbers. Linear in texts times groups.
 * @param sameFrom share of runs that two passages must have in common, of all that either has; above 1 nothing folds
 * @returns positions of the texts, each group led by its best
 */
export function foldNearDuplicates(texts: readonly string[], sameFrom: number): number[][] {
  const groups: { leader: Statement | undefined; members: number[] }[] = [];
  for (const [position, text] of texts.entries()) {
    const statement = readStatement(text);
    const group = statement && groups.find(({ leader }) => leader && isSame(leader, statement, sameFrom));
    if (group) group.members.push(position);
    else groups.push({ leader: statement, members: [position] });
  }
  return groups.map(({ members }) => members);
}

function readStatement(text: string): Statement | undefined {
  const words = wordsOf(text).map(({ key }) => key);
  if (words.length < LEAST_WORDS) return undefined;
  return {
    runs: new Set(words.slice(RUN - 1).map((_, i) => words.slice(i, i + RUN).join(' '))),
    decisive: words
      .filter((word) => NEGATION.test(word) || NUMBER.test(word))
      .sort()
      .join(' '),
  };
}

function isSame(a: Statement, b: Statement, from: number): boolean {
  return a.decisive === b.decisive && similarity(a.runs, b.runs) >= from;
}

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const run of small) if (large.has(run)) shared++;
  return shared / (a.size + b.size - shared);
}
