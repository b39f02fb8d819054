/** What stands below the last answer: a contact, links, the particulars of the page. */
import { ENDS_SENTENCE } from './boilerplate.ts';
import type { Span } from './paragraphs.ts';
import type { Piece } from './pieces.ts';
import type { Speech } from './turns.ts';

/** The foot of a page is no longer, in characters and in paragraphs. */
const LONGEST = 1500;
const MOST = 16;
/** A line of it is no longer. */
const LINE = 120;

/** An address of the web or of mail, a handle, or the number of a telephone. */
const CONTACT =
  /https?:\/\/|\bwww\.|[\w.-]+@[\w-]+\.[a-z]|(?<![\w.])@\w{2,30}|(?:\+|\b00)\d[\d\s()/.-]{6,}\d|\(\d{3}\)\s?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b/iu;
const PARTICULAR = /^\p{Lu}[\p{L} ]{2,40}[:：]\s.*[^.?!。？！]$/u;
/** `CONTACT`, `Media enquiries` */
const OPENS =
  /^[*_]{0,3}(?:(?:media|press)\s)?(?:contacts?|enquiries|inquiries)(?:\s\p{L}+){0,3}[*_]{0,3}[:：]?$/iu;

/** Takes the foot of the page out of the last speech; the paragraph that opens a speech always stays. */
export function dropFoot(text: string, pieces: readonly Piece[], last: Speech | undefined): void {
  if (last === undefined) return;
  const heads = new Set(pieces.flatMap(({ label, from }) => (label === undefined ? [] : [from])));
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const { spans } = last;
  const end = spans.at(-1)?.end ?? 0;
  let first = spans.findIndex(
    (span, i) =>
      i >= spans.length - MOST &&
      end - span.start < LONGEST &&
      !heads.has(span.start) &&
      isFoot(wordsOf(span)),
  );
  if (first >= 0) {
    for (let above = spans[first - 1]; above !== undefined; above = spans[first - 1]) {
      const words = wordsOf(above);
      if (heads.has(above.start) || words.length > LINE || ENDS_SENTENCE.test(words.slice(-6))) break;
      first -= 1;
    }
    spans.splice(first);
  }
  dropLines(text, heads, spans);
}

/** Whether a paragraph gives an address or particulars and is no sentence about them. */
function isFoot(words: string): boolean {
  if (words.length > LINE * 3) return false;
  const lines = words.split(/[\r\n]+/);
  if (OPENS.test(words) || (lines.length > 1 && lines.every((line) => PARTICULAR.test(line.trim()))))
    return true;
  return (
    CONTACT.test(words) && !/[.?!]["”’)]*$/u.test(words) && lines.every((line) => line.split(' ').length < 12)
  );
}

const ENDED = /[.?!。？！…—–"”’)\]*_-]$/u;

/** Lines below the last sentence (`Issued at HKT 17:05`, a caption) are the page's. */
function dropLines(text: string, heads: ReadonlySet<number>, spans: Span[]): void {
  for (let span = spans.at(-1); span !== undefined && !heads.has(span.start); span = spans.at(-1)) {
    const words = text.slice(span.start, span.end);
    if (words.split(/[\r\n]+/).some((line) => line.length > 70 || ENDED.test(line))) return;
    spans.pop();
  }
}
