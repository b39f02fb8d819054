/** BM25F: a term's frequency is weighed over the fields first, then saturated once (Robertson & Zaragoza 2009). */

/** The fields in which a passage is found: its own words, the question that it answers, its document's title. */
export const FIELDS = ['passage', 'question', 'title'] as const;
export type Field = (typeof FIELDS)[number];

/** Chosen on the training sets: see docs/benchmarks.md. */
export const BM25 = {
  /** Saturation: how soon further occurrences stop counting. */
  k1: 1.2,
  /** How much a word in a field counts, and how far its length is normalised: 0 (not) to 1 (fully). */
  fields: {
    passage: { weight: 1, b: 0.75 },
    question: { weight: 0.5, b: 0.75 },
    title: { weight: 0.3, b: 0.5 },
  } satisfies Record<Field, { weight: number; b: number }>,
};

/** Inverse document frequency that is never negative (Lucene's form); `rows` that hold the term, of `total`. */
export function idf(rows: number, total: number): number {
  return Math.log(1 + (total - rows + 0.5) / (rows + 0.5));
}

/** The terms of a text, by whatever names them: how often each stands in it, and how many there are in all. */
export interface TermCounts<Term> {
  counts: ReadonlyMap<Term, number>;
  length: number;
}

/** The weighed frequency of each term over the fields; `averages` are the lengths of the fields that are filled. */
export function weighFields<Term>(
  fields: Readonly<Record<Field, TermCounts<Term>>>,
  averages: Readonly<Record<Field, number>>,
): Map<Term, number> {
  const frequencies = new Map<Term, number>();
  for (const field of FIELDS) {
    const { counts, length } = fields[field];
    const { weight, b } = BM25.fields[field];
    const norm = 1 - b + (b * length) / averages[field];
    for (const [term, count] of counts) {
      frequencies.set(term, (frequencies.get(term) ?? 0) + (weight * count) / norm);
    }
  }
  return frequencies;
}

/** The saturated frequency, 0 to k1 + 1, to be multiplied by the idf. */
export function saturate(frequency: number): number {
  return (frequency * (BM25.k1 + 1)) / (frequency + BM25.k1);
}
