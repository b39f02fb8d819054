/** What is searched for when somebody asks: their words without courtesies and typing errors. */
import { stripCourtesies } from './courtesies.ts';
import { correctSpelling } from './spelling.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The question as the indexes and the models see it. What a reader is shown stays as it was asked. */
export function readWording(question: string, vocabulary: Vocabulary): string {
  const asked = stripCourtesies(question);
  return correctSpelling(asked, vocabulary);
}
