/** Token vectors: the last layer of a small sentence-embedding model, one vector a token. */
import { familyOf, type ModelFamily } from '../encoder/families.ts';
import {
  batchByLength,
  cutWindows,
  ForwardPass,
  stackRows,
  type WindowRules,
} from '../encoder/forward-pass.ts';
import { DTYPE, loadModel } from '../encoder/load-model.ts';
import type { TokenRows } from '../interfaces.ts';

/** Turns texts into token vectors, special tokens and prefixes left out. */
export interface TokenEncoder {
  /** Names model, precision and weights. */
  readonly key: string;
  readonly dimension: number;
  /** The token vectors of each text, in their order; none for a text without a token. */
  encode(texts: readonly string[], as?: TextRole): Promise<TokenRows[]>;
  /** The pieces of a text that its token vectors stand for, in their order. */
  pieces(text: string): string[];
  /**
   * Which piece each token vector of a text of so many pieces stands for: windows overlap, so a piece may have two.
   * Without it each has one.
   */
  placesOfVectors?(pieces: number): number[];
  /** How much each token of a question counts; without it all count the same. */
  weigh?(question: TokenRows): Float32Array;
  /** Key of the encoder whose forward pass gives the vectors of passages as well. */
  readonly retriever?: string;
}

/** Models with prefixes read a question otherwise than a passage. */
export type TextRole = 'query' | 'passage';

/** Tokens in one batch, padding included. Of 256 to 4,096 the small ones were fastest, and their arena stays small. */
const MAX_BATCH_TOKENS = 512;
/** How longer texts are cut: at most `context` tokens, special ones and prefix included. */
export type WindowSize = Pick<WindowRules, 'context' | 'overlap'>;

/** Attention costs by the square of the length, and nearly all passages are shorter. */
const WINDOW: WindowSize = { context: 256, overlap: 32 };

const ROLE = {
  name: 'reranker',
  remedy: 'Restore it with: git checkout -- models, or switch it off with RERANKER_ID=off.',
};

/**
 * Loads a model from `modelsDir/modelId`.
 * @throws ModelError when its files are missing, damaged or no encoder
 */
export function loadTokenEncoder(modelsDir: string, modelId: string): Promise<TokenEncoder> {
  return loadModel(modelsDir, modelId, ROLE, (loaded) => {
    const key = `${modelId}@${DTYPE}:${loaded.digests.weights.slice(0, 16)}`;
    return createTokenEncoder(new ForwardPass(loaded), key, familyOf(modelId));
  });
}

/** The token vectors of a model that is loaded. */
export function createTokenEncoder(
  pass: ForwardPass,
  key: string,
  family: ModelFamily,
  window: WindowSize = WINDOW,
): TokenEncoder {
  const { dimension } = pass;
  const rulesOf = (as: TextRole): WindowRules => ({ ...window, prefix: family.prefixes[as] });
  return {
    key,
    dimension,
    pieces: (text) => pass.pieces(text),
    placesOfVectors: (pieces) =>
      cutWindows([...Array(pieces).keys()], pass.roomOf(rulesOf('passage')), window.overlap).flat(),
    async encode(texts, as = 'passage') {
      const windows = texts.flatMap((text, position) => pass.windowsOf(text, rulesOf(as), position));
      const parts: Float32Array[][] = texts.map(() => []);
      const filled = windows.filter(({ body }) => body.to > body.from);
      for (const batch of batchByLength(filled, MAX_BATCH_TOKENS)) {
        const layer = await pass.run(batch);
        for (const [row, window] of batch.entries()) {
          const text = parts[window.position];
          if (text) text[window.ordinal] = pass.bodyOf(layer, row, window);
        }
      }
      return parts.map((windows) => stackRows(windows, dimension));
    },
  };
}
