/** Candidates from the cluster: found there by vector and by words, scored here as the store on disk scores them. */
import { backgroundWords } from '../background/frequencies.ts';
import type { PassageFilter } from '../interfaces.ts';
import { BM25, FIELDS, type Field, saturate, type TermCounts, weighFields } from '../lexical/scoring.ts';
import { tokenize } from '../lexical/tokens.ts';
import { type QueryWord, weighWords } from '../lexical/weights.ts';
import type { Candidate, CandidateRequest } from '../store/record-store.ts';
import { onRecord, type Pointer } from './layout.ts';
import { checkedPassage, PASSAGE_FIELDS, type StoredPassage, scorePacked } from './passages.ts';
import { type ClusterRecord, filtersOf, find, type Search, sourcesIn } from './searches.ts';

/** Lucene scores a field alone, this program all fields together: so many times the depth are fetched and scored again. */
const OVERFETCH = 3;
/** Lucene looks as widely for neighbours as it is asked for: so many times the depth are looked for, and not fetched. */
const BREADTH = 4;
/** Other passages of the turns that were found, in all: a bound on the answer of the cluster. */
const TURNS_MOST = 2000;

interface Scored {
  stored: StoredPassage;
  dense: number;
  lexical: number;
  coverage: number;
}

/** The best passages by each score, for each part of the request, and the best passages beside them. */
export async function findCandidates(record: ClusterRecord, request: CandidateRequest): Promise<Candidate[]> {
  const { vector, most } = request;
  const words = weighWords(request, {
    languages: record.pointer.languages,
    total: record.pointer.counts.passages,
    rowsOf: (term) => record.terms.get(term) ?? 0,
    background: backgroundWords(),
  });
  const parts = request.parts.filter(({ depth }) => depth > 0);
  if (parts.length === 0) return [];
  const answers = await record.search<StoredPassage>(
    parts.flatMap(({ depth, filter }) => [
      byVector(record.pointer, vector, depth, filter),
      byWords(record, words, depth, filter),
    ]),
  );
  const count = termCounter(words);
  const scoring = (stored: StoredPassage): Scored => ({
    stored,
    dense: scorePacked(vector, stored.vectors),
    ...scoreWords(record.pointer, words, count, stored),
  });
  const found = new Map<string, Scored>();
  for (const [i, { depth }] of parts.entries()) {
    const near = sourcesIn(answers[2 * i]).map(scoring);
    const worded = sourcesIn(answers[2 * i + 1]).map(scoring);
    const best = [
      ...near.sort((a, b) => b.dense - a.dense).slice(0, depth),
      ...worded
        .filter(({ lexical }) => lexical > 0)
        .sort((a, b) => b.lexical - a.lexical)
        .slice(0, depth),
    ];
    for (const one of best) found.set(one.stored.cited.passage.id, one);
  }
  const beside = await findBeside(record, [...found.values()], most);
  const rest = beside
    .map(scoring)
    .sort((a, b) => b.dense - a.dense)
    .slice(0, Math.max(0, most - found.size));
  return [...found.values(), ...rest].map(({ stored, dense, lexical, coverage }) => {
    const cited = checkedPassage(stored);
    record.turnKeys.set(cited.passage.id, stored.turnKey);
    return { cited, dense, lexical, coverage };
  });
}

function byVector(
  pointer: Pointer,
  vector: Float32Array,
  depth: number,
  filter: PassageFilter | undefined,
): Search {
  const knn = {
    vector: [...vector],
    k: depth * BREADTH,
    filter: onRecord(pointer, ...filtersOf(pointer, filter)),
  };
  return {
    kind: 'passages',
    body: {
      size: depth,
      _source: PASSAGE_FIELDS,
      query: { nested: { path: 'windows', score_mode: 'max', query: { knn: { 'windows.vector': knn } } } },
    },
  };
}

function byWords(
  { pointer, terms }: ClusterRecord,
  words: readonly QueryWord[],
  depth: number,
  filter: PassageFilter | undefined,
): Search {
  const fields: Record<Field, string> = {
    passage: 'passageTerms',
    question: 'questionTerms',
    title: 'titleTerms',
  };
  const should = words
    .flatMap(({ forms }) => forms)
    .filter(({ term }) => terms.has(term))
    .flatMap(({ term, factor }) =>
      FIELDS.map((field) => ({
        term: { [fields[field]]: { value: term, boost: factor * BM25.fields[field].weight } },
      })),
    );
  const { bool } = onRecord(pointer, ...filtersOf(pointer, filter));
  return {
    kind: 'passages',
    body: {
      size: should.length > 0 ? depth * OVERFETCH : 0,
      _source: PASSAGE_FIELDS,
      query: { bool: { ...bool, should, minimum_should_match: 1 } },
    },
  };
}

/** Other passages of the turns that were found: an answer is found by one paragraph and may be given in another. */
async function findBeside(
  record: ClusterRecord,
  found: readonly Scored[],
  most: number,
): Promise<StoredPassage[]> {
  if (found.length === 0 || found.length >= most) return [];
  const turns = [...new Set(found.map(({ stored }) => stored.turnKey))];
  const known = found.map(({ stored }) => stored.cited.passage.id);
  const { bool } = onRecord(record.pointer, { terms: { turnKey: turns } });
  const query = { bool: { ...bool, must_not: [...(bool.must_not ?? []), { terms: { id: known } }] } };
  const body = { query, size: TURNS_MOST, _source: PASSAGE_FIELDS, sort: ['_doc'] };
  return find<StoredPassage>(record.search, 'passages', body);
}

type CountTerms = (text: string, language: string) => TermCounts<string>;

/**
 * Counts the terms of the question in texts, each text once: passages of one turn share its question, those of a
 * document its title.
 */
function termCounter(words: readonly QueryWord[]): CountTerms {
  const wanted = new Set(words.flatMap(({ forms }) => forms.map(({ term }) => term)));
  const known = new Map<string, TermCounts<string>>();
  return (text, language) => {
    const key = `${language} ${text}`;
    const before = known.get(key);
    if (before) return before;
    const tokens = tokenize(text, language);
    const counts = new Map<string, number>();
    for (const token of tokens) if (wanted.has(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
    const counted = { length: tokens.length, counts };
    known.set(key, counted);
    return counted;
  };
}

/** BM25F over the three fields, and the share of the question's weight that they cover: as in `lexical/`. */
function scoreWords(
  { averageLengths }: Pointer,
  words: readonly QueryWord[],
  count: CountTerms,
  { cited: { passage, turn, document } }: StoredPassage,
): { lexical: number; coverage: number } {
  const { language } = document;
  const fields = {
    passage: count(passage.text, language),
    question: count(turn.question ?? '', language),
    title: count(document.title, language),
  };
  const frequencies = weighFields(fields, averageLengths);
  let lexical = 0;
  let covered = 0;
  let total = 0;
  for (const { weight, forms } of words) {
    total += weight;
    const held = forms.flatMap(({ term }) => frequencies.get(term) ?? []);
    if (held.length > 0) covered += weight;
    for (const frequency of held) lexical += weight * saturate(frequency);
  }
  return { lexical, coverage: total === 0 ? 0 : covered / total };
}
