/**
 * Signs that words stand under the wrong name, looked for in the finished turns: whoever made the mistake is not asked.
 * Each sign is a question of evidence that holds for any publisher.
 */
import type { Transcript } from '../schema.ts';
import { ENDS_SENTENCE, isReport, isSpeech } from '../transcript/boilerplate.ts';
import { countWords } from '../transcript/roles.ts';
import { asksSomething, isOfficeWord, partByWords } from '../transcript/vocabulary.ts';
import { type Located, type LocatedTurn, locateTurns, paragraphsOf } from './locate.ts';
import {
  asksSomebody,
  endsAsking,
  hasLooseBracket,
  looksLikeHeading,
  looksLikePage,
  mentions,
  oddAnswer,
  oddName,
} from './odd.ts';

export type DoubtKind = keyof typeof DOUBTS;

/** Each with the words that a person reads; an import warns of all of them, with the line. */
export const DOUBTS = {
  page: { words: 'paragraph that seems to be the page’s', warn: true },
  note: { words: 'paragraph that seems to be an editor’s note', warn: true },
  heading: { words: 'paragraph that seems to be a heading', warn: true },
  asked: { words: 'paragraph of an answer that seems to be a question to it', warn: true },
  runIn: { words: 'paragraph that holds the label of somebody else', warn: true },
  interpreted: { words: 'paragraph that seems to be an interpreter’s', warn: true },
  cut: { words: 'paragraph that has half of a pair of brackets', warn: true },
  named: { words: 'name that seems to be nobody’s', warn: true },
  hosts: { words: 'speaker who answers mostly by asking', warn: true },
  swapped: { words: 'speaker who asks more than is asked: the roles may be swapped', warn: true },
  lead: { words: 'question that seems to be an introduction', warn: true },
  third: { words: 'paragraph that tells of its own speaker', warn: true },
  unlabelled: { words: 'first answer below a question that was left out', warn: true },
  opening: { words: 'speech above it that is in no turn', warn: true },
  missing: { words: 'document most of which is in no turn', warn: true },
} as const;

interface Doubt {
  kind: DoubtKind;
  turn: number;
  text: string;
  /** Where it stands in the document. */
  start: number;
}

/** What is doubtful in a transcript, in the order of its turns. */
export function findDoubts(transcript: Transcript): Doubt[] {
  const { text, title } = transcript.document;
  const turns = locateTurns(transcript);
  const wordsOf = ({ start, end }: Located) => text.slice(start, end);
  const punctuated = isPunctuated(text, turns);
  const names = new Set(
    turns.flatMap(({ asker, speaker }) =>
      [...(asker?.split(', ') ?? []), speaker].map((name) => name.toLowerCase()),
    ),
  );
  return [
    ...turns.flatMap((turn, i) =>
      doubtParagraphs(text, turn, { punctuated, names, last: i === turns.length - 1 }),
    ),
    ...doubtNames(turns, title),
    ...doubtRoles(turns, wordsOf),
    ...doubtBeginning(text, turns, title),
    ...doubtCoverage(text, turns),
  ].sort((a, b) => a.start - b.start);
}

/** Single paragraphs that look as if somebody else had written or said them. */
function doubtParagraphs(
  text: string,
  turn: LocatedTurn,
  { punctuated, names, last: atEnd }: { punctuated: boolean; names: ReadonlySet<string>; last: boolean },
): Doubt[] {
  const found: Doubt[] = [];
  const add = (kind: DoubtKind, { start, end }: Located) =>
    found.push({ kind, turn: turn.ordinal, text: text.slice(start, end), start });
  const { asked, said } = turn;
  const labels = said.slice(1).filter(({ start }, at) => isLabel(text.slice(said[at]?.end, start)));
  const everywhere = labels.length * 2 > said.length;
  for (const [at, span] of [...asked, ...said].entries()) {
    const words = text.slice(span.start, span.end);
    const answer = at >= asked.length;
    const last = atEnd && span === said.at(-1);
    const odd = answer ? oddAnswer(words, last) : looksLikePage(words) ? 'page' : undefined;
    if (odd !== undefined) add(odd, span);
    else if (hasLooseBracket(words)) add('cut', span);
    else if (punctuated && looksLikeHeading(words) && standsAlone(text, span)) add('heading', span);
    else if (holdsLabel(words, names)) add('runIn', span);
    else if (
      answer &&
      !everywhere &&
      isPerson(turn.speaker) &&
      (asksOverItsLabel(text, span, said[at - asked.length + 1]) || asksWithin(text, said, at - asked.length))
    )
      add('asked', span);
  }
  return found;
}

/** Whether almost all paragraphs end as sentences do. */
function isPunctuated(text: string, turns: readonly LocatedTurn[]): boolean {
  const spans = paragraphsOf(turns);
  const ended = spans.filter(({ end }) => ENDS_SENTENCE.test(text.slice(end - 4, end)));
  return ended.length >= spans.length * 0.75;
}

/** Whether a paragraph is all that stands on its line, without a label. */
function standsAlone(text: string, { start, end }: Located): boolean {
  return (
    /(?:^|[\n\r])[^\p{L}\p{N}]*$/u.test(text.slice(Math.max(0, start - 12), start)) &&
    /^[^\p{L}\p{N}\n\r]*(?:[\n\r]|$)/u.test(text.slice(end, end + 12))
  );
}

/** Words of a question that an official may well throw in. */
const SHORT = 8;

/** Whether a label stands for one person: several may be `Senior Administration Official`. */
function isPerson(speaker: string): boolean {
  return !speaker
    .split(' ')
    .every((word) => isOfficeWord(word) || /^(?:senior|official|administration|white|house)$/iu.test(word));
}

/** A question, and below it a label of the one who is said to have asked it. */
function asksOverItsLabel(text: string, { start, end }: Located, next: Located | undefined): boolean {
  const words = text.slice(start, end);
  if (next === undefined || !endsAsking(words) || countWords(words) < SHORT) return false;
  return isLabel(text.slice(end, next.start));
}

/** A question without a label between two paragraphs of an answer: somebody else may have asked it. */
function asksWithin(text: string, said: readonly Located[], at: number): boolean {
  const [before, span, after] = [said[at - 1], said[at], said[at + 1]].map((one) =>
    one === undefined ? undefined : text.slice(one.start, one.end),
  );
  if (before === undefined || span === undefined || after === undefined || !asksSomebody(span)) return false;
  return [before, after].every((words) => !asksSomething(words.slice(-4)));
}

/** Whether nothing but a label stands between two paragraphs. */
function isLabel(between: string): boolean {
  return between.length < 70 && /^[^\n]*\p{L}[^\n]*[:：][^\p{L}\p{N}]*$/u.test(between.trim());
}

const LABEL_INSIDE =
  /(?:^|[.?!。？！”"’」）)]\s{0,3}|\n\s{0,3})(\p{Lu}[\p{L}'’.-]*(?:\s[\p{L}'’.-]+){0,3}|\p{Lo}{2,12})\s?[:：](?=\s|\p{Lo})/gu;

/** Whether somebody of the dialogue is called by a label in the middle of a paragraph. */
function holdsLabel(words: string, names: ReadonlySet<string>): boolean {
  return [...words.matchAll(LABEL_INSIDE)].some(([, name = '']) => {
    const parts = name.toLowerCase().split(' ');
    return parts.some((_, i) => names.has(parts.slice(0, i + 1).join(' ')));
  });
}

/** Names that are none. */
function doubtNames(turns: readonly LocatedTurn[], title: string): Doubt[] {
  const seen = new Set<string>();
  return turns.flatMap(({ ordinal, asker, speaker, asked, said }) =>
    [
      { name: asker, span: asked[0] ?? said[0] },
      { name: speaker, span: said[0] },
    ].flatMap(({ name, span }): Doubt[] => {
      if (name === undefined || span === undefined || seen.has(name)) return [];
      seen.add(name);
      const odd = name.split(', ').map((one) => oddName(one, title));
      const all = odd.every((why) => why !== undefined) || odd.some((why) => why === 'holds brackets');
      return all ? [{ kind: 'named', turn: ordinal, text: name, start: span.start }] : [];
    }),
  );
}

/** Who is published as an official and behaves as one who asks. */
function doubtRoles(turns: readonly LocatedTurn[], wordsOf: (span: Located) => string): Doubt[] {
  const found: Doubt[] = [];
  const ends = ({ said }: LocatedTurn) => asksSomething(said.slice(-1).map(wordsOf).join('').slice(-40));
  for (const speaker of new Set(turns.map((turn) => turn.speaker))) {
    const own = turns.filter((turn) => turn.speaker === speaker);
    const [first] = own;
    const asking = own.filter((turn) => ends(turn) && isFollowedByAnother(turn, turns));
    if (first === undefined || partByWords(speaker) === 'moderator') continue;
    if (asking.length > 0 && asking.length * 2 >= own.length)
      found.push({ kind: 'hosts', turn: first.ordinal, text: speaker, start: first.said[0]?.start ?? 0 });
  }
  const exchanges = turns.filter(({ question }) => question !== undefined);
  const [first] = exchanges;
  const questions = exchanges.filter(({ question = '' }) => /[?？؟;]|か[。」\s]?$/u.test(question));
  const answers = exchanges.filter(ends);
  if (first !== undefined && exchanges.length > 1 && answers.length > questions.length)
    found.push({
      kind: 'swapped',
      turn: first.ordinal,
      text: first.speaker,
      start: first.said[0]?.start ?? 0,
    });
  return found;
}

/** Whether somebody else answers next, and nobody has asked in between. */
function isFollowedByAnother({ ordinal, speaker }: LocatedTurn, turns: readonly LocatedTurn[]): boolean {
  const next = turns[ordinal + 1];
  return next !== undefined && next.speaker !== speaker && next.asked.length === 0;
}

/** So many characters in the first person above the first turn are more than a lead that quotes somebody. */
const OPENING = 600;

/** What comes before the dialogue, published as a part of it. */
function doubtBeginning(text: string, turns: readonly LocatedTurn[], title: string): Doubt[] {
  const found: Doubt[] = [];
  const [first] = turns;
  const start = first?.asked[0] ?? first?.said[0];
  if (first === undefined || start === undefined) return found;
  const add = (kind: DoubtKind, span: Located) =>
    found.push({ kind, turn: first.ordinal, text: text.slice(span.start, span.end), start: span.start });
  const spoken = text
    .slice(0, start.start)
    .split(/\n{2,}|(?:\r\n){2,}/)
    .filter((words) => isSpeech(words.trim()));
  if (spoken.join('').length > OPENING) add('opening', start);
  const question = first.question ?? '';
  const [opening] = first.asked;
  if (opening !== undefined) {
    const namesTitle = title.length > 12 && question.includes(title);
    const words = text.slice(opening.start, opening.end);
    const unended = first.asked.filter(({ end }) => !ENDS_SENTENCE.test(text.slice(end - 4, end)));
    const tells = !asksSomething(question) && first.asked.length > 1 && unended.length > 0;
    if (/^(?:\p{Ll}|[,;)\]])/u.test(words) || tells || namesTitle) add('lead', opening);
  } else if (first.said[0] !== undefined) {
    const above = text
      .slice(0, first.said[0].start)
      .trimEnd()
      .split(/\r\n|\n|\r/)
      .filter((line) => line.trim() !== '');
    const label = /[:：]\W*$/u.test(above.at(-1) ?? '') ? above.at(-2) : above.at(-1);
    const line = label?.trim() ?? '';
    if (/[?？؟][*_"”»)]*$/u.test(line) && line !== title && countWords(line) > 3)
      add('unlabelled', first.said[0]);
  }
  const edges = [first.asked.length === 0 ? first.said[0] : undefined, turns.at(-1)?.said.at(-1)];
  for (const [at, span] of edges.entries()) {
    const turn = at === 0 ? first : turns.at(-1);
    if (span === undefined || turn === undefined) continue;
    const words = text.slice(span.start, span.end);
    if (mentions(turn.speaker, words) && isReport(words))
      found.push({ kind: 'third', turn: turn.ordinal, text: words, start: span.start });
  }
  return found;
}

/** Less than this of a text in turns is too little. */
const SHARE = 0.4;
const LEAST = 2000;

function doubtCoverage(text: string, turns: readonly LocatedTurn[]): Doubt[] {
  const spans = paragraphsOf(turns);
  const [first] = spans;
  if (first === undefined) return [];
  const inTurns = spans.reduce((sum, { start, end }) => sum + end - start, 0);
  const all = text.slice(first.start).replace(/\s+/gu, ' ').length;
  return all > LEAST && inTurns < all * SHARE
    ? [
        {
          kind: 'missing',
          turn: turns[0]?.ordinal ?? 0,
          text: text.slice(first.start, first.end),
          start: first.start,
        },
      ]
    : [];
}
