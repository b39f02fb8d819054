/** The numbers of the ranking: fitted by scripts/fit-ranking.ts, kept in one versioned file. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const weight = z.number().min(0).max(10);

const rankingSchema = z.object({
  /** Candidates taken from each of the two indexes. */
  candidates: z.int().min(1),
  /** Candidates in all, with other paragraphs of the turns that were found. */
  mostCandidates: z.int().min(1),
  /** Candidates that the reranker sees. */
  reranked: z.int().min(0),
  weights: z.object({
    dense: weight,
    /** Beside the reranker. */
    lexical: weight,
    /** In the first stage, and when there is no reranker. */
    lexicalAlone: weight,
    late: weight,
    /** The document is of the days, or of the year, that the question names. */
    day: weight,
    year: weight,
    /** The speaker is one that the question names. */
    speaker: weight,
    /** Taken from a hit when one of the same turn stands above it. */
    sameTurn: weight,
  }),
  /** Days after which the preference for a named day has fallen to 1/e. */
  dayDecay: z.number().positive(),
  /** Passages this alike are one hit (share of common runs of three words); above 1 none are. */
  foldFrom: z.number().positive(),
  /** What a match in the question or in the title counts to the reranker. */
  discounts: z.object({ question: z.number().min(0).max(1), title: z.number().min(0).max(1) }),
  version: z.literal(1),
});
export type Ranking = z.infer<typeof rankingSchema>;

/** Whether a question and a passage are in one language or in two. */
export const WAYS = ['same', 'cross'] as const;
export type Way = (typeof WAYS)[number];

export const RANKING: Ranking = rankingSchema.parse(
  JSON.parse(readFileSync(new URL('ranking.json', import.meta.url), 'utf8')),
);
