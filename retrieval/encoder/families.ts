/** How the published families of retrievers were trained: a model used otherwise ranks worse without a word. */

export interface ModelFamily {
  /** What a query and a passage want in front. */
  prefixes: Prefixes;
  /** How token vectors become one: their mean, or the first token's ([CLS]). */
  pooling: 'mean' | 'cls';
  /** Longest input that the model was trained with, special tokens included; where absent, what its config says. */
  context?: number;
}

export interface Prefixes {
  query: string;
  passage: string;
}

const NO_PREFIXES: Prefixes = { query: '', passage: '' };

/** First match wins. From each model's card and its sentence-transformers settings. */
const FAMILIES: readonly { name: RegExp; family: ModelFamily }[] = [
  {
    // Trained on texts of up to 200 tokens.
    name: /\/multilingual-e5-small-late$/i,
    family: { prefixes: { query: 'query: ', passage: 'passage: ' }, pooling: 'mean', context: 205 },
  },
  {
    name: /\/(?:multilingual-)?e5-(?:small|base|large)/i,
    family: { prefixes: { query: 'query: ', passage: 'passage: ' }, pooling: 'mean', context: 512 },
  },
  {
    name: /\/bge-(?:small|base|large)-en/i,
    family: {
      prefixes: { query: 'Represent this sentence for searching relevant passages: ', passage: '' },
      pooling: 'cls',
      context: 512,
    },
  },
  { name: /\/all-MiniLM-L6-/i, family: { prefixes: NO_PREFIXES, pooling: 'mean', context: 256 } },
  { name: /\/all-MiniLM-L12-/i, family: { prefixes: NO_PREFIXES, pooling: 'mean', context: 128 } },
];

/** The family of a model by its published name; any other is taken as a plain sentence encoder. */
export function familyOf(modelId: string): ModelFamily {
  return (
    FAMILIES.find(({ name }) => name.test(modelId))?.family ?? { prefixes: NO_PREFIXES, pooling: 'mean' }
  );
}
