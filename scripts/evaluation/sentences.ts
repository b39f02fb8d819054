/** How often the marked sentence is the one that a reader would mark. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { foldSpace } from '../../corpus/passage-id.ts';
import type { CitedPassage } from '../../retrieval/interfaces.ts';
import type { SearchParts } from '../../retrieval/search.ts';
import { goldSchema, QuestionSetError } from './questions.ts';

const labelledSentenceSchema = goldSchema.extend({
  id: z.string(),
  question: z.string(),
  sentence: z.string().min(1),
  split: z.string(),
});
type LabelledSentence = z.infer<typeof labelledSentenceSchema>;

interface SentenceFigures {
  /** Labelled passages on this record. */
  passages: number;
  /** Of these, with a sentence marked. */
  marked: number;
  /** Of the marked, the labelled one. */
  right: number;
  wrong: { id: string; question: string; marked: string }[];
}

/** @throws QuestionSetError when the file cannot be read or holds something else */
export async function readSentences(file: string): Promise<LabelledSentence[]> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
    return lines.map((line) => labelledSentenceSchema.parse(JSON.parse(line)));
  } catch (cause) {
    throw new QuestionSetError(`The labelled sentences ${file} cannot be read.`, 'See docs/evaluation.md.', {
      cause,
    });
  }
}

/** Marks the sentence of each labelled passage that is on record; those of other records are left out. */
export async function evaluateSentences(
  { store, reranker }: SearchParts,
  labelled: readonly LabelledSentence[],
): Promise<SentenceFigures> {
  const figures: SentenceFigures = { passages: 0, marked: 0, right: 0, wrong: [] };
  const passages = await passagesByPath(store, new Set(labelled.map(({ doc }) => doc)));
  for (const { id, question, doc, quote, sentence } of labelled) {
    const cited = passages
      .get(doc)
      ?.find(({ passage }) => foldSpace(passage.text).includes(foldSpace(quote)));
    if (!cited) continue;
    figures.passages++;
    const [span] = (await reranker?.highlight?.(question, [cited], store.tokens)) ?? [];
    if (!span) continue;
    figures.marked++;
    const marked = foldSpace(cited.passage.text.slice(span.start, span.end));
    const wanted = foldSpace(sentence);
    // A reader's sentence may hold two of ours (“Mr. X said. That is so.”), or a part of one.
    if (marked.includes(wanted) || wanted.includes(marked)) figures.right++;
    else figures.wrong.push({ id, question, marked });
  }
  return figures;
}

async function passagesByPath(
  store: SearchParts['store'],
  paths: ReadonlySet<string>,
): Promise<Map<string, CitedPassage[]>> {
  const found = new Map<string, CitedPassage[]>();
  for (const { id } of await store.documents()) {
    const transcript = await store.document(id);
    if (!transcript || !paths.has(transcript.document.path)) continue;
    found.set(
      transcript.document.path,
      await store.passages(transcript.passages.map((passage) => passage.id)),
    );
  }
  return found;
}
