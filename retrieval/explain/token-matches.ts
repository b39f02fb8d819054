/** Late interaction, looked into: for each token of a question the token of each text that comes nearest. */

import type { TokenMatch } from '../interfaces.ts';
import type { TokenMatrix } from '../rerank/token-matrix.ts';
import type { Span } from './piece-offsets.ts';

/** A text that the question was held against. `spans` has one entry a token vector, or none where they are unknown. */
export interface MatchedText {
  where: TokenMatch['met'];
  tokens: TokenMatrix;
  spans: readonly Span[];
  /** What a match here counts. */
  discount: number;
}

/** One match for each token of the question, in their order. */
export function matchTokens(
  question: TokenMatrix,
  spans: readonly Span[],
  weights: ArrayLike<number>,
  texts: readonly MatchedText[],
): TokenMatch[] {
  return spans.map(({ start, end }, q) => {
    const found = texts.map((text) => ({ text, ...nearest(question, q, text.tokens) }));
    const best = found.reduce<(typeof found)[number] | undefined>(
      (before, now) => (before && counted(before) >= counted(now) ? before : now),
      undefined,
    );
    const own = found.find(({ text }) => text.where === 'passage');
    const span = own?.text.spans[own.token];
    return {
      start,
      end,
      weight: weights[q] ?? 0,
      met: best?.text.where ?? 'passage',
      cosine: best ? counted(best) : 0,
      ...(own && span && { passage: { ...span, cosine: own.cosine } }),
    };
  });
}

function counted({ text, cosine }: { text: MatchedText; cosine: number }): number {
  return text.discount * cosine;
}

function nearest(question: TokenMatrix, q: number, text: TokenMatrix): { token: number; cosine: number } {
  const { dimension } = question;
  let best = { token: -1, cosine: 0 };
  for (let token = 0; token < text.count; token++) {
    let sum = 0;
    for (let i = 0; i < dimension; i++) {
      sum += (question.values[q * dimension + i] ?? 0) * (text.values[token * dimension + i] ?? 0);
    }
    const cosine = sum * (question.scales[q] ?? 0) * (text.scales[token] ?? 0);
    if (cosine > best.cosine) best = { token, cosine };
  }
  return best;
}
