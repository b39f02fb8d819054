/** Question sets: questions with the passages that answer them, one JSON object a line. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { OnRecordError } from '../../corpus/errors.ts';
import { foldSpace } from '../../corpus/passage-id.ts';
import type { Hit } from '../../retrieval/answer.ts';

/** A question set that cannot be read. */
export class QuestionSetError extends OnRecordError {}

export const goldSchema = z.object({
  /** Path below the corpus folder. */
  doc: z.string().min(1),
  /** First words of the passage. */
  quote: z.string().min(1),
});
type Gold = z.infer<typeof goldSchema>;

const labelledQuestionSchema = z
  .object({
    id: z.string().min(1),
    question: z.string().min(1),
    answerable: z.boolean(),
    gold: z.array(goldSchema),
    split: z.string().optional(),
    /** Of a near miss: the passage that comes nearest and does not answer. */
    near: goldSchema.optional(),
  })
  .refine(
    ({ answerable, gold }) => answerable === gold.length > 0,
    'gold must be filled exactly when answerable',
  );
export type LabelledQuestion = z.infer<typeof labelledQuestionSchema>;

/** Reads a question set. @throws QuestionSetError naming the file and the line */
export async function readQuestions(file: string): Promise<LabelledQuestion[]> {
  const raw = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new QuestionSetError(`The question set ${file} cannot be read.`, 'Check the path.', { cause });
  });
  // Editors on Windows write a byte order mark.
  const lines = raw
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line, i) => ({ line, number: i + 1 }));
  const questions = lines
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => parseLine(file, line, number));
  if (questions.length > 0) return questions;
  throw new QuestionSetError(`The question set ${file} is empty.`, 'Write one JSON object a line.');
}

function parseLine(file: string, line: string, number: number): LabelledQuestion {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    throw new QuestionSetError(`${file}, line ${number} is not JSON.`, 'Write one JSON object a line.', {
      cause,
    });
  }
  const parsed = labelledQuestionSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new QuestionSetError(
    `${file}, line ${number}: ${z.prettifyError(parsed.error)}.`,
    'See docs/evaluation.md.',
  );
}

/**
 * Checks that the corpus has every document that holds a gold passage: the question could never be answered.
 * @throws QuestionSetError naming the documents that are missing
 */
export function checkDocuments(questions: readonly LabelledQuestion[], paths: ReadonlySet<string>): void {
  const missing = questions.flatMap(({ id, gold }) =>
    gold.filter(({ doc }) => !paths.has(doc)).map(({ doc }) => `${doc} (${id})`),
  );
  if (missing.length === 0) return;
  const shown = missing.slice(0, 3).join(', ');
  throw new QuestionSetError(
    `The corpus has no ${shown}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}.`,
    'Set CORPUS_DIR to the corpus that the questions were written for, or correct `doc`: the path below that folder.',
  );
}

/**
 * Whether a hit is a gold passage: the same document, and its words start with or contain the quote; or whether one
 * that says nearly the same, and was folded into it, is.
 */
export function isGold(
  { alsoSaid = [], ...hit }: Pick<Hit, 'passage' | 'document' | 'alsoSaid'>,
  gold: Gold,
): boolean {
  return [hit, ...alsoSaid].some(
    ({ passage, document }) =>
      document.path === gold.doc && foldSpace(passage.text).includes(foldSpace(gold.quote)),
  );
}

/** The half of a set that a question belongs to, by the hash of its id: nothing is tuned on the held-out one. */
export function halfOf({ id, split }: Pick<LabelledQuestion, 'id' | 'split'>): 'tuning' | 'held-out' {
  if (split !== undefined) return split === 'test' ? 'held-out' : 'tuning';
  return (createHash('sha256').update(id).digest()[0] ?? 0) % 2 === 0 ? 'tuning' : 'held-out';
}
