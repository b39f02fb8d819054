/** The words around a match, short enough for a line. */
import { foldSpace } from '../../corpus/passage-id.ts';

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
