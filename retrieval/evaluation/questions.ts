/** Question sets: questions with the passages that answer them, one JSON object a line. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { OnRecordError } from '../../corpus/errors.ts';
import { foldSpace } from '../../corpus/passage-id.ts';
import type { Hit } from '../answer.ts';

/** A question set that cannot be read. */
export class QuestionSetError extends OnRecordError {}

const goldSchema = z.object({
  /** Path below the corpus folder. */
  doc: z.string().min(1),
  /** First words of the passage. */
  quote: z.string().min(1),
});
export type Gold = z.infer<typeof goldSchema>;

const labelledQuestionSchema = z
  .object({
    id: z.string().min(1),
    question: z.string().min(1),
    answerable: z.boolean(),
    gold: z.array(goldSchema),
    split: z.string().optional(),
  })
  .refine(
    ({ answerable, gold }) => answerable === gold.length > 0,
    'gold must be filled exactly when answerable',
  );
export type LabelledQuestion = z.infer<typeof labelledQuestionSchema>;

/** Reads a question set. @throws QuestionSetError naming the file and the line */
export async function readQuestions(file: string): Promise<LabelledQuestion[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new QuestionSetError(`The question set ${file} cannot be read.`, 'Check the path.', { cause });
  });
  const lines = text.split('\n').map((line, i) => ({ line, number: i + 1 }));
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

/** Whether a hit is a gold passage: the same document, and its words start with or contain the quote. */
export function isGold(hit: Pick<Hit, 'passage' | 'document'>, gold: Gold): boolean {
  return hit.document.path === gold.doc && foldSpace(hit.passage.text).includes(foldSpace(gold.quote));
}
