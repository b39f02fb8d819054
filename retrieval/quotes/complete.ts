/** Completing a quote while someone types: passages that hold the words so far, the last one perhaps unfinished. */
import { foldSpace } from '../../corpus/passage-id.ts';
import type { CitedPassage } from '../interfaces.ts';
import type { QuoteStore, TypedWords } from '../store/record-store.ts';
import type { Span } from './quote.ts';
import { type Word, wordsOf } from './words.ts';

/** A passage that someone may have in mind. */
export interface QuoteSuggestion {
  passageId: string;
  /** ISO date of its document. */
  date: string;
  /** At most EXCERPT_LENGTH characters around the match, cut between words, with `…` where something is left out. */
  excerpt: string;
}

export interface QuoteLookup {
  /**
   * Passages that hold all typed words, the last one as a prefix (as a whole word when white space follows it):
   * first those that hold them one after the other, then those that hold them anywhere; each newest first. Nothing
   * typed gives the newest passages; a word that is nowhere on record gives none.
   */
  complete(typed: string, limit: number): Promise<QuoteSuggestion[]>;
  /** Why the first of these passages is the first; nothing where there is none. */
  explain(typed: string): Promise<LookupExplanation | undefined>;
}

export const EXCERPT_LENGTH = 80;

export interface LookupExplanation {
  cited: CitedPassage;
  /** The words that were looked up, as they were typed; none for the newest passage of all. */
  words: string[];
  /** Whether words that begin like the last one count as well. */
  isUnfinished: boolean;
  /** `succession`: one after the other; `apart`: all of them, anywhere in the passage. */
  held: 'succession' | 'apart';
  /** In the passage's text, in order. */
  matches: Span[];
  /** How many passages hold the words so. Counting ends at `counted.most`. */
  counted: { succession: number; apart: number; most: number };
}

/** Passages that are counted: enough to tell a rare phrase from a common one. */
const COUNTED_MOST = 1000;

/** A look-up over the words of a record. */
export function createQuoteLookup(record: QuoteStore): QuoteLookup {
  return {
    async complete(typed, limit) {
      const words = readTyped(typed);
      const { inSuccession, apart } = await record.holding(words, limit);
      const { occurrences } = await record.frequencies(words.words);
      return [...inSuccession, ...apart].map(({ passage, document }) => {
        const { start, end } = matchIn(passage.text, words, occurrences);
        return {
          passageId: passage.id,
          date: document.date,
          excerpt: excerptAround(passage.text, start, end, EXCERPT_LENGTH),
        };
      });
    },
    async explain(typed) {
      const words = readTyped(typed);
      const { inSuccession, apart } = await record.holding(words, 1);
      const cited = inSuccession[0] ?? apart[0];
      if (!cited) return undefined;
      const counted = await record.countHolding(words, COUNTED_MOST);
      return {
        cited,
        words: wordsOf(typed).map(({ start, end }) => typed.slice(start, end)),
        isUnfinished: words.lastIsPrefix,
        held: inSuccession.length > 0 ? 'succession' : 'apart',
        matches: matchesIn(cited.passage.text, words),
        counted: { succession: counted.inSuccession, apart: counted.apart, most: COUNTED_MOST },
      };
    },
  };
}

/** The words typed so far: the last one as all words that begin with it, unless white space follows. */
function readTyped(typed: string): TypedWords {
  return { words: wordsOf(typed).map(({ key }) => key), lastIsPrefix: !/\s$/.test(typed) };
}

/** Every run of the text that is the words in succession; where there is none, every one of the words. */
function matchesIn(text: string, typed: TypedWords): Span[] {
  const held = wordsOf(text);
  const runs = runsOf(held, typed).map((at) => spanOf(held, at, typed.words.length));
  if (runs.length > 0) return runs;
  return held
    .filter((word) => typed.words.some((_, i) => fits(word, typed, i)))
    .map(({ start, end }) => ({ start, end }));
}

/** Where a passage holds the words: the first run of all of them in succession, else the rarest one. */
function matchIn(text: string, typed: TypedWords, occurrences: readonly number[]): Span {
  const held = wordsOf(text);
  const [run] = runsOf(held, typed);
  if (run !== undefined) return spanOf(held, run, typed.words.length);
  // An unfinished word may be many: it is the rarest only where there is no other.
  const whole = [...typed.words.keys()].filter((i) => !typed.lastIsPrefix || i < typed.words.length - 1);
  const rarest = whole.sort((a, b) => (occurrences[a] ?? 0) - (occurrences[b] ?? 0))[0] ?? 0;
  const at = held.findIndex((word) => fits(word, typed, rarest));
  return at < 0 ? { start: 0, end: 0 } : spanOf(held, at, 1);
}

/** Positions among a text's words from which the words stand one after the other. */
function runsOf(held: readonly Word[], typed: TypedWords): number[] {
  if (typed.words.length === 0) return [];
  return [...held.keys()].filter((at) => typed.words.every((_, i) => fits(held[at + i], typed, i)));
}

function fits(held: Word | undefined, { words, lastIsPrefix }: TypedWords, i: number): boolean {
  const word = words[i];
  if (!held || word === undefined) return false;
  return lastIsPrefix && i === words.length - 1 ? held.key.startsWith(word) : held.key === word;
}

function spanOf(held: readonly Word[], at: number, count: number): Span {
  return { start: held[at]?.start ?? 0, end: held[at + count - 1]?.end ?? 0 };
}

const CUT = '…';
/** One part in so many of an excerpt may be what touches the match from the left. */
const TOUCHING = 4;

/**
 * At most `limit` characters of a passage around `start` to `end` (offsets into it), white space folded, cut between
 * words; `…` stands where something was left out. A match that is too long itself is shown from its beginning.
 */
export function excerptAround(text: string, start: number, end: number, limit: number): string {
  const before = foldSpace(text.slice(0, start)).split(' ').filter(Boolean);
  const match = foldSpace(text.slice(start, end)).split(' ').filter(Boolean);
  const after = foldSpace(text.slice(end)).split(' ').filter(Boolean);
  // A mark or half a word that touches the match belongs to it.
  const joined = {
    before: start > 0 && /\S$/.test(text.slice(0, start)) ? before.pop() : undefined,
    after: /^\S/.test(text.slice(end)) ? after.shift() : undefined,
  };
  // In a text without spaces all that came before touches the match: its end is enough.
  const touching = (joined.before ?? '').slice(-limit / TOUCHING).replace(/^[\uDC00-\uDFFF]/, '');
  const opensCut = touching !== (joined.before ?? '');
  if (opensCut) before.length = 0;
  let shown = touching + match.join(' ') + (joined.after ?? '');
  const framed = () => (opensCut || before.length > 0 ? CUT : '') + shown + (after.length > 0 ? CUT : '');
  if (framed().length > limit) return cutEnd(framed(), limit);
  // What follows tells more than what came before: two words ahead for each one back.
  for (let step = 0; ; step++) {
    const ahead = step % 3 !== 2;
    const taken = tryWord(ahead) || tryWord(!ahead);
    if (!taken) return framed();
  }

  function tryWord(ahead: boolean): boolean {
    const word = ahead ? after[0] : before.at(-1);
    if (word === undefined) return false;
    const longer = ahead ? `${shown} ${word}` : `${word} ${shown}`;
    const left = { before: before.length - (ahead ? 0 : 1), after: after.length - (ahead ? 1 : 0) };
    if ((opensCut || left.before > 0 ? 1 : 0) + longer.length + (left.after > 0 ? 1 : 0) > limit)
      return false;
    if (ahead) after.shift();
    else before.pop();
    shown = longer;
    return true;
  }
}

function cutEnd(text: string, limit: number): string {
  const room = text.slice(0, limit - CUT.length);
  const space = room.lastIndexOf(' ');
  // A text without spaces (Chinese) is cut between characters, never inside a surrogate pair.
  const cut = space > limit / 2 ? room.slice(0, space) : room.replace(/[\uD800-\uDBFF]$/, '');
  return cut + CUT;
}
