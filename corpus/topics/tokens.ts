/** The texts of a record (passages, and the questions that they answer), and their words as numbers in one array. */
import type { Transcript } from '../schema.ts';

export interface Text {
  text: string;
  /** Number of the document. */
  document: number;
  /** Number of the turn in the whole record. */
  turn: number;
  /** Position of the passage; of a question, of the passage that stands for its answer. */
  passage: number;
  asked: boolean;
}

/** An opening courtesy ("Sure.", "Thank you, Jen.") does not stand for an answer; this many characters may. */
const SUBSTANCE = 60;

/** All texts, document by document: its passages in order, then its questions. */
export function listTexts(transcripts: readonly Transcript[]): Text[] {
  const texts: Text[] = [];
  let passage = 0;
  let firstTurn = 0;
  for (const [document, { turns, passages }] of transcripts.entries()) {
    const standing = new Map<number, { passage: number; length: number }>();
    for (const { text, turn } of passages) {
      texts.push({ text, document, turn: firstTurn + turn, passage, asked: false });
      const stands = standing.get(turn);
      // The first of substance; where none has any, the longest.
      if (!stands || (stands.length < SUBSTANCE && text.length > stands.length)) {
        standing.set(turn, { passage, length: text.length });
      }
      passage++;
    }
    for (const { question, ordinal } of turns) {
      const stands = standing.get(ordinal);
      if (question === undefined || !stands) continue;
      texts.push({
        text: question,
        document,
        turn: firstTurn + ordinal,
        passage: stands.passage,
        asked: true,
      });
    }
    firstTurn += turns.length;
  }
  return texts;
}

// Flags above a word's number.

/** Nothing but white space separates the word from the one before. */
export const JOINED = 1 << 24;
/** A capital may be owed to the place: the opening of a sentence, a quotation, an aside. */
export const INITIAL = 1 << 25;
/** A sentence begins here. */
export const SENTENCE = 1 << 26;
/** The possessive mark followed. */
export const POSSESSIVE = 1 << 27;

// "U.S." and "S.Paulo"; "5G", "AT&T", "12.5", "Jean-Pierre", "don’t". A hyphen before "U.S." separates two words.
const WORD =
  /(?:\p{L}\.){2,}|[\p{L}\p{M}\p{N}]+(?:(?:['’]|[-‑](?!\p{L}\.\p{L})|&(?=\p{Lu})|[.,](?=\p{N})(?<=\p{N}[.,]))[\p{L}\p{M}\p{N}]+)*/gu;
const SENTENCE_END = /[.!?…。！？]["”’')\]]*\s|[。！？]|\n\s*\n/u;
const OPENING = /["“‘'(:;—–[]|--/u;
/** Words whose full stop ends no sentence. */
const SHORTENED =
  /^(?:Mr|Mrs|Ms|Messrs|Dr|Sen|Sens|Rep|Reps|Gov|St|Lt|Gen|Sgt|Col|Capt|Adm|Prof|Jr|Sr|No|\p{Lu})$/u;

/** Hands each word of a text on, in order, as written but for a possessive mark. Linear in the text. */
function readTokens(text: string, take: (word: string, flags: number) => void): void {
  let end = 0;
  let last = '';
  for (const { 0: written, index } of text.matchAll(WORD)) {
    const word = /['’]s$/u.test(written) ? written.slice(0, -2) : written;
    const flags =
      index === end + 1 && end > 0 && text[end] === ' '
        ? JOINED
        : place(text.slice(end, index), end === 0, last);
    take(word, word === written ? flags : flags | POSSESSIVE);
    last = written;
    end = index + written.length;
  }
}

function place(gap: string, first: boolean, last: string): number {
  const shortened = /^\.\s+$/u.test(gap) && SHORTENED.test(last);
  const sentence = first || (!shortened && SENTENCE_END.test(gap));
  const joined = !first && (shortened || /^\s+$/u.test(gap)) && !/\n\s*\n/u.test(gap);
  const initial = sentence || OPENING.test(gap);
  return (joined ? JOINED : 0) | (initial ? INITIAL : 0) | (sentence ? SENTENCE : 0);
}

/** The record as numbered words in one array: every later step is a walk over integers. */
export interface TokenTable {
  /** Spellings by number; upper and lower case are different spellings. */
  words: string[];
  /** A word's number with the flags above. */
  tokens: Uint32Array;
  /** The range of each text in `tokens`. */
  ranges: { from: number; to: number }[];
  /** By word number: how often it stands within a sentence, where its case is its own. */
  within: Uint32Array;
  /** By word number: the number of its lower-case spelling. */
  lower: Uint32Array;
}

const WORD_MASK = JOINED - 1;

export function wordOf(token: number): number {
  return token & WORD_MASK;
}

/** Numbers the words of all texts. Linear; some 4 bytes of memory for each word of the record. */
export function readTokenTable(texts: readonly Text[]): TokenTable {
  const numbers = new Map<string, number>();
  const words: string[] = [];
  const numberOf = (word: string): number => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, words.length);
    return words.push(word) - 1;
  };
  let tokens = new Uint32Array(1 << 16);
  let length = 0;
  const ranges = texts.map(({ text }) => {
    const from = length;
    readTokens(text, (word, flags) => {
      if (length === tokens.length) tokens = grown(tokens);
      tokens[length++] = numberOf(word) | flags;
    });
    return { from, to: length };
  });
  // Lower-case spellings that no text has are added on the way, and stand for themselves.
  const lower: number[] = [];
  for (let i = 0; i < words.length; i++) lower.push(numberOf((words[i] ?? '').toLowerCase()));
  const within = new Uint32Array(words.length);
  tokens = tokens.subarray(0, length);
  for (const token of tokens) {
    if ((token & INITIAL) === 0) within[wordOf(token)] = (within[wordOf(token)] ?? 0) + 1;
  }
  return { words, tokens, ranges, within, lower: Uint32Array.from(lower) };
}

function grown(tokens: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(tokens.length * 2);
  larger.set(tokens);
  return larger;
}
