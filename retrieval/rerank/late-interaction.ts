/**
 * Late interaction (Khattab & Zaharia 2020, ColBERT): each token of the query takes its best cosine among the
 * tokens of a text; their mean is the score. Here the text is the whole turn: passage, question, title with date;
 * and in the mean a token weighs its inverse document frequency, so that “the” and “?” do not outvote a name.
 */
import { LRUCache } from 'lru-cache';
import { type BackgroundFrequencies, backgroundWordPieces } from '../background/frequencies.ts';
import type { CitedPassage, LateScore, Reranker, TokenMatch } from '../interfaces.ts';
import { idf } from '../lexical/scoring.ts';
import { RANKING } from '../ranking/ranking.ts';
import type { RecordSettings } from '../settings.ts';
import { loadTokenEncoder, piecesOfVectors, type TokenEncoder } from './token-encoder.ts';
import { matchTokens, pieceOffsets } from './token-matches.ts';
import { bytesOf, raiseBestCosines, type TokenMatrix } from './token-matrix.ts';

/** How much a match outside the passage's own words counts. */
export interface LateDiscounts {
  question: number;
  title: number;
}

/** Token vectors of some 1,500 turns. */
const CACHE_BYTES = 96 * 2 ** 20;
/** Rough cost of a cached text beside its vectors: the key and the map's own. */
const ENTRY_OVERHEAD = 200;
/** A query token below this cosine everywhere in the turn has nothing that it could mean there. */
const FOUND_FROM = 0.5;
/** Tokens rarer than this (one passage in 150) are what a question is about. */
const RARE_FROM = 5;

export interface LateSettings {
  discounts: LateDiscounts;
  /** How common each token is; without it all weigh the same. */
  background?: BackgroundFrequencies;
  cacheBytes?: number;
}

export class LateInteractionReranker implements Reranker {
  readonly key: string;
  private readonly encoder: TokenEncoder;
  private readonly discounts: LateDiscounts;
  private readonly background: BackgroundFrequencies | undefined;
  private readonly cache: LRUCache<string, TokenMatrix>;

  constructor(encoder: TokenEncoder, { discounts, background, cacheBytes = CACHE_BYTES }: LateSettings) {
    this.key = encoder.key;
    this.encoder = encoder;
    this.discounts = discounts;
    this.background = background;
    this.cache = new LRUCache({
      maxSize: Math.max(1, cacheBytes),
      sizeCalculation: (matrix, text) => bytesOf(matrix) + 2 * text.length + ENTRY_OVERHEAD,
    });
  }

  async score(question: string, passages: readonly CitedPassage[]): Promise<LateScore[]> {
    const [query] = await this.encoder.encode([question]);
    if (!query || query.count === 0) return passages.map(() => ({ mean: 0, own: 0, missing: 1, weakest: 0 }));
    const weights = this.weightsOf(question, query.count);
    const turns = passages.map(textsOf);
    const tokens = await this.tokensOf(new Set(turns.flatMap(Object.values)));
    // One document's title and one turn's question meet the query once, however many passages they have.
    const outside = new Map<string, Float32Array>();
    const matched = (text: string, discount: number): Float32Array => {
      const known = outside.get(text);
      if (known) return known;
      const best = new Float32Array(query.count);
      const matrix = tokens.get(text);
      if (matrix) raiseBestCosines(query, matrix, discount, best);
      outside.set(text, best);
      return best;
    };
    return turns.map(({ passage, asked, title }) => {
      const best = new Float32Array(query.count);
      const matrix = tokens.get(passage);
      if (matrix) raiseBestCosines(query, matrix, 1, best);
      const own = weightedMean(best, weights);
      raiseTo(best, matched(asked, this.discounts.question));
      raiseTo(best, matched(title, this.discounts.title));
      return { ...summarize(best, weights), own };
    });
  }

  async match(question: string, cited: CitedPassage): Promise<TokenMatch[]> {
    const texts = textsOf(cited);
    const tokens = await this.tokensOf(new Set([question, ...Object.values(texts)]));
    const query = tokens.get(question);
    if (!query) return [];
    const matched = (where: TokenMatch['met'], text: string, discount: number) => {
      const matrix = tokens.get(text);
      return matrix ? [{ where, tokens: matrix, spans: this.spansOf(text, matrix.count), discount }] : [];
    };
    return matchTokens(query, this.spansOf(question, query.count), this.weightsOf(question, query.count), [
      ...matched('passage', texts.passage, 1),
      ...matched('question', texts.asked, this.discounts.question),
      ...matched('title', texts.title, this.discounts.title),
    ]);
  }

  /** Where each token vector stands in its text; nothing where the two cannot be brought together. */
  private spansOf(text: string, count: number) {
    const pieces = this.encoder.pieces(text);
    const spans = pieceOffsets(text, pieces);
    const places = pieces.length === count ? [...spans.keys()] : piecesOfVectors(pieces.length);
    return places.length === count ? places.flatMap((place) => spans[place] ?? []) : [];
  }

  private weightsOf(question: string, count: number): Float32Array {
    const weights = new Float32Array(count).fill(1);
    const { background } = this;
    if (!background) return weights;
    const pieces = this.encoder.pieces(question);
    // A question of several windows has more vectors than pieces: then all weigh the same.
    if (pieces.length !== count) return weights;
    return weights.map((_, i) => idf(background.counts.get(pieces[i] ?? '') ?? 1, background.size));
  }

  private async tokensOf(texts: ReadonlySet<string>): Promise<Map<string, TokenMatrix>> {
    const found = new Map<string, TokenMatrix>();
    const missing: string[] = [];
    for (const text of texts) {
      const known = this.cache.get(text);
      if (known) found.set(text, known);
      else if (text !== '') missing.push(text);
    }
    // The vectors are held here until the question is answered, so the cache may drop them meanwhile.
    for (const [i, matrix] of (await this.encoder.encode(missing)).entries()) {
      const text = missing[i] ?? '';
      found.set(text, matrix);
      this.cache.set(text, matrix);
    }
    return found;
  }
}

/** The reranker that the settings name, or nothing where it is switched off. @throws ModelError for unusable files */
export async function openReranker(
  settings: Pick<RecordSettings, 'MODELS_DIR' | 'RERANKER_ID'>,
): Promise<Reranker | undefined> {
  if (settings.RERANKER_ID === 'off') return undefined;
  const encoder = await loadTokenEncoder(settings.MODELS_DIR, settings.RERANKER_ID);
  return new LateInteractionReranker(encoder, {
    discounts: RANKING.discounts,
    background: backgroundWordPieces(),
  });
}

function textsOf({ passage, turn, document }: CitedPassage) {
  // A space keeps a question apart from a title of the same words: they count differently.
  return { passage: passage.text, asked: turn.question ?? '', title: ` ${document.title} ${document.date}` };
}

function raiseTo(best: Float32Array, other: Float32Array): void {
  for (let i = 0; i < best.length; i++) best[i] = Math.max(best[i] ?? 0, other[i] ?? 0);
}

function weightedMean(values: Float32Array, weights: Float32Array): number {
  let sum = 0;
  let total = 0;
  for (const [i, weight] of weights.entries()) {
    sum += weight * (values[i] ?? 0);
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}

function summarize(best: Float32Array, weights: Float32Array): Omit<LateScore, 'own'> {
  const missing = best.map((value) => (value < FOUND_FROM ? 1 : 0));
  const rare = best.filter((_, i) => (weights[i] ?? 0) > RARE_FROM);
  return {
    mean: weightedMean(best, weights),
    missing: weightedMean(missing, weights),
    weakest: rare.length > 0 ? Math.min(...rare) : 1,
  };
}
