/** What stands below the last answer: a contact, links, the particulars of the page, a report below a heading. */
import { ENDS_SENTENCE, isReport, isSpeech } from './boilerplate.ts';
import { namedOfficials } from './named-people.ts';
import type { Span } from './paragraphs.ts';
import type { Piece } from './pieces.ts';
import type { Speech } from './turns.ts';

/** The foot of a page is no longer, in characters and in paragraphs. */
const LONGEST = 1500;
const MOST = 16;
/** A line of it is no longer. */
const LINE = 120;
/** Some words, and no mark that ends a sentence or a clause. */
const HEADING = /^\p{Lu}[^.?!;:]*\s[^.?!;:]*[\p{L}\p{N})”"’]$/u;

/** An address of the web or of mail, a handle, or the number of a telephone. */
const CONTACT =
  /https?:\/\/|\bwww\.|[\w.-]+@[\w-]+\.[a-z]|(?<![\w.])@\w{2,30}|(?:\+|\b00)\d[\d\s()/.-]{6,}\d|\(\d{2}\)\s?\d{4}\s?\d{4}\b|\(\d{3}\)\s?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b/iu;
const PARTICULAR = /^\p{Lu}[\p{L} ]{2,40}[:：]\s.*[^.?!。？！]$/u;
/** `CONTACT`, `Media enquiries` */
const OPENS =
  /^[*_]{0,3}(?:(?:media|press)\s)?(?:contacts?|enquiries|inquiries)(?:\s\p{L}+){0,3}[*_]{0,3}[:：]?$/iu;

/** Takes the foot of the page out of the last speech; the paragraph that opens a speech always stays. */
export function dropFoot(
  text: string,
  pieces: readonly Piece[],
  last: Speech | undefined,
  headlines: ReadonlySet<number>,
): void {
  if (last === undefined) return;
  dropReport(text, pieces, last.spans, headlines);
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

/**
 * `How this page was made`, and below it only sentences in which nobody speaks of himself: an editor’s, not those of
 * whoever answered last. A line that is a heading by its look alone must have a report of an official below it.
 */
function dropReport(
  text: string,
  pieces: readonly Piece[],
  spans: Span[],
  headlines: ReadonlySet<number>,
): void {
  const lastLabel = pieces.findLastIndex(({ label }) => label !== undefined);
  // A speech without labels may have headings of its own.
  if (lastLabel < 0) return;
  const below = pieces.slice(lastLabel + 1);
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const heading = below.findIndex((piece, i) => {
    const [words, next] = [wordsOf(piece), wordsOf(below[i + 1] ?? { start: 0, end: 0 })];
    if (!piece.gap) return false;
    if (headlines.has(piece.start) || /^#{1,6}\s/u.test(words)) return true;
    return words.length <= LINE && HEADING.test(words) && namedOfficials(next).length > 0;
  });
  const report = heading < 0 ? [] : below.slice(heading + 1);
  if (report.length === below.length || report.some((piece) => isSpeech(wordsOf(piece)))) return;
  if (!report.some((piece) => isReport(wordsOf(piece)))) return;
  const from = below[heading]?.start ?? 0;
  const first = spans.findIndex(({ start }) => start >= from);
  if (first > 0) spans.splice(first);
}

/** Whether a paragraph gives an address or particulars and is no sentence about them. */
export function isFoot(words: string): boolean {
  if (words.length > LINE * 3) return false;
  const lines = words.split(/[\r\n]+/);
  if (OPENS.test(words) || (lines.length > 1 && lines.every((line) => PARTICULAR.test(line.trim()))))
    return true;
  return (
    CONTACT.test(words) &&
    !/[.?!]["”’)]*$/u.test(words) &&
    // `Press office: (02) 5550 0100      Duty officer: (02) 5550 0101`: columns.
    lines.flatMap((line) => line.split(/ {3,}/)).every((line) => line.split(' ').length < 12)
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
