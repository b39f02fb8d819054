/** A diff in words: the quote as typed against the true words, each cut from its source. */
import type { CitedPassage } from '../interfaces.ts';
import { NOWHERE } from './align.ts';
import type { DiffPart } from './check.ts';
import { endsBefore, type Quote, spelledOut, typedWords } from './quote.ts';
import { passageAt, passagesIn, type TurnWords } from './turn-words.ts';
import type { Range, Word } from './words.ts';

export interface Comparison {
  passages: CitedPassage[];
  diff: DiffPart[];
  /** Punctuation, accents or the like differ within the words that are the same. */
  marksDiffer: boolean;
}

/** A changed first or last word is shown with as many true words as were typed, when they are no more than this. */
const CHANGED_EDGE = 3;

/**
 * Compares a quote with a turn; `places` are positions of the turn's words, ascending, NOWHERE for added words.
 * @param within what the quote is about: the true sentences that it begins and ends in are then shown whole, or those
 *   that took their place
 */
export function compareWords(
  quote: Quote,
  places: ArrayLike<number>,
  turn: TurnWords,
  within?: Range,
): Comparison {
  const found = Array.from(places).filter((place) => place !== NOWHERE);
  const [from, to] = [found[0] ?? 0, (found.at(-1) ?? -1) + 1];
  const touched = found.length > 0 ? passagesIn(turn, { from, to }) : [];
  const source = new Source(turn, touched);
  const parts: DiffPart[] = [];
  let marksDiffer = false;
  let typedTo = 0;
  let trueTo = from;
  for (let at = 0; at < quote.words.length; ) {
    const place = places[at] ?? NOWHERE;
    let end = at + 1;
    if (place === NOWHERE) {
      at = end;
      continue;
    }
    while (end < quote.words.length && places[end] === place + end - at && !quote.marks.has(end)) end++;
    const first = typedTo === 0 && trueTo === from;
    if (first) trueTo = source.sentenceStart(place, at, within);
    const marked = [...quote.marks].some((mark) => mark >= typedTo && mark <= at);
    parts.push(...source.cut('left-out', { from: trueTo, to: place }, marked));
    pushAdded(parts, quote, typedTo, at);
    const same = source.cut('same', { from: place, to: place + end - at });
    const spelled = same.map(({ words }) => words).join(' ');
    marksDiffer ||= foldMarks(typedWords(quote, at, end)) !== foldMarks(spelled);
    parts.push(...same);
    [typedTo, trueTo, at] = [end, place + end - at, end];
  }
  const end = source.sentenceEnd(trueTo, quote.words.length - typedTo, within);
  parts.push(...source.cut('left-out', { from: trueTo, to: end }));
  pushAdded(parts, quote, typedTo, quote.words.length);
  return { passages: touched.flatMap((passage) => turn.passages[passage] ?? []), diff: parts, marksDiffer };
}

function pushAdded(parts: DiffPart[], quote: Quote, from: number, to: number): void {
  if (from < to) parts.push({ kind: 'added', words: typedWords(quote, from, to) });
}

/** The true words behind positions of a turn, of the passages that a quote touches. */
class Source {
  private readonly turn: TurnWords;
  private readonly touched: readonly number[];

  constructor(turn: TurnWords, touched: readonly number[]) {
    this.turn = turn;
    this.touched = touched;
  }

  /** One part for each passage that the range touches. */
  cut(kind: 'same' | 'left-out', { from, to }: Range, marked = false): DiffPart[] {
    return this.touched.flatMap((number, passage) => {
      const { words, text, start } = this.passage(number);
      const [first, last] = [Math.max(from - start, 0), Math.min(to - start, words.length)];
      if (first >= last) return [];
      const part: DiffPart = { kind, words: spelledOut(text, words, first, last), passage };
      return [marked ? { ...part, marked } : part];
    });
  }

  /**
   * How far back the sentence of a place goes, at most the `typed` words before it; nowhere when that is too far to be
   * one change.
   */
  sentenceStart(place: number, typed: number, within: Range | undefined): number {
    const { words, text, start } = this.passage(passageAt(this.turn, place));
    const at = place - start;
    const least = Math.max(0, at - (within ? place - within.from : roomFor(typed)));
    let first = at;
    if (within && typed > 0 && first > least) first--;
    while (first > least && !endsBefore(text, words, first)) first--;
    return place - (at - first);
  }

  /** The same towards the end, from the place behind the last word. */
  sentenceEnd(place: number, typed: number, within: Range | undefined): number {
    const { words, text, start } = this.passage(passageAt(this.turn, place - 1));
    const at = place - 1 - start;
    const most = Math.min(words.length, at + 1 + (within ? within.to - place : roomFor(typed)));
    let last = at + 1;
    if (within && typed > 0 && last < most) last++;
    while (last < most && !endsBefore(text, words, last)) last++;
    return place + last - at - 1;
  }

  private passage(number: number): { words: readonly Word[]; text: string; start: number } {
    return {
      words: this.turn.words[number] ?? [],
      text: this.turn.passages[number]?.passage.text ?? '',
      start: this.turn.starts[number] ?? 0,
    };
  }
}

/** True words that may be shown at an edge of a quote beside so many typed ones. */
const roomFor = (typed: number) => (typed <= CHANGED_EDGE ? typed : 0);

/** A spelling without case, white space, quotation marks and kinds of dashes, and without marks around it. */
function foldMarks(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/<\/?\p{L}{1,3}>|[\\\p{Cf}]/gu, '')
    .replace(/["“”„‟«»‹›「」『』《》'‘’‚ʼ`´]/g, '')
    .replace(/\s*(?:[‐-―−]|-{1,3})\s*/g, '-')
    .replace(/\.{3}/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}$€£¥]+|[^\p{L}\p{N}%]+$/gu, '');
}
