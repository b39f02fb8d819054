/** One way to read a file, read: title, traces of its day, labels, roles and turns, before it is a document. */
import type { Page } from '../sources/page.ts';
import { isBoilerplate, isClosing, isHeading, isProse, isStageDirection } from './boilerplate.ts';
import { stampLength } from './dates.ts';
import { findLabels, type Label, type LabelledLine } from './labels.ts';
import { findTitle, looksLikeTitle } from './metadata.ts';
import { continuesParagraph, detectStyle, type Span, splitLines, trimSpan } from './paragraphs.ts';
import { askerName, defaultSpeaker, namedOfficials, nameSpeakers } from './people.ts';
import { decideRoles, type Role, type Roles, type Voice } from './roles.ts';
import { buildTurns, type Speech, type SpokenTurn } from './turns.ts';
import { partByWords } from './vocabulary.ts';

/** How many paragraphs above the text (and below it) may carry its title and its stamps. */
const HEAD = 12;
const TAIL = 6;
/** `On May 8, Spokesperson Wang Wenbin held a regular press conference`: tells who answers. */
const HOSTED =
  /\b(?:held|hosts?|hosted|chaired|presided)\b.{0,80}\b(?:conference|briefing)\b|(?:主持|举行).{0,20}记者会/iu;
/** How much of a text introduces its speakers by their full names. */
const INTRODUCTION = 3000;

export interface Reading {
  page: Page;
  title?: string;
  /** Paragraphs that hold the title. */
  titleSpans: readonly Span[];
  /** Paragraphs above the first that somebody says, and the last ones: where stamps and places stand. */
  above: readonly string[];
  below: readonly string[];
  turns: readonly SpokenTurn[];
  /** Paragraphs of questions that nobody answers. */
  unanswered: readonly Span[];
  /** Paragraphs that pass the floor on or are thrown in. */
  asides: readonly Span[];
  /** 0 to 1: how sure it is who asks and who answers. */
  confidence: number;
  warnings: readonly string[];
}

/** A paragraph of the text: lines that belong together, with the label that they open with. */
interface Piece extends Span {
  label?: Label;
  /** Where the words begin, after the label. */
  from: number;
}

/** Reads a page; one without labels that can be understood gives no turn. */
export function readPage(page: Page): Reading {
  const { text, bodyStart, style, context } = page;
  const head = readHead(page);
  const around = context === undefined ? undefined : readHead(asPage(context));
  const title = chooseTitle(page, head, around);
  const above = [...head.lines, ...(around?.lines ?? [])];
  const introduction = `${text.slice(bodyStart, bodyStart + INTRODUCTION)}\n\n${context ?? ''}`;
  const lead = above.filter((line) => HOSTED.test(line)).join('\n');
  const fallback = defaultSpeaker(title ?? '', lead);
  const officials = namedOfficials(title ?? '');
  const titles = new Set(head.titleSpans.map(({ start }) => start));
  const lines = splitLines(text, bodyStart, text.length).filter(({ start }) => !titles.has(start));
  const labelled = findLabels(text, lines, style, { names: officials });
  const pieces = partAtOutlets(text, toPieces(text, labelled, style));
  const labels = [
    ...new Set(pieces.flatMap(({ label }) => (label?.kind === 'name' ? [label.name ?? ''] : []))),
  ];
  const people = nameSpeakers(labels, { title: title ?? '', lead: above, introduction, fallback, given: [] });
  const personOf = (label: Label) =>
    label.name === undefined ? fallback : (people.get(label.name) ?? label.name);
  const roles = decideRoles(toVoices(text, pieces, personOf), {
    officials,
    reporters: [],
    given: { officials: [], reporters: [] },
  });
  const spoken = speak(text, pieces, roles, personOf, fallback);
  const { titleSpans, below } = head;
  return {
    page,
    ...(title !== undefined && { title }),
    titleSpans,
    above,
    below,
    ...spoken,
    confidence: roles.confidence,
    warnings: [],
  };
}

interface Head {
  title?: string;
  titleSpans: readonly Span[];
  lines: readonly string[];
  below: readonly string[];
}

function readHead(page: Page): Head {
  const { text, bodyStart, style } = page;
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const lines = splitLines(text, bodyStart, text.length);
  const paragraphs: Span[] = [];
  for (const line of lines) {
    const above = paragraphs.at(-1);
    if (above !== undefined && style === 'blocks' && !line.gap) above.end = line.end;
    else paragraphs.push({ start: line.start, end: line.end });
  }
  const speech = paragraphs.findIndex((span) => opensTranscript(wordsOf(span)));
  const above = paragraphs.slice(0, speech < 0 ? HEAD : Math.min(HEAD, speech));
  const { title, spans: titleSpans } = findTitle(text, above, page);
  const below = paragraphs.slice(Math.max(HEAD, paragraphs.length - TAIL)).map(wordsOf);
  return { ...(title !== undefined && { title }), titleSpans, lines: above.map(wordsOf), below };
}

/** Whether a paragraph is the first that somebody says: what stands above it is the page's heading. */
function opensTranscript(paragraph: string): boolean {
  const [labelled] = findLabels(
    paragraph,
    [{ start: 0, end: paragraph.length, gap: true, hardBreak: false }],
    'lines',
    { names: [] },
  );
  const label = labelled?.label;
  if (label === undefined) return false;
  if (label.kind !== 'name') return true;
  // `Spokesperson Geng Shuang: China Urges Restraint` is a headline; speech has sentences.
  const part = partByWords(label.name ?? '');
  return part !== undefined && part !== 'nobody' && /[.?!。？！—…]\W{0,3}$/u.test(paragraph);
}

function asPage(text: string): Page {
  return { text, bodyStart: 0, style: detectStyle(text) };
}

/** The title in the text, or the one around it where that reads more like a transcript's. */
function chooseTitle(page: Page, head: Head, around: Head | undefined): string | undefined {
  if (page.title !== undefined) return head.title;
  const titles = [head.title, around?.title].filter((title) => title !== undefined);
  return titles.find(looksLikeTitle) ?? page.fallbackTitle ?? titles[0];
}

function toPieces(text: string, lines: readonly LabelledLine[], style: Page['style']): Piece[] {
  const pieces: Piece[] = [];
  for (const line of lines) {
    const above = pieces.at(-1);
    if (line.label === undefined && above !== undefined && continuesParagraph(text, above, line, style)) {
      above.end = line.end;
      continue;
    }
    const { start, end, label } = line;
    if (label === undefined) pieces.push({ start, end, from: start });
    else {
      // `PM: -We are yet to…` takes over from a question that broke off.
      const from = start + label.length;
      pieces.push({
        start,
        end,
        label,
        from: Math.min(end, /^-\p{Lu}/u.test(text.slice(from, from + 2)) ? from + 1 : from),
      });
    }
  }
  return pieces.map((piece) => (piece.label === undefined ? piece : withoutLooseMarks(text, piece)));
}

/** `**Q: And then?**`: marks that open before the label and close after the words belong to neither. */
function withoutLooseMarks(text: string, piece: Piece): Piece {
  const marks = /^[*_]{1,3}/.exec(text.slice(piece.start, piece.from))?.[0];
  if (marks === undefined) return piece;
  const closedByLabel = text.slice(piece.start + marks.length, piece.from).includes(marks);
  if (closedByLabel || !text.slice(piece.from, piece.end).endsWith(marks)) return piece;
  return { ...piece, ...trimSpan(text, piece.start, piece.end - marks.length) };
}

const OUTLET_INSIDE =
  /(?<=[.?!”"’]\s{1,3})(\p{Lu}[\p{L}'’.&-]*(?:\s[\p{L}'’.&-]+){0,4}):\s(?=[^?]{0,1500}\?)/gu;

/** Pages that lost their line breaks run a statement and the first question together: splits them again. */
function partAtOutlets(text: string, pieces: readonly Piece[]): Piece[] {
  const marked = pieces.some(({ label }) => label?.kind === 'question' || label?.kind === 'answer');
  if (marked) return [...pieces];
  return pieces.flatMap((piece) => {
    const words = text.slice(piece.start, piece.end);
    if (stampLength(words) === 0) return [piece];
    for (const match of words.matchAll(OUTLET_INSIDE)) {
      const name = match[1] ?? '';
      if (partByWords(name) !== 'asker') continue;
      const at = piece.start + match.index;
      const label: Label = { kind: 'name', name, length: match[0].length, shape: 'colon', face: 'mixed' };
      return [
        { ...piece, ...trimSpan(text, piece.start, at) },
        { start: at, end: piece.end, from: at + match[0].length, label },
      ];
    }
    return [piece];
  });
}

function toVoices(text: string, pieces: readonly Piece[], personOf: (label: Label) => string): Voice[] {
  const starts = pieces.flatMap((piece, i) => (piece.label === undefined ? [] : [i]));
  return starts.flatMap((i, at): Voice[] => {
    const piece = pieces[i];
    const last = pieces[(starts[at + 1] ?? pieces.length) - 1];
    if (piece?.label === undefined || last === undefined) return [];
    const { label, from, start } = piece;
    const said = text.slice(from, Math.max(from, last.end));
    if (label.kind !== 'name') return [{ role: label.kind, text: said, start }];
    return [{ label: label.name ?? '', person: personOf(label), text: said, start }];
  });
}

interface Spoken {
  turns: SpokenTurn[];
  unanswered: Span[];
  asides: Span[];
}

const NOTHING: Spoken = { turns: [], unanswered: [], asides: [] };

function speak(
  text: string,
  pieces: readonly Piece[],
  roles: Roles,
  personOf: (label: Label) => string,
  fallback: string,
): Spoken {
  const roleOf = (label: Label): Role =>
    label.kind === 'name' ? (roles.of.get(personOf(label))?.role ?? 'answer') : label.kind;
  const opening: Speech = { role: 'answer', speaker: fallback, spans: [] };
  const speeches: Speech[] = [opening];
  let current: Speech | undefined = opening;
  let answers = false;
  for (const { label, from, start, end } of pieces) {
    if (label !== undefined) {
      const role = roleOf(label);
      current = { role, speaker: role === 'question' ? fallback : personOf(label), spans: [] };
      if (role === 'question' && label.name !== undefined) current.asker = askerName(label.name);
      if (role === 'answer') answers = true;
      speeches.push(current);
    }
    const words = text.slice(from, end);
    if (label === undefined && isClosing(words)) current = undefined;
    if (current === undefined || words === '') continue;
    // `(inaudible)` alone is still a question; in the middle of one it is a stage direction.
    const onlyStaged = current.spans.length === 0 && current.role === 'question' && isStageDirection(words);
    if ((isBoilerplate(words) && !onlyStaged) || isHeading(words)) continue;
    // Above the first label stand places and names as well; only sentences are an opening statement.
    if (current === opening && !isProse(words)) continue;
    current.spans.push(trimSpan(text, label === undefined ? start + stampLength(words) : from, end));
  }
  if (!answers) return NOTHING;
  const said = speeches.filter(({ role }) => role === 'answer').flatMap(({ spans }) => spans);
  // Headlines of an index page may look like labels with answers, but they are no sentences.
  if (!said.some((span) => /[.?!。？！—…]/u.test(text.slice(Math.max(span.start, span.end - 4), span.end))))
    return NOTHING;
  const asked = speeches.some(({ role }) => role === 'question');
  if (!asked && !said.some(({ start, end }) => isProse(text.slice(start, end)))) return NOTHING;
  const turns = buildTurns(text, speeches);
  return { turns, ...findLeftOver(text, speeches, turns) };
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

/**
 * The best of several ways to read the same file. The first is the likeliest; a later one is taken where it
 * holds more questions, or words between the first one's that the first has lost.
 */
export function bestReading(first: Page, others: readonly Page[]): Reading {
  return others.map(readPage).reduce((best, other) => (losesTo(best, other) ? other : best), readPage(first));
}

function losesTo(best: Reading, other: Reading): boolean {
  const questions = ({ turns }: Reading) => turns.filter(({ asked }) => asked.length > 0).length;
  if (questions(best) !== questions(other)) return questions(best) < questions(other);
  if (best.turns.length === 0) return other.turns.length > 0;
  const kept = saidIn(best);
  const all = saidIn(other);
  const between = all.lastIndexOf(kept.at(-1) ?? '') - all.indexOf(kept[0] ?? '') + 1;
  return between > kept.length;
}

function saidIn({ page, turns }: Reading): string[] {
  return turns.flatMap(({ spans }) => spans.map(({ start, end }) => page.text.slice(start, end)));
}
