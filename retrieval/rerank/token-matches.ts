/** Late interaction, looked into: for each token of a question the token of each text that comes nearest. */

import type { TokenMatch } from '../interfaces.ts';
import { unpackTokens } from './packed-tokens.ts';
import type { PackedTokens, QueryTokens } from './packing.ts';

/** A text that the question was held against. `spans` has one entry a token vector, or none where they are unknown. */
export interface MatchedText {
  where: TokenMatch['met'];
  tokens: PackedTokens;
  spans: readonly Span[];
  /** What a match here counts. */
  discount: number;
}

/** One match for each token of the question, in their order. */
export function matchTokens(
  question: QueryTokens,
  spans: readonly Span[],
  weights: ArrayLike<number>,
  texts: readonly MatchedText[],
): TokenMatch[] {
  const unpacked = texts.map((text) => ({ text, values: unpackTokens(text.tokens, question) }));
  return spans.map(({ start, end }, q) => {
    const found = unpacked.map(({ text, values }) => ({ text, ...nearest(question, q, values) }));
    const best = found.reduce<(typeof found)[number] | undefined>(
      (before, now) => (before && counted(before) >= counted(now) ? before : now),
      undefined,
    );
    const own = found.find(({ text }) => text.where === 'passage');
    const span = own?.text.spans[own.token];
    return {
      start,
      end,
      weight: weights[q] ?? 0,
      met: best?.text.where ?? 'passage',
      cosine: best ? counted(best) : 0,
      ...(own && span && { passage: { ...span, cosine: own.cosine } }),
    };
  });
}

function counted({ text, cosine }: { text: MatchedText; cosine: number }): number {
  return text.discount * cosine;
}

/** @param text unit vectors, `tokens x components` */
function nearest(
  { components, values }: QueryTokens,
  q: number,
  text: Float32Array,
): { token: number; cosine: number } {
  let best = { token: -1, cosine: 0 };
  for (let token = 0; token * components < text.length; token++) {
    let cosine = 0;
    for (let i = 0; i < components; i++) {
      cosine += (values[q * components + i] ?? 0) * (text[token * components + i] ?? 0);
    }
    if (cosine > best.cosine) best = { token, cosine };
  }
  return best;
}

export interface Span {
  start: number;
  end: number;
}

/** The mark of a piece that goes on with the word before it. */
const CONTINUES = '##';
/** The mark of a piece that begins a word, in SentencePiece's vocabularies. */
const BEGINS = '▁';
const UNKNOWN = /^(?:\[UNK\]|<unk>)$/;

/** What a piece stands for in the folded text; nothing for an unknown one. */
function lettersOf(piece: string): string | undefined {
  if (UNKNOWN.test(piece)) return undefined;
  if (piece.startsWith(CONTINUES)) return piece.slice(CONTINUES.length);
  return foldWithOffsets(piece.replace(BEGINS, '')).letters;
}

/**
 * The span (UTF-16 units) of each piece, in order. A piece that cannot be found (a word that the tokenizer does not
 * know) takes the next word whole.
 */
export function pieceOffsets(text: string, pieces: readonly string[]): Span[] {
  const { letters, starts, ends } = foldWithOffsets(text);
  let at = 0;
  return pieces.map((piece) => {
    while (at < letters.length && letters[at] === ' ') at++;
    const letter = lettersOf(piece);
    const length =
      letter !== undefined && letters.startsWith(letter, at) ? letter.length : wordLength(letters, at);
    const start = starts[at] ?? text.length;
    const span = { start, end: length === 0 ? start : (ends[at + length - 1] ?? text.length) };
    at += length;
    return span;
  });
}

// BERT’s words end at blanks and at punctuation, where ASCII’s signs count as such.
const WORD = /[^\s\p{P}$+<=>^`|~]+|./suy;

function wordLength(letters: string, at: number): number {
  WORD.lastIndex = at;
  return WORD.exec(letters)?.[0].length ?? 1;
}

const ASCII = 0x80;

/** The text as the tokenizer reads it (lower case, no accents), and where each unit of it comes from. */
function foldWithOffsets(text: string): { letters: string; starts: number[]; ends: number[] } {
  let letters = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const units = (character.codePointAt(0) ?? 0) < ASCII ? foldAscii(character) : fold(character);
    for (let i = 0; i < units.length; i++) {
      starts.push(at);
      ends.push(at + character.length);
    }
    letters += units;
    at += character.length;
  }
  return { letters, starts, ends };
}

/** Nearly all characters of an English text, for which normalising takes longer than all else. */
const foldAscii = (character: string) =>
  character <= ' ' || character === '\x7f' ? ' ' : character.toLowerCase();

function fold(character: string): string {
  if (/^[\s\p{Cc}\p{Cf}]$/u.test(character)) return ' ';
  return character
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
