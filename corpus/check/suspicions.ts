/** What in a transcript looks as if it had been read wrongly: for a person to look at, not to be believed. */
import type { Transcript } from '../schema.ts';
import { endsEvent } from '../transcript/boilerplate.ts';
import { DOUBTS, findDoubts } from './doubts.ts';
import { locateTurns, paragraphsOf } from './locate.ts';

/** Each with the words that a person reads; an import warns of those that `warn`. */
export const KINDS = {
  unanswered: { words: 'question that is in no turn', warn: false },
  lost: { words: 'sentence between turns that is in none', warn: false },
  unasked: { words: 'answer without a question, in the middle of the document', warn: true },
  label: { words: 'passage that opens as if somebody else spoke', warn: true },
  inner: { words: 'passage in which somebody else seems to speak', warn: true },
  start: { words: 'passage that starts in mid-sentence', warn: false },
  end: { words: 'passage that ends in mid-sentence', warn: false },
  long: { words: 'answer of more than 3,000 words', warn: true },
  wall: { words: 'passage of more than 1,000 words', warn: true },
  crowd: { words: 'question of more than 600 words', warn: true },
  once: { words: 'speaker who is seen once in the corpus', warn: false },
  bracket: { words: 'left out: brackets between turns', warn: false },
  line: { words: 'left out: other line between turns', warn: false },
  above: { words: 'left out: line above the first turn', warn: false },
  below: { words: 'left out: line below the last turn', warn: false },
  speaker: { words: 'left out: words before what somebody says (labels)', warn: false },
  ...DOUBTS,
} as const;

export type Kind = keyof typeof KINDS;

export interface Suspicion {
  kind: Kind;
  /** Ordinal of the turn, where it is in one. */
  turn?: number;
  text: string;
  /** Offset in the document, where one place is meant. */
  start?: number;
}

const LONG_ANSWER = 3000;
const WALL = 1000;
const LONG_QUESTION = 600;
const SENTENCE_WORDS = 6;

const NAME = String.raw`(?:\p{Lu}[\p{L}.'’-]*\s){0,4}\p{Lu}[\p{L}.'’-]*`;
/** `Reuters: And now?`, `MS. PSAKI:  Well`, `Q    And`, `问：`. */
const OPENS = new RegExp(
  String.raw`^(?:Q\s{2,}|Q\s?[.:：]|A\s?[:：]|[问答問]\s?[:：]|(?:${NAME})\s?[:：]\s+[^\p{Ll}"“])`,
  'u',
);
const INSIDE =
  /[.?!”"]\s{1,6}(?:Q(?:\s{3,}|:\s)|[问答問][:：]|(?:M[RS]S?|DR)\.?\s{1,2}\p{Lu}{3,}[\p{Lu}-]{0,20}:|\p{Lu}{4,}(?:\s\p{Lu}{3,}){0,3}:\s)/u;
/** A name and a colon as a paragraph of their own: `Anna Roe, Radio One:`, `(Question by Media):`. */
const STANDS_ALONE =
  /^(?:[([（].{2,60}[)\]）]|\p{Lu}\S*\s\p{Lu}\S*(?:,\s.{2,60}|(?:\s\p{Lu}\S*){0,3}))\s?[:：]$/u;
/** Words that open a line before a colon and are nobody: `First: we object.` */
const NOT_SAID_BY = /^(?:first|second|third|finally|note|look|remember|and|but|so|one|two|three)\b/iu;
const BRACKETS = /^[([（【\\].{0,300}[)\]）】.]$/u;
const SENTENCE_END = /[.?!。？！…—–:：-][”"’'»)\]）*_]*$/u;

/** Everything suspicious in one transcript. A speaker who is seen once shows only in the whole corpus. */
export function findSuspicions(transcript: Transcript): Suspicion[] {
  const { turns, passages } = transcript;
  const found: Suspicion[] = findLeftOut(transcript).map((left) => ({ kind: kindOf(left), text: left.text }));
  const words = new Map<number, number>();
  const firsts = new Map([...passages].reverse().map(({ turn, text }) => [turn, text]));
  for (const { text, turn } of passages) {
    const count = countWords(text);
    words.set(turn, (words.get(turn) ?? 0) + count);
    if ((OPENS.test(text) || STANDS_ALONE.test(text)) && !NOT_SAID_BY.test(text))
      found.push({ kind: 'label', turn, text });
    else if (INSIDE.test(text)) found.push({ kind: 'inner', turn, text });
    if (/^[\p{Ll},;)]/u.test(text)) found.push({ kind: 'start', turn, text });
    if (!SENTENCE_END.test(text.trimEnd()) && count >= SENTENCE_WORDS)
      found.push({ kind: 'end', turn, text });
    if (count > WALL) found.push({ kind: 'wall', turn, text });
  }
  let asked = false;
  for (const { ordinal: turn, question, speaker } of turns) {
    const text = firsts.get(turn) ?? '';
    if ((words.get(turn) ?? 0) > LONG_ANSWER) found.push({ kind: 'long', turn, text });
    // Statements come first, one speaker after the other; after the first question, somebody asks.
    asked ||= question !== undefined;
    if (question === undefined && asked && !/moderator|operator|host/i.test(speaker) && !endsEvent(text))
      found.push({ kind: 'unasked', turn, text });
    if (question !== undefined && countWords(question) > LONG_QUESTION)
      found.push({ kind: 'crowd', turn, text: question });
  }
  found.push(...findDoubts(transcript));
  return found;
}

/** A line, or what is left of one, that is in no turn. */
interface LeftOut {
  text: string;
  /** `label`: what follows at once is in a turn. */
  place: 'above' | 'between' | 'below' | 'label';
}

/** Characters of a label on a line of its own. */
const LABEL = 80;

/**
 * Every line, or part of a line, that is in no turn, in order, found by taking the passages and the questions out of the
 * text: the parser is not asked what it left out, or why.
 */
function findLeftOut(transcript: Transcript): LeftOut[] {
  const { text } = transcript.document;
  const taken = paragraphsOf(locateTurns(transcript)).sort((a, b) => a.start - b.start);
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

function kindOf({ text, place }: LeftOut): Kind {
  if (place === 'label') return 'speaker';
  if (place === 'below') return /[?？]\s*$/u.test(text) ? 'unanswered' : 'below';
  if (place === 'above') return 'above';
  if (BRACKETS.test(text)) return 'bracket';
  if (/[?？][”"’)]?$/u.test(text)) return 'unanswered';
  return SENTENCE_END.test(text) && countWords(text) >= SENTENCE_WORDS ? 'lost' : 'line';
}

function countWords(text: string): number {
  const ideographs = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return text.split(/\s+/).length + Math.floor(ideographs / 2);
}
