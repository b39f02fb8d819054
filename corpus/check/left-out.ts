/**
 * What of a document's text is in no turn, found by taking the passages and the questions out of it: the parser is not
 * asked what it left out, or why.
 */
import type { Transcript } from '../schema.ts';
import { type Located, locateTurns } from './locate.ts';

/** A line, or what is left of one, that is in no turn. */
export interface LeftOut {
  text: string;
  /** `label`: what follows at once is in a turn. */
  place: 'above' | 'between' | 'below' | 'label';
}

/** Characters of a label on a line of its own. */
const LABEL = 80;

/** Every line, or part of a line, that is in no turn, in order. */
export function findLeftOut(transcript: Transcript): LeftOut[] {
  const { text } = transcript.document;
  const taken = findTaken(transcript);
  const [first] = taken;
  const last = taken.at(-1);
  const left: LeftOut[] = [];
  let from = 0;
  for (const { start, end } of [...taken, { start: text.length, end: text.length }]) {
    const lines = text.slice(from, start).split(/\r\n|\n|\r/);
    lines.forEach((line, i) => {
      const words = line.trim();
      if (!/[\p{L}\p{N}]/u.test(words)) return;
      const next = lines.slice(i + 1).every((line) => line.trim() === '') && start < text.length;
      const opens =
        next && (i === lines.length - 1 || (words.length <= LABEL && /[:：.]\W{0,4}$/u.test(words)));
      const above = first === undefined || from < first.start;
      const below = last !== undefined && from >= last.end;
      left.push({ text: words, place: opens ? 'label' : above ? 'above' : below ? 'below' : 'between' });
    });
    from = Math.max(from, end);
  }
  return left;
}

/** Where passages stand, and the paragraphs of questions before them. */
function findTaken(transcript: Transcript): Located[] {
  return locateTurns(transcript)
    .flatMap(({ asked, said }) => [...asked, ...said])
    .sort((a, b) => a.start - b.start);
}
