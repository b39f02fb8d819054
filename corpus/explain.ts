/** A file line by line, each with what it was taken for. */

import { OnRecordError } from './errors.ts';
import { readSource, toTranscript } from './parse.ts';
import { readPages } from './sources/index.ts';
import type { SourceFile } from './sources/page.ts';
import { isBoilerplate, isClosing, isHeading } from './transcript/boilerplate.ts';
import { stampLength } from './transcript/dates.ts';
import type { Span } from './transcript/paragraphs.ts';
import { type Reading, readPage } from './transcript/reading.ts';

export type Mark =
  | 'front matter'
  | 'title'
  | 'date'
  | 'question'
  | 'answer'
  | 'unanswered'
  | 'aside'
  | 'boilerplate'
  | 'dropped'
  | '';

export interface ExplainedLine {
  mark: Mark;
  text: string;
}

interface FileExplanation {
  lines: ExplainedLine[];
  /** Why the file is no transcript, if it is none. */
  error?: OnRecordError;
}

/** The snapshot of a file with every line marked. Throws `TranscriptError` where there is no text at all. */
export async function explainFile(file: SourceFile): Promise<FileExplanation> {
  const pages = await readPages(file);
  const [first] = pages;
  try {
    const reading = readSource(file, pages);
    toTranscript(file, reading);
    return { lines: markLines(reading) };
  } catch (error) {
    if (!(error instanceof OnRecordError) || first === undefined) throw error;
    return { lines: markLines(readPage(first)), error };
  }
}

/** Every line of the text that a reading is of. */
export function markLines({ page, titleSpans, turns, unanswered, asides }: Reading): ExplainedLine[] {
  const marks: [Mark, readonly Span[]][] = [
    ['title', titleSpans],
    ['question', turns.flatMap(({ asked }) => asked)],
    ['answer', turns.flatMap(({ spans }) => spans)],
    ['unanswered', unanswered],
    ['aside', asides],
  ];
  const spans = marks.flatMap(([mark, list]) => list.map((span) => ({ mark, ...span })));
  spans.sort((a, b) => a.start - b.start);
  const lines: ExplainedLine[] = [];
  let at = 0;
  for (const match of page.text.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)) {
    const text = match[0].trim();
    const end = match.index + match[0].length;
    while ((spans[at]?.end ?? Number.POSITIVE_INFINITY) <= match.index) at += 1;
    const here = spans[at];
    if (end <= page.bodyStart && text !== '') lines.push({ mark: 'front matter', text });
    else if (here !== undefined && here.start < end && text !== '') lines.push({ mark: here.mark, text });
    else lines.push({ mark: leftOut(text), text });
  }
  if (lines.at(-1)?.text === '') lines.pop();
  return lines;
}

function leftOut(text: string): Mark {
  if (text === '') return '';
  if (stampLength(text) > 0) return 'date';
  return isBoilerplate(text) || isClosing(text) || isHeading(text) ? 'boilerplate' : 'dropped';
}
