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
  PassageStore,
  RecordSummary,
  Row,
  VectorIndex,
} from './interfaces.ts';
import { readQuestion } from './question.ts';

export interface AskOptions {
  /** How many hits, 1 to 100. */
  k?: number;
}

export interface SearchService {
  /** @throws QuestionError when the question cannot be asked */
  ask(question: string, options?: AskOptions): Promise<Answer>;
  /** The passage of an id, in its context. */
  passage(id: string): Promise<CitedPassage | undefined>;
  summary(): Promise<RecordSummary>;
}

/** What a search works on: files, or a database, or a test's own. */
export interface SearchParts {
  encoder: Encoder;
  vectors: VectorIndex;
  lexical: LexicalIndex;
  passages: PassageStore;
}

export interface SearchSettings {
  /** Candidates taken from each of the two rankings. */
  depth: number;
  weights: FusionWeights;
}

export const SEARCH: SearchSettings = { depth: 60, weights: FUSION };
export const DEFAULT_HITS = 5;
export const MAX_HITS = 100;

export function createSearchService(parts: SearchParts, settings: SearchSettings = SEARCH): SearchService {
  return {
    async ask(text, { k = DEFAULT_HITS } = {}) {
      const query = readQuestion(text);
      const ranked = await rank(parts, settings, query, k);
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
      return { query, ...judge(ranked, coverage), hits, nearestTopics: [] };
    },
    async passage(id) {
      const row = await parts.passages.find(id);
      return row === undefined ? undefined : (await parts.passages.read([row]))[0];
    },
    summary: () => parts.passages.summary(),
  };
}

/** A candidate with its fused score and the scores that went into it. */
export interface RankedCandidate extends Candidate {
  dense: number;
  lexical: number;
}

async function rank(
  { encoder, vectors, lexical }: SearchParts,
  settings: SearchSettings,
  query: string,
  k: number,
): Promise<RankedCandidate[]> {
  const depth = Math.max(settings.depth, k);
  const vector = await encoder.encodeQuery(query);
  const [near, sharing] = await Promise.all([vectors.search(vector, depth), lexical.search(query, depth)]);
  const rows = [...new Set([...near, ...sharing].map(({ row }) => row))];
  const [dense, words] = await Promise.all([vectors.score(vector, rows), lexical.score(query, rows)]);
  const fused = new Map(zip(rows, fuse(dense, words, settings.weights)));
  const components = new Map(rows.map((row, i) => [row, { dense: dense[i] ?? 0, lexical: words[i] ?? 0 }]));
  return selectBest(rows, (row) => fused.get(row) ?? 0, rows.length).map((candidate) => ({
    ...candidate,
    ...(components.get(candidate.row) ?? { dense: 0, lexical: 0 }),
  }));
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
