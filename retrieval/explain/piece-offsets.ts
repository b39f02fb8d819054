/** Where the word pieces of a text stand in it: a tokenizer that folds case and accents gives no offsets. */

export interface Span {
  start: number;
  end: number;
}

/** The mark of a piece that goes on with the word before it. */
const CONTINUES = '##';
const UNKNOWN = '[UNK]';

/**
 * The span (UTF-16 units) of each piece, in order. A piece that cannot be found (a word that the tokenizer does not
 * know) takes the next word whole.
 */
export function pieceOffsets(text: string, pieces: readonly string[]): Span[] {
  const { letters, starts, ends } = foldWithOffsets(text);
  let at = 0;
  return pieces.map((piece) => {
    while (at < letters.length && letters[at] === ' ') at++;
    const letter = piece === UNKNOWN ? undefined : piece.startsWith(CONTINUES) ? piece.slice(2) : piece;
    const length =
      letter !== undefined && letters.startsWith(letter, at) ? letter.length : wordLength(letters, at);
    const span = { start: starts[at] ?? text.length, end: ends[at + length - 1] ?? text.length };
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

/** The text as the tokenizer reads it (lower case, no accents), and where each unit of it comes from. */
function foldWithOffsets(text: string): { letters: string; starts: number[]; ends: number[] } {
  let letters = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const folded = character
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase();
    for (const unit of /^[\s\p{Cc}\p{Cf}]$/u.test(character) ? ' ' : folded.split('')) {
      letters += unit;
      starts.push(at);
      ends.push(at + character.length);
    }
    at += character.length;
  }
  return { letters, starts, ends };
}
