/** A tokenizer as the forward pass needs it: pieces and their ids, without special tokens, truncation or padding. */
import type { PreTrainedTokenizer } from '@xenova/transformers';

export interface Tokenizer {
  /** Ids that stand around every input: [CLS] and [SEP], or `<s>` and `</s>`. */
  readonly edges: { first: number[]; last: number[] };
  /** Token ids of a text. */
  encode(text: string): number[];
  /** The pieces of a text, one an id. */
  pieces(text: string): string[];
}

/** A tokenizer of transformers.js. Its file may carry truncation and padding: ids without special tokens carry neither. */
export function libraryTokenizer(tokenizer: PreTrainedTokenizer): Tokenizer {
  const empty = tokenizer.encode('');
  return {
    edges: { first: empty.slice(0, 1), last: empty.slice(1, 2) },
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }),
    pieces: (text) => tokenizer.tokenize(text, { add_special_tokens: false }),
  };
}
