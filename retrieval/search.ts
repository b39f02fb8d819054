/** The search service: from a question to an answer. The one interface that every face of the bot shares. */
import type { Answer, Hit } from './answer.ts';
import { selectBest } from './best.ts';
import { judge } from './confidence.ts';
import { FUSION, type FusionWeights, fuse } from './fusion.ts';
import type {
  Candidate,
  CitedPassage,
  Encoder,
  LexicalIndex,
  PassageFilter,
  PassageStore,
  RecordSummary,
  Row,
  VectorIndex,
} from './interfaces.ts';
import { readQuestion } from './question.ts';
import type { TopicIndex } from './topics/topic-index.ts';

export interface AskOptions {
  /** How many hits, 1 to 100. */
  k?: number;
  /** Only passages that this lets through. */
  filter?: PassageFilter;
}

export interface SearchService {
  /** @throws QuestionError when the question cannot be asked */
  ask(question: string, options?: AskOptions): Promise<Answer>;
  /** The passage of an id, in its context. */
  passage(id: string): Promise<CitedPassage | undefined>;
  /** All passages of the turn that a passage belongs to, in order; none for an unknown id. */
  turn(id: string): Promise<CitedPassage[]>;
  summary(): Promise<RecordSummary>;
}

/** What a search works on: files, or a database, or a test's own. */
export interface SearchParts {
  encoder: Encoder;
  vectors: VectorIndex;
  lexical: LexicalIndex;
  passages: PassageStore;
  topics: TopicIndex;
}

export interface SearchSettings {
  /** Candidates taken from each of the two rankings. */
  depth: number;
  weights: FusionWeights;
}

export const SEARCH: SearchSettings = { depth: 60, weights: FUSION };
export const DEFAULT_HITS = 5;
export const MAX_HITS = 100;
const TOPIC_ROWS = 10;
const NEAREST_TOPICS = 5;

export function createSearchService(parts: SearchParts, settings: SearchSettings = SEARCH): SearchService {
  return {
    async ask(text, { k = DEFAULT_HITS, filter } = {}) {
      const query = readQuestion(text);
      const ranked = await rank(parts, settings, query, k, filter);
      const best = ranked.slice(0, k);
      const cited = await parts.passages.read(best.map(({ row }) => row));
      const hits = best.flatMap((candidate, i) => {
        const context = cited[i];
        return context ? [toHit(candidate, context, i + 1)] : [];
      });
      const [coverage = 0] = await parts.lexical.coverage(
        query,
        best.slice(0, 1).map(({ row }) => row),
      );
      return {
        query,
        ...judge(ranked, coverage),
        hits,
        nearestTopics: await nearestTopics(parts.topics, ranked),
      };
    },
    async passage(id) {
      const row = await parts.passages.find(id);
      return row === undefined ? undefined : (await parts.passages.read([row]))[0];
    },
    async turn(id) {
      const row = await parts.passages.find(id);
      return row === undefined ? [] : parts.passages.read(await parts.passages.turnOf(row));
    },
    summary: () => parts.passages.summary(),
  };
}

/** Names of the topics that the best candidates share: where to look on when nothing answers. */
async function nearestTopics(topics: TopicIndex, ranked: readonly Candidate[]): Promise<string[]> {
  const rows = ranked.slice(0, TOPIC_ROWS).map(({ row }) => row);
  return (await topics.near(rows, NEAREST_TOPICS)).map(({ name }) => name);
}

/** A candidate with its fused score and the scores that went into it. */
export interface RankedCandidate extends Candidate {
  dense: number;
  lexical: number;
}

async function rank(
  parts: SearchParts,
  settings: SearchSettings,
  query: string,
  k: number,
  filter: PassageFilter | undefined,
): Promise<RankedCandidate[]> {
  const vector = await parts.encoder.encodeQuery(query);
  const rows = await candidates(parts, query, vector, Math.max(settings.depth, k), filter);
  const [dense, words] = await Promise.all([
    parts.vectors.score(vector, rows),
    parts.lexical.score(query, rows),
  ]);
  const fused = new Map(zip(rows, fuse(dense, words, settings.weights)));
  const components = new Map(rows.map((row, i) => [row, { dense: dense[i] ?? 0, lexical: words[i] ?? 0 }]));
  return selectBest(rows, (row) => fused.get(row) ?? 0, rows.length).map((candidate) => ({
    ...candidate,
    ...(components.get(candidate.row) ?? { dense: 0, lexical: 0 }),
  }));
}

/** The rows that either ranking holds for the best `depth`, of those that the filter lets through. */
async function candidates(
  { vectors, lexical, passages }: SearchParts,
  query: string,
  vector: Float32Array,
  depth: number,
  filter: PassageFilter | undefined,
): Promise<Row[]> {
  if (filter === undefined) {
    const [near, sharing] = await Promise.all([vectors.search(vector, depth), lexical.search(query, depth)]);
    return distinctRows(near, sharing);
  }
  // A filter inside the graph search costs more than scoring what it lets through: see docs/benchmarks.md.
  const rows = await passages.select(filter);
  const [dense, words] = await Promise.all([vectors.score(vector, rows), lexical.score(query, rows)]);
  const best = (scores: readonly number[]) => {
    const scoreOf = new Map(zip(rows, scores));
    return selectBest(rows, (row) => scoreOf.get(row) ?? 0, depth);
  };
  return distinctRows(
    best(dense),
    best(words).filter(({ score }) => score > 0),
  );
}

function distinctRows(...rankings: readonly (readonly Candidate[])[]): Row[] {
  return [...new Set(rankings.flat().map(({ row }) => row))];
}

function zip(rows: readonly Row[], scores: readonly number[]): [Row, number][] {
  return rows.map((row, i) => [row, scores[i] ?? 0]);
}

function toHit(candidate: RankedCandidate, { passage, turn, document }: CitedPassage, rank: number): Hit {
  return {
    rank,
    score: candidate.score,
    components: { dense: candidate.dense, lexical: candidate.lexical },
    passage: { id: passage.id, text: passage.text, start: passage.start, end: passage.end },
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
  };
}
