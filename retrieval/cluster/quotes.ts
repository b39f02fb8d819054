/** Quotes in the cluster: phrases over folded words there; where most of a quote's words stand is weighed here. */
import type { CitedPassage } from '../interfaces.ts';
import { quotesOfTurns } from '../quotes/superseded.ts';
import { wordsOfTurn } from '../quotes/turn-words.ts';
import { wordsOf } from '../quotes/words.ts';
import type { LikelyPlace, QuoteStore, TypedWords } from '../store/record-store.ts';
import { onRecord } from './layout.ts';
import { groupBy, turnKeyOf } from './passages.ts';
import { type ClusterRecord, find, NEWEST_FIRST, PAGE, readPassages, sourcesIn } from './searches.ts';

/** Words that an unfinished last word may become; more would be guessing anyway. */
const EXPANSIONS = 1024;
/** Turns in which the places of a phrase are counted one by one. */
const PLACES_TURNS = 1000;
/** Turns in which a quote with changes is looked for. */
const LIKELY_TURNS = 40;
/** Runs of three words that a turn may share with a quote: the rarest of so many tell most. */
const RUNS = 40;
const RUN = 3;

export function createQuoteStore(record: ClusterRecord): QuoteStore {
  const countOf = (word: string) => record.words.get(word) ?? 0;
  const total = [...record.words.values()].reduce((sum, count) => sum + count, 0);

  /** Queries for passages that hold the words in succession, and anywhere; nothing where a word is not on record. */
  const holdingQueries = ({ words: typed, lastIsPrefix }: TypedWords) => {
    const last = typed.at(-1) ?? '';
    const whole = lastIsPrefix ? typed.slice(0, -1) : typed;
    if (whole.some((word) => countOf(word) === 0)) return undefined;
    const phrase = typed.join(' ');
    const inSuccession =
      typed.length === 0
        ? { match_all: {} }
        : lastIsPrefix
          ? { match_phrase_prefix: { words: { query: phrase, max_expansions: EXPANSIONS } } }
          : { match_phrase: { words: phrase } };
    const each = [
      ...whole.map((word) => ({ term: { words: word } })),
      ...(lastIsPrefix ? [{ prefix: { words: last } }] : []),
    ];
    const apart = typed.length < 2 ? undefined : { bool: { filter: each, must_not: [inSuccession] } };
    return { inSuccession, apart };
  };

  return {
    async holding(typed, limit) {
      const queries = holdingQueries(typed);
      if (!queries) return { inSuccession: [], apart: [] };
      const inSuccession = await readPassages(record, queries.inSuccession, limit);
      const room = limit - inSuccession.length;
      const apart = queries.apart && room > 0 ? await readPassages(record, queries.apart, room) : [];
      return { inSuccession, apart };
    },
    async countHolding(typed, most) {
      const queries = holdingQueries(typed);
      if (!queries) return { inSuccession: 0, apart: 0 };
      const counted = [queries.inSuccession, queries.apart].filter((query) => query !== undefined);
      const answers = await record.search(
        counted.map((filter) => ({
          kind: 'passages' as const,
          body: { query: onRecord(record.pointer, filter), size: 0, track_total_hits: most + 1 },
        })),
      );
      const [first = 0, second = 0] = answers.map(({ hits }) => Math.min(most, hits.total?.value ?? 0));
      return { inSuccession: first, apart: second };
    },
    async places(keys, limit) {
      if (keys.length === 0 || keys.some((key) => countOf(key) === 0)) return { count: 0, places: [] };
      const query = onRecord(record.pointer, { match_phrase: { words: keys.join(' ') } });
      const [answer] = await record.search<{ turnKey: string }>([
        {
          kind: 'turns',
          body: {
            query,
            size: PLACES_TURNS,
            track_total_hits: true,
            _source: ['turnKey'],
            sort: NEWEST_FIRST,
          },
        },
      ]);
      const found = sourcesIn(answer);
      const places = (await readTurns(record, found)).flatMap((turn) => placesIn(turn, keys));
      const uncounted = (answer?.hits.total?.value ?? 0) - found.length;
      return { count: places.length + Math.max(0, uncounted), places: places.slice(0, limit) };
    },
    async likely(keys, gaps, limit) {
      const known = [...new Set(keys)].filter((key) => countOf(key) > 0);
      if (known.length === 0) return [];
      const weightOf = (key: string) => Math.log2(1 + total / Math.max(1, countOf(key)));
      const runs = keys
        .slice(0, Math.max(0, keys.length - RUN + 1))
        .map((_, at) => keys.slice(at, at + RUN))
        .filter((run) => run.every((key) => countOf(key) > 0))
        .map((run) => ({ run, weight: run.reduce((sum, key) => sum + weightOf(key), 0) }))
        .sort((a, b) => b.weight - a.weight)
        .slice(0, RUNS);
      const should = [
        ...known.map((key) => ({
          constant_score: { filter: { term: { words: key } }, boost: weightOf(key) },
        })),
        ...runs.map(({ run, weight }) => ({
          constant_score: { filter: { match_phrase: { words: run.join(' ') } }, boost: weight },
        })),
      ];
      const { bool } = onRecord(record.pointer);
      const found = await find<{ turnKey: string }>(record.search, 'turns', {
        query: { bool: { ...bool, should, minimum_should_match: 1 } },
        size: LIKELY_TURNS,
        _source: ['turnKey'],
      });
      return likelyIn(await readTurns(record, found), keys, { gaps, limit, weightOf });
    },
    async frequencies(keys) {
      return { total, occurrences: keys.map(countOf) };
    },
  };
}

/** The passages of turns that were found, in their order. */
async function readTurns(
  record: ClusterRecord,
  found: readonly { turnKey: string }[],
): Promise<CitedPassage[][]> {
  if (found.length === 0) return [];
  const keys = found.map(({ turnKey }) => turnKey);
  const passages = await readPassages(record, { terms: { turnKey: keys } }, PAGE);
  const turns = groupBy(passages, ({ turn }) => turnKeyOf(turn));
  return keys.map((key) => turns.get(key)).filter((turn) => turn !== undefined);
}

/** Where a run of words stands in a turn; a passage that repeats it counts once. */
function placesIn(turn: readonly CitedPassage[], keys: readonly string[]): CitedPassage[][] {
  const words = turn.flatMap((cited) => wordsOf(cited.passage.text).map(({ key }) => ({ key, cited })));
  const places: CitedPassage[][] = [];
  let from: CitedPassage | undefined;
  for (let at = 0; at + keys.length <= words.length; at++) {
    const first = words[at]?.cited;
    if (first === from || !keys.every((key, i) => words[at + i]?.key === key)) continue;
    from = first;
    places.push([...new Set(words.slice(at, at + keys.length).map(({ cited }) => cited))]);
  }
  return places;
}

/** The spans that share most with a quote, weighed by how rare the words are on the whole record. */
async function likelyIn(
  turns: readonly CitedPassage[][],
  keys: readonly string[],
  { gaps, limit, weightOf }: { gaps: number; limit: number; weightOf(key: string): number },
): Promise<LikelyPlace[]> {
  const places = await quotesOfTurns(turns).likely(keys, gaps, limit);
  return places
    .map((place) => {
      const held = new Set(wordsOfTurn(place.turn).keys.slice(place.range.from, place.range.to));
      const shared = new Set(keys.filter((key) => held.has(key)));
      return { ...place, weight: [...shared].reduce((sum, key) => sum + weightOf(key), 0) };
    })
    .sort((a, b) => b.weight - a.weight);
}
