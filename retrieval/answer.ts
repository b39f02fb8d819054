/** The answer as data: what the terminal, the bot and the web page all render. */
import { z } from 'zod';
import { documentSchema, passageSchema, turnSchema } from '../corpus/schema.ts';

/** `answer`: this passage answers. `related`: the closest ones, no direct statement. `none`: nothing on record. */
const verdictSchema = z.enum(['answer', 'related', 'none']);
export type Verdict = z.infer<typeof verdictSchema>;

/** Where nearly the same words were said, too. */
const echoSchema = z.object({
  passage: passageSchema.pick({ id: true, text: true, start: true, end: true }),
  document: documentSchema.pick({ id: true, title: true, date: true, path: true }),
});
export type Echo = z.infer<typeof echoSchema>;

const hitSchema = z.object({
  /** From 1. */
  rank: z.int().positive(),
  /** Calibrated probability that this hit answers, 0 to 1; absent where the answer's means nothing. */
  confidence: z.number().min(0).max(1).optional(),
  /** Fused score; comparable within one answer only. */
  score: z.number(),
  /** What the fused score is made of: cosine of the vectors, BM25, and the reranker's where it saw the passage. */
  components: z.object({ dense: z.number(), lexical: z.number(), late: z.number().optional() }),
  passage: passageSchema.pick({ id: true, text: true, start: true, end: true }),
  /** The sentence of the passage that answers, in UTF-16 units of its text; absent where none stands out. */
  highlight: z.object({ start: z.int().nonnegative(), end: z.int().positive() }).optional(),
  turn: turnSchema.pick({ ordinal: true, asker: true, question: true, speaker: true }),
  document: documentSchema.pick({
    id: true,
    title: true,
    date: true,
    publisher: true,
    /** Of the quote: replies say so where it is not the reader's. */
    language: true,
    url: true,
    sha256: true,
    path: true,
  }),
  /** Other passages that say nearly the same, best first: “also said on …”. */
  alsoSaid: z.array(echoSchema).optional(),
});
export type Hit = z.infer<typeof hitSchema>;

export const answerSchema = z.object({
  query: z.string(),
  verdict: verdictSchema,
  /** Calibrated probability that the first hit answers, 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** Set, and false, where the confidence was never fitted to the models in use: then nothing counts as an answer. */
  calibrated: z.literal(false).optional(),
  hits: z.array(hitSchema),
  nearestTopics: z.array(z.string()),
});
export type Answer = z.infer<typeof answerSchema>;
