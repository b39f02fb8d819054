/** What in a transcript looks as if it had been read wrongly: for a person to look at, not to be believed. */

import { markLines } from '../explain.ts';
import type { Transcript } from '../schema.ts';
import { isBoilerplate, isClosing, isHeading, isProse } from '../transcript/boilerplate.ts';
import { stampLength } from '../transcript/dates.ts';
import { readCandidate } from '../transcript/labels/forms.ts';
import type { Reading } from '../transcript/reading.ts';
import { partByWords } from '../transcript/vocabulary.ts';

/** Each with the words that a person reads. */
export const KINDS = {
  unanswered: 'question without an answer',
  unasked: 'answer without a question, in the middle of the document',
  label: 'passage that starts with a label',
  inner: 'passage that holds a label',
  crumb: 'passage that is a crumb, a stamp or a stage direction',
  long: 'answer of more than 3,000 words',
  wall: 'passage of more than 1,000 words',
  crowd: 'question of more than 600 words',
  lost: 'sentence that is in no turn',
  once: 'speaker who is seen once in the corpus',
} as const;

export type Kind = keyof typeof KINDS;

export interface Suspicion {
  kind: Kind;
  /** Ordinal of the turn, where it is in one. */
  turn?: number;
  text: string;
}

const LONG_ANSWER = 3000;
const WALL = 1000;
const LONG_QUESTION = 600;
const LABEL_INSIDE =
  /[\n.?!”"]\s{1,6}(?:Q(?:\s{3,}|:\s)|(?:M[RS]S?|DR)\.?\s{1,2}\p{Lu}{3,}[\p{Lu}-]{0,20}:|QUESTION:|问：|答：)/u;

/** Everything suspicious in one transcript. A speaker who is seen once shows only in the whole corpus. */
export function findSuspicions({ turns, passages }: Transcript, reading: Reading): Suspicion[] {
  const { unanswered, page } = reading;
  const found: Suspicion[] = unanswered.map(({ start, end }) => ({
    kind: 'unanswered',
    text: page.text.slice(start, end),
  }));
  const words = new Map<number, number>();
  for (const { text, turn } of passages) {
    const count = countWords(text);
    words.set(turn, (words.get(turn) ?? 0) + count);
    if (startsWithLabel(text)) found.push({ kind: 'label', turn, text });
    else if (LABEL_INSIDE.test(text)) found.push({ kind: 'inner', turn, text });
    if (isCrumb(text)) found.push({ kind: 'crumb', turn, text });
    if (count > WALL) found.push({ kind: 'wall', turn, text });
  }
  found.push(...lostSentences(reading));
  const firsts = new Map([...passages].reverse().map(({ turn, text }) => [turn, text]));
  let asked = false;
  for (const { ordinal, question, speaker } of turns) {
    const first = firsts.get(ordinal) ?? '';
    if ((words.get(ordinal) ?? 0) > LONG_ANSWER) found.push({ kind: 'long', turn: ordinal, text: first });
    // Statements come first, one speaker after the other; after the first question, somebody asks.
    asked ||= question !== undefined;
    if (question === undefined && asked && !/moderator|operator|host/i.test(speaker))
      found.push({ kind: 'unasked', turn: ordinal, text: first });
    if (question !== undefined && countWords(question) > LONG_QUESTION)
      found.push({ kind: 'crowd', turn: ordinal, text: question });
  }
  return found;
}

/** Lines between the first turn and the last that somebody seems to say, and that are in none. */
function lostSentences(reading: Reading): Suspicion[] {
  const lines = markLines(reading);
  const spoken = lines.map(({ mark }) => mark === 'answer' || mark === 'question');
  return lines
    .slice(spoken.indexOf(true), spoken.lastIndexOf(true))
    .filter(({ mark, text }) => mark === 'dropped' && isProse(text))
    .map(({ text }) => ({ kind: 'lost', text }));
}

function startsWithLabel(text: string): boolean {
  const label = readCandidate(text);
  // `CBS: “A headline”` is read out.
  if (label === undefined || label.shape === 'alone' || /^[“"]/u.test(text.slice(label.length))) return false;
  if (label.kind !== 'name') return label.shape !== 'stop';
  return (
    label.shape === 'colon' &&
    ['asker', 'official', 'moderator'].includes(partByWords(label.name ?? '') ?? '')
  );
}

function isCrumb(text: string): boolean {
  return isBoilerplate(text) || isClosing(text) || isHeading(text) || stampLength(text) > 0;
}

function countWords(text: string): number {
  const ideographs = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return text.split(/\s+/).length + Math.floor(ideographs / 2);
}
