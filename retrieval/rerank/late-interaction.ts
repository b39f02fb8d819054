/**
 * Late interaction (Khattab & Zaharia 2020, ColBERT): each token of the query takes its best cosine among the
 * tokens of a text; their mean is the score. Here the text is the whole turn: passage, question, title with date;
 * and in the mean a token weighs what the model learned that it is worth, so that “the” and “?” do not outvote a name.
 */
import { LRUCache } from 'lru-cache';
import type { TransformersEncoder } from '../encoder/transformers-encoder.ts';
import type { CitedPassage, LateScore, Reranker, TokenMatch, TokenVectors } from '../interfaces.ts';
import { RANKING } from '../ranking/ranking.ts';
import type { RecordSettings } from '../settings.ts';
import { answeringSentence } from './answering-sentence.ts';
import { type Projection, TokenPacker } from './packed-tokens.ts';
import { bytesPerToken, type PackedTokens, type QueryTokens } from './packing.ts';
import { retrieverTokens } from './retriever-tokens.ts';
import { raiseBestCosines } from './simd.ts';
import { loadTokenEncoder, type TokenEncoder } from './token-encoder.ts';
import { matchTokens, pieceOffsets, type Span } from './token-matches.ts';

/** How much a match outside the passage's own words counts. */
interface LateDiscounts {
  question: number;
  title: number;
}

/** Token vectors of some 6,000 turns. */
const CACHE_BYTES = 32 * 2 ** 20;
const QUESTIONS_KEPT = 256;
/** Rough cost of a cached text beside its vectors: the key and the map's own. */
const ENTRY_OVERHEAD = 200;
/** A query token below this cosine everywhere in the turn has nothing that it could mean there. */
const FOUND_FROM = 0.5;

/**
 * What the reporter's question says already tells the sentences of its answer less apart: by this share of the cosine
 * its tokens count less. On labelled sentences 80% are right first where none counted less gave 70%.
 */
const ASKED_ALREADY = 0.9;

interface LateSettings {
  discounts: LateDiscounts;
  /** Of texts that no record keeps. */
  cacheBytes?: number;
  /** Without it all components are kept. */
  projection?: Projection | undefined;
}

export class LateInteractionReranker implements Reranker {
  readonly key: string;
  readonly packer: TokenPacker;
  private readonly discounts: LateDiscounts;
  private readonly cache: LRUCache<string, PackedTokens>;
  /** Questions that are being asked, or were just now. */
  private readonly questions = new LRUCache<string, Promise<QueryTokens>>({ max: QUESTIONS_KEPT });

  constructor(encoder: TokenEncoder, { discounts, cacheBytes, projection }: LateSettings) {
    this.key = encoder.key;
    this.packer = new TokenPacker(encoder, projection);
    this.discounts = discounts;
    this.cache = new LRUCache({
      maxSize: Math.max(1, cacheBytes ?? CACHE_BYTES),
      sizeCalculation: ({ bytes }, text) => bytes.length + 2 * text.length + ENTRY_OVERHEAD,
    });
  }

  async score(
    question: string,
    passages: readonly CitedPassage[],
    stored?: TokenVectors,
  ): Promise<LateScore[]> {
    const query = await this.queryOf(question);
    if (query.count === 0) return passages.map(() => NOTHING_ASKED);
    const { weights } = query;
    // One document's title and one turn's question meet the query once, however many passages they have.
    const outside = new Map<string, Float32Array>();
    const matched = (text: string, tokens: PackedTokens, discount: number): Float32Array => {
      const known = outside.get(text);
      if (known) return known;
      const best = new Float32Array(query.count);
      raiseBestCosines(query, tokens, discount, best);
      outside.set(text, best);
      return best;
    };
    const turns = await this.turnsOf(passages, stored);
    return turns.map(({ texts, tokens }) => {
      const best = new Float32Array(query.count);
      raiseBestCosines(query, tokens.passage, 1, best);
      raiseTo(best, matched(texts.question, tokens.question, this.discounts.question));
      raiseTo(best, matched(texts.title, tokens.title, this.discounts.title));
      return summarize(best, weights);
    });
  }

  async match(question: string, cited: CitedPassage, stored?: TokenVectors): Promise<TokenMatch[]> {
    const query = await this.queryOf(question);
    const [turn] = await this.turnsOf([cited], stored);
    if (query.count === 0 || !turn) return [];
    const matched = (where: TokenMatch['met'], discount: number) => {
      const tokens = turn.tokens[where];
      return { where, tokens, spans: this.spansOf(turn.texts[where], tokens.count), discount };
    };
    return matchTokens(query, this.spansOf(question, query.count), query.weights, [
      matched('passage', 1),
      matched('question', this.discounts.question),
      matched('title', this.discounts.title),
    ]);
  }

  async highlight(
    question: string,
    passages: readonly CitedPassage[],
    stored?: TokenVectors,
  ): Promise<(Span | undefined)[]> {
    const query = await this.queryOf(question);
    const { weights } = query;
    const turns = await this.turnsOf(passages, stored);
    return turns.map(({ texts: { passage: text }, tokens }) => {
      const asked = new Float32Array(query.count);
      raiseBestCosines(query, tokens.question, ASKED_ALREADY, asked);
      const unasked = weights.map((weight, i) => weight * (1 - (asked[i] ?? 0)));
      const spans = this.spansOf(text, tokens.passage.count);
      return answeringSentence(text, tokens.passage, spans, (sentence) => {
        const best = new Float32Array(query.count);
        raiseBestCosines(query, sentence, 1, best);
        return weightedMean(best, unasked);
      });
    });
  }

  /** Where each token vector stands in its text; nothing where the two cannot be brought together. */
  private spansOf(text: string, count: number) {
    const { encoder } = this.packer;
    const pieces = encoder.pieces(text);
    const spans = pieceOffsets(text, pieces);
    if (pieces.length === count) return spans;
    const places = encoder.placesOfVectors?.(pieces.length) ?? [];
    return places.length === count ? places.flatMap((place) => spans[place] ?? []) : [];
  }

  private queryOf(question: string): Promise<QueryTokens> {
    const known = this.questions.get(question);
    if (known) return known;
    const query = this.packer.query(question);
    this.questions.set(question, query);
    query.catch(() => this.questions.delete(question));
    return query;
  }

  /** The texts of each passage with their tokens: what the record keeps, and the rest encoded. */
  private async turnsOf(passages: readonly CitedPassage[], stored?: TokenVectors) {
    const own = stored?.key === this.packer.key ? stored : undefined;
    const kept = (await own?.read(passages.map(({ passage }) => passage.id))) ?? [];
    const texts = passages.map(textsOf);
    const encoded = await this.encode(
      new Set(texts.flatMap((own, i) => (kept[i] ? [] : Object.values(own)))),
    );
    const size = bytesPerToken(this.packer.projection);
    const packed = (bytes: Uint8Array): PackedTokens => ({ count: bytes.length / size, bytes });
    return texts.map((own, i) => {
      const tokens = kept[i];
      const of = (text: keyof typeof own) =>
        tokens ? packed(tokens[text]) : (encoded.get(own[text]) ?? NONE);
      return {
        texts: own,
        tokens: { passage: of('passage'), question: of('question'), title: of('title') },
      };
    });
  }

  private async encode(texts: ReadonlySet<string>): Promise<Map<string, PackedTokens>> {
    const found = new Map<string, PackedTokens>();
    const missing: string[] = [];
    for (const text of texts) {
      const known = this.cache.get(text);
      if (known) found.set(text, known);
      else if (text !== '') missing.push(text);
    }
    // The vectors are held here until the question is answered, so the cache may drop them meanwhile.
    for (const [i, tokens] of (await this.packer.pack(missing)).entries()) {
      const text = missing[i] ?? '';
      found.set(text, tokens);
      this.cache.set(text, tokens);
    }
    return found;
  }
}

const NOTHING_ASKED: LateScore = { mean: 0, missing: 1 };
const NONE: PackedTokens = { count: 0, bytes: new Uint8Array(0) };

/**
 * The reranker that the settings name: by the retriever's own tokens, where it has any that rank, or those of another
 * model; nothing where it is switched off.
 * @throws ModelError for unusable files
 */
export async function openReranker(
  { MODELS_DIR, RERANKER_ID }: Pick<RecordSettings, 'MODELS_DIR' | 'RERANKER_ID'>,
  encoder: TransformersEncoder,
): Promise<LateInteractionReranker | undefined> {
  const { discounts } = RANKING;
  if (RERANKER_ID === 'off') return undefined;
  if (RERANKER_ID !== 'own') {
    return new LateInteractionReranker(await loadTokenEncoder(MODELS_DIR, RERANKER_ID), { discounts });
  }
  const own = retrieverTokens(encoder);
  return own && new LateInteractionReranker(own.tokens, { discounts, projection: own.projection });
}

/** The texts that a passage is found by. */
export function textsOf({ passage, turn, document }: Pick<CitedPassage, 'passage' | 'turn' | 'document'>) {
  // A space keeps a question apart from a title of the same words: they count differently.
  const title = ` ${document.title} ${document.date}`;
  return { passage: passage.text, question: turn.question ?? '', title };
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

function summarize(best: Float32Array, weights: Float32Array): LateScore {
  const missing = best.map((value) => (value < FOUND_FROM ? 1 : 0));
  return { mean: weightedMean(best, weights), missing: weightedMean(missing, weights) };
}
