/** Paragraphs to speeches and turns: what was said by whom, without what pages and editors put between. */
import {
  ENDS_A_SENTENCE,
  ENDS_SENTENCE,
  isBoilerplate,
  isClosing,
  isHeading,
  isProse,
  isStageDirection,
  SAYS_SOMETHING,
} from './boilerplate.ts';
import { stampLength } from './dates.ts';
import { dropFoot } from './foot.ts';
import type { Label } from './labels/forms.ts';
import { ASKS, isSalutation, type Opening } from './opening.ts';
import { type Span, trimSpan } from './paragraphs.ts';
import { askerName } from './people.ts';
import type { Piece } from './pieces.ts';
import type { Role, Roles } from './roles.ts';
import { buildTurns, type Speech, type SpokenTurn } from './turns.ts';

export interface Spoken {
  turns: SpokenTurn[];
  unanswered: Span[];
  asides: Span[];
}

export const NOTHING: Spoken = { turns: [], unanswered: [], asides: [] };

export function speak(
  text: string,
  pieces: readonly Piece[],
  roles: Roles,
  personOf: (label: Label) => string,
  before: Opening,
  headlines: readonly Span[] = [],
): Spoken {
  const roleOf = (label: Label): Role =>
    label.kind === 'name' ? (roles.of.get(personOf(label))?.role ?? 'answer') : label.kind;
  const opening: Speech = { role: 'answer', speaker: before.speaker ?? '', spans: [] };
  const speeches: Speech[] = [opening];
  let current: Speech | undefined = opening;
  let answers = before.whole === true;
  const unfinished = new Set(pieces.flatMap((_, i) => (isUnfinishedLine(text, pieces, i) ? [i] : [])));
  const headed = new Set(headlines.map(({ start }) => start));
  const punctuated = endsWithMarks(text, pieces);
  const numbers = pageNumbers(text, pieces);
  pieces.forEach((piece, i) => {
    const { label, from, start, end } = piece;
    if (label !== undefined) {
      const role = roleOf(label);
      // A question above the first answer that has no label, as in a list of questions in capitals.
      if (current === opening && role === 'answer') {
        const asked = askedAbove(text, pieces, i, before.from);
        if (asked !== undefined && opening.spans.at(-1)?.start === asked.start) opening.spans.pop();
        if (asked !== undefined) speeches.push({ role: 'question', speaker: '', spans: [asked] });
      }
      current = { role, speaker: personOf(label), spans: [] };
      if (role === 'question' && label.name !== undefined)
        current.asker = fuller(askerName(label.name), personOf(label));
      if (role === 'answer') answers = true;
      speeches.push(current);
    }
    const words = text.slice(from, end);
    if (label === undefined && isClosing(words)) current = undefined;
    if (current === undefined || words === '') return;
    // `(inaudible)` alone is still a question; in the middle of one it is a stage direction.
    const onlyStaged = current.spans.length === 0 && current.role === 'question' && isStageDirection(words);
    if (label === undefined || isStageDirection(words) || !SAYS_SOMETHING.test(words)) {
      if ((isBoilerplate(words) && !onlyStaged) || isHeading(words) || isUnderlined(text, end)) return;
    }
    if (label === undefined && (headed.has(start) || isTopicHeading(text, pieces, i))) return;
    if ((punctuated && isLoneHeading(text, pieces, i)) || isCapitals(text, pieces, i)) return;
    if ((unfinished.size > 1 && unfinished.has(i)) || numbers.has(i)) return;
    if (label === undefined && isFootnote(text, words, start)) return;
    // Above the first label stand places and names as well; only sentences are an opening statement.
    const here = before.speaker !== undefined && start >= before.from;
    if (current === opening && !(here && (before.whole || isProse(words) || isSalutation(words)))) return;
    current.spans.push(trimSpan(text, label === undefined ? start + stampLength(words) : from, end));
  });
  if (!answers) return NOTHING;
  dropFoot(text, pieces, speeches.at(-1), headed);
  const said = speeches.filter(({ role }) => role === 'answer').flatMap(({ spans }) => spans);
  // Headlines of an index page may look like labels with answers, but they are no sentences.
  if (!said.some(({ start, end }) => /[.?!。？！—…][”"’)]?(?:\s|$)|。/u.test(text.slice(start, end))))
    return NOTHING;
  const asked = speeches.some(({ role }) => role === 'question');
  if (!asked && !said.some(({ start, end }) => isProse(text.slice(start, end)))) return NOTHING;
  const turns = buildTurns(text, speeches);
  return { turns, ...findLeftOver(text, speeches, turns) };
}

/** Whether a line of `====` stands below. */
function isUnderlined(text: string, end: number): boolean {
  return /^[ \t]*\r?\n={4}/.test(text.slice(end, end + 12));
}

/** Numbers alone in their paragraphs, at least two that rise: those of pages. */
function pageNumbers(text: string, pieces: readonly Piece[]): ReadonlySet<number> {
  const found = pieces.flatMap(({ label, start, end }, i) => {
    const number =
      label === undefined
        ? /^[-–—\s]{0,3}(\d{1,3})[-–—\s]{0,3}$/u.exec(text.slice(start, Math.min(end, start + 12)))
        : null;
    return number === null || end - start > 9 ? [] : [{ i, number: Number(number[1]) }];
  });
  const rises = found.every(({ number }, at) => at === 0 || number > (found[at - 1]?.number ?? 0));
  return new Set(found.length > 1 && rises ? found.map(({ i }) => i) : []);
}

function askedAbove(text: string, pieces: readonly Piece[], i: number, from: number): Span | undefined {
  const above = pieces[i - 1];
  if (above === undefined || above.label !== undefined || above.start < from || !above.gap) return undefined;
  return ASKS.test(text.slice(Math.max(above.start, above.end - 6), above.end))
    ? { start: above.start, end: above.end }
    : undefined;
}

/** `Wolf Blitzer` for `Blitzer`, where the document has both. */
function fuller(asker: string, person: string): string {
  return person.endsWith(` ${asker}`) ? person : asker;
}

/** `1 On June 28, the Secretary announced …`, where the text above has the number behind a word: `since that time.1` */
function isFootnote(text: string, words: string, start: number): boolean {
  const number = /^[[(]?(\d{1,2})[\])]?\.?\s+\p{Lu}/u.exec(words)?.[1];
  if (number === undefined) return false;
  const reference = new RegExp(`(?:[\\p{L}.,;:?!”"’)]${number}|\\[${number}\\])(?=\\s|$)`, 'u');
  return reference.test(text.slice(Math.max(0, start - FOOTNOTE_REACH), start));
}

/** A footnote stands no further below its mark. */
const FOOTNOTE_REACH = 20_000;
/** A heading among the paragraphs of a speech is no longer. */
const LONE_HEADING = 80;
/** Characters of a heading in Chinese or Japanese. */
const HEADING = 40;

/** `Japan-Russia Relations` on a line of its own between an answer and the next question. */
function isTopicHeading(text: string, pieces: readonly Piece[], i: number): boolean {
  const [before, piece, next] = [pieces[i - 1], pieces[i], pieces[i + 1]];
  if (before === undefined || piece === undefined || next?.label === undefined) return false;
  const words = text.slice(piece.start, piece.end);
  const ended = /[.?!。？！…”"’)\]][*_]{0,3}\s*$/u.test(
    text.slice(Math.max(before.start, before.end - 6), before.end),
  );
  // Scripts without capitals: a short line without any mark at its end.
  if (ended && words.length <= HEADING && /\p{Lo}$/u.test(words)) return true;
  if (!piece.gap || !next.gap) return false;
  if (!ended || words.length > 100 || !/^\p{Lu}/u.test(words) || !/[\p{L}\p{N})]$/u.test(words)) return false;
  const long = words.split(/\s+/).filter((word) => word.length > 3);
  const capitals = long.filter((word) => /^[("“]?[\p{Lu}\p{N}]/u.test(word));
  return long.length > 0 && words.split(/\s+/).length < 14 && capitals.length / long.length > 0.74;
}

/** `On caribou, pipelines and other barriers` on a line of its own, before somebody else speaks: what is said ends with a mark. */
function isUnfinishedLine(text: string, pieces: readonly Piece[], i: number): boolean {
  const [before, piece, next] = [pieces[i - 1], pieces[i], pieces[i + 1]];
  if (before === undefined || piece === undefined || next?.label === undefined) return false;
  if (piece.label !== undefined || !piece.gap || !next.gap || piece.end - piece.start > 100) return false;
  const words = text.slice(piece.start, piece.end);
  const ended = /[.?!…–—-][”"’)\]]?\s*$/u.test(
    text.slice(Math.max(before.start, before.end - 4), before.end),
  );
  return (
    ended &&
    /^\p{Lu}/u.test(words) &&
    /[\p{L}\p{N}”"’]$/u.test(words) &&
    !/[.?!]/.test(words) &&
    words.split(/\s+/).length > 2
  );
}

/** Whether the paragraphs of a document end as sentences do: then a line without a mark at its end was not said. */
function endsWithMarks(text: string, pieces: readonly Piece[]): boolean {
  const first = pieces.findIndex(({ label }) => label !== undefined);
  const said = pieces.slice(first).filter((piece) => piece.end > piece.from);
  const ended = said.filter(({ end }) => ENDS_SENTENCE.test(text.slice(end - 4, end)));
  return ended.length >= said.length * 0.75;
}

/** `WATERGATE AND THE FUTURE` on a line of its own, where other lines are not written in capitals. */
function isCapitals(text: string, pieces: readonly Piece[], i: number): boolean {
  const piece = pieces[i];
  if (piece?.gap !== true || piece.label !== undefined || piece.end - piece.start > LONE_HEADING)
    return false;
  if (pieces[i + 1]?.gap === false && pieces[i + 1]?.label === undefined) return false;
  return /^(?=.*\p{Lu}{2}|\p{Lu}\s&\s\p{Lu}$)[^\p{Ll}\p{Lo}.?!:;…]*[\p{Lu}\p{N})]$/su.test(
    text.slice(piece.start, piece.end),
  );
}

/** `Buitenlandse studenten` on a line of its own in the middle of a speech. */
function isLoneHeading(text: string, pieces: readonly Piece[], i: number): boolean {
  const [before, piece, next] = [pieces[i - 1], pieces[i], pieces[i + 1]];
  if (before === undefined || piece?.gap !== true || next?.gap !== true) return false;
  if (piece.label !== undefined || next.label !== undefined || piece.end - piece.start > LONE_HEADING)
    return false;
  const words = text.slice(piece.start, piece.end);
  const said = text.slice(next.start, next.end);
  return (
    ENDS_A_SENTENCE.test(text.slice(Math.max(before.start, before.end - 4), before.end)) &&
    /^\p{Lu}[^.?!;:,…]*[\p{L}\p{N})]$/u.test(words) &&
    /^[“"«‘¿¡]?[\p{Lu}\p{N}]/u.test(said) &&
    isProse(said)
  );
}

/** Words thrown in (`Right.`) are no questions; those ask, or go on for longer than this. */
const THROWN_IN = 150;

/** What was said and is in no turn. */
function findLeftOver(
  text: string,
  speeches: readonly Speech[],
  turns: readonly SpokenTurn[],
): Pick<Spoken, 'unanswered' | 'asides'> {
  const taken = new Set(turns.flatMap(({ asked, spans }) => [...asked, ...spans].map(({ start }) => start)));
  const left = speeches.flatMap(({ role, spans }) =>
    spans.filter(({ start }) => !taken.has(start)).map((span) => ({ role, span })),
  );
  const asks = ({ start, end }: Span) => end - start > THROWN_IN || /[?？]/u.test(text.slice(start, end));
  const unanswered = left.filter(({ role, span }) => role === 'question' && asks(span));
  const asides = left.filter(({ role, span }) => role !== 'question' || !asks(span));
  return { unanswered: unanswered.map(({ span }) => span), asides: asides.map(({ span }) => span) };
}
