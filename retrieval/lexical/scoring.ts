/** BM25F: a term's frequency is weighed over the fields first, then saturated once (Robertson & Zaragoza 2009). */

/** The fields in which a passage is found: its own words, the question that it answers, its document's title. */
export const FIELDS = ['passage', 'question', 'title'] as const;
export type Field = (typeof FIELDS)[number];

export interface FieldWeight {
  /** How much a word in this field counts. */
  weight: number;
  /** Length normalisation, 0 (none) to 1 (full). */
  b: number;
}

export interface Bm25Settings {
  /** Saturation: how soon further occurrences stop counting. */
  k1: number;
  fields: Record<Field, FieldWeight>;
}

/** Chosen on the training sets: see docs/benchmarks.md. */
export const BM25: Bm25Settings = {
  k1: 1.2,
  fields: {
    passage: { weight: 1, b: 0.75 },
    question: { weight: 0.5, b: 0.75 },
    title: { weight: 0.3, b: 0.5 },
  },
};

/** Inverse document frequency that is never negative (Lucene's form); `rows` that hold the term, of `total`. */
export function idf(rows: number, total: number): number {
  return Math.log(1 + (total - rows + 0.5) / (rows + 0.5));
}

/** A field's share of a term's weighed frequency; `length` and `averageLength` in terms. */
export function weighedFrequency(
  frequency: number,
  length: number,
  averageLength: number,
  { weight, b }: FieldWeight,
): number {
  return (weight * frequency) / (1 - b + (b * length) / averageLength);
}

/** The saturated frequency, 0 to k1 + 1, to be multiplied by the idf. */
export function saturate(frequency: number, k1: number): number {
  return (frequency * (k1 + 1)) / (frequency + k1);
}
