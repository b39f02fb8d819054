/** One way to read a file, read: title, traces of its day, labels, roles and turns, before it is a document. */
import type { Sidecar } from '../sidecar.ts';
import type { Page } from '../sources/page.ts';
import {
  isBoilerplate,
  isClosing,
  isHeading,
  isProse,
  isStageDirection,
  SAYS_SOMETHING,
} from './boilerplate.ts';
import { stampLength } from './dates.ts';
import { findLabels, type Label, type LabelledLine } from './labels.ts';
import { findTitle, looksLikeTitle } from './metadata.ts';
import {
  continuesParagraph,
  detectStyle,
  hasMoreLines,
  type Line,
  type Span,
  splitLines,
  trimSpan,
} from './paragraphs.ts';
import { askerName, defaultSpeaker, namedOfficials, namedReporters, nameSpeakers } from './people.ts';
import { decideRoles, type Role, type Roles, type Voice } from './roles.ts';
import { buildTurns, type Speech, type SpokenTurn } from './turns.ts';
import { partByWords } from './vocabulary.ts';

/** How many paragraphs above the text (and below it) may carry its title and its stamps. */
const HEAD = 12;
const MOST_HEAD = 300;
const TAIL = 6;
/** `On May 8, Spokesperson Wang Wenbin held a regular press conference`: tells who answers. */
const HOSTED =
  /\b(?:held|hosts?|hosted|chaired|presided)\b.{0,80}\b(?:conference|briefing)\b|(?:主持|举行).{0,20}记者会/iu;
/** A day of debate has some 10,000; this many take seconds to read. */
const MOST_LINES = 100_000;
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
  /** What a person should look at, a sentence each, with the line. */
  warnings: readonly string[];
  /** Why there are no turns, where that is known. */
  refusal?: Refusal;
}

export interface Refusal {
  /** Continues `FILE `. */
  problem: string;
  remedy: string;
}

/** A paragraph of the text: lines that belong together, with the label that they open with. */
interface Piece extends Span {
  label?: Label;
  /** Where the words begin, after the label. */
  from: number;
  gap: boolean;
}

/** Below this, roles are not published: whoever knows them can say so. */
const SURE_ENOUGH = 0.62;
/** Roles that are less sure than this are published with a warning. */
const SURE = 0.85;

/** Reads a page; one without labels that can be understood gives no turn. `stated` is what its user says of it. */
export function readPage(page: Page, stated: Sidecar = {}): Reading {
  const { text, bodyStart, style, context } = page;
  if (hasMoreLines(text, MOST_LINES)) return tooLong(page);
  const given = { officials: stated.official ?? [], reporters: stated.reporter ?? [] };
  const lines = splitLines(text, bodyStart, text.length);
  const head = readHead(page, lines, [...given.officials, ...given.reporters]);
  const around = context === undefined ? undefined : readHeadOf(context);
  const title = stated.title ?? chooseTitle(page, head, around);
  const above = [...head.lines, ...(around?.lines ?? [])];
  const introduction = `${text.slice(bodyStart, bodyStart + INTRODUCTION)}\n\n${context ?? ''}`;
  const lead = above.filter((line) => HOSTED.test(line)).join('\n');
  const fallback = given.officials[0] ?? defaultSpeaker(title ?? '', lead);
  const officials = namedOfficials(title ?? '');
  const reporters = namedReporters(title ?? '', above);
  const titles = new Set(head.titleSpans.map(({ start }) => start));
  const names = [...officials, ...given.officials, ...given.reporters];
  const { lines: labelled, doubts } = findLabels(
    text,
    lines.filter(({ start }) => !titles.has(start)),
    style,
    { names, title: title ?? '' },
  );
  const pieces = partAtOutlets(text, toPieces(text, labelled, style));
  const labels = new Set(pieces.flatMap(({ label }) => (label?.kind === 'name' ? [label.name ?? ''] : [])));
  const people = nameSpeakers([...labels], {
    title: title ?? '',
    lead: above,
    introduction,
    fallback,
    given: given.officials,
  });
  const personOf = (label: Label) =>
    label.name === undefined ? fallback : (people.get(label.name) ?? label.name);
  const voices = toVoices(text, pieces, personOf);
  const interview =
    /\b(?:interview|conversation|entrevista|entretien|gespräch|intervista)\b|интервью|采访|專訪|专访|インタビュー/iu.test(
      title ?? '',
    );
  const roles = decideRoles(voices, { officials, reporters, given, interview });
  const lineOf = lineNumbers(text);
  const opening = findOpening(text, pieces, {
    title: title ?? '',
    titleSpans: head.titleSpans,
    fallback,
    voices,
    roles,
  });
  const spoken = speak(text, pieces, roles, personOf, opening);
  const refusal = refuse(text, pieces, voices, roles, spoken, lineOf);
  const warnings = [
    ...doubts.map(
      ({ name, start }) => `line ${lineOf(start)}: “${name}:” may be a speaker, and was left in the text`,
    ),
    ...warnOfRoles(voices, roles, lineOf),
    ...(opening.warn && spoken.turns[0]?.asked.length === 0
      ? [`line ${lineOf(opening.from)}: the opening has no label and was given to ${opening.speaker}`]
      : []),
  ];
  const { titleSpans, below } = head;
  return {
    page,
    ...(title !== undefined && { title }),
    titleSpans,
    above,
    below,
    ...(refusal === undefined ? spoken : NOTHING),
    confidence: roles.confidence,
    warnings,
    ...(refusal !== undefined && { refusal }),
  };
}

function tooLong(page: Page): Reading {
  const problem = `has more than ${MOST_LINES.toLocaleString('en')} lines, which no transcript has.`;
  const refusal = { problem, remedy: 'Split it into one file for each transcript.' };
  return { page, titleSpans: [], above: [], below: [], ...NOTHING, confidence: 0, warnings: [], refusal };
}

/** The line of an offset, from 1. */
function lineNumbers(text: string): (offset: number) => number {
  const starts: number[] = [0];
  return (offset) => {
    // Most files have nothing to warn of.
    if (starts.length === 1)
      for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

interface Head {
  title?: string;
  titleSpans: readonly Span[];
  lines: readonly string[];
  below: readonly string[];
}

/** What stands above the first speech, and its title. */
function readHead(page: Page, lines: readonly Line[], names: readonly string[]): Head {
  const { text, style } = page;
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const labelled = findLabels(text, lines, style, { names }).lines;
  const speech = labelled.find(({ label }) => label !== undefined)?.start;
  const paragraphs: Span[] = [];
  for (const line of lines) {
    const above = paragraphs.at(-1);
    if (above !== undefined && style === 'blocks' && !line.gap) above.end = line.end;
    else paragraphs.push({ start: line.start, end: line.end });
  }
  const first = speech === undefined ? HEAD : paragraphs.findIndex(({ end }) => end > speech);
  const above = paragraphs.slice(0, Math.min(first, MOST_HEAD));
  const { title, spans: titleSpans } = findTitle(text, above.slice(-MOST_HEAD), page);
  const below = paragraphs.slice(Math.max(first, paragraphs.length - TAIL)).map(wordsOf);
  return { ...(title !== undefined && { title }), titleSpans, lines: above.map(wordsOf), below };
}

function readHeadOf(text: string): Head {
  const page: Page = { text, bodyStart: 0, style: detectStyle(text) };
  return readHead(page, splitLines(text, 0, text.length), []);
}

/** The title in the text, or the one around it where that reads more like a transcript's. */
function chooseTitle(page: Page, head: Head, around: Head | undefined): string | undefined {
  if (page.title !== undefined) return head.title;
  const titles = [head.title, around?.title].filter((title) => title !== undefined);
  return titles.find(looksLikeTitle) ?? page.fallbackTitle ?? titles[0];
}

/** What is said before the first label, and whose it is. */
interface Opening {
  speaker?: string;
  /** Where it may begin: below the title. */
  from: number;
  warn: boolean;
}

const ANNOUNCED =
  /\b(?:start|began|open|beg[iu]n)\w*\s(?:with|by)\b.{0,60}(?:announcement|statement|remarks)|\b(?:made|issued|delivered)\sthe\sfollowing\b|\bfollowing\s(?:announcement|statement)\b|宣布以下|首先宣布/iu;
const EDITORIAL =
  /\b(?:transcript|interviews?(?:ed)?|spoke\s(?:to|with)|told\s(?:reporters|journalists)|reporters|journalists|subscribe|sourced|the\sfollowing\s(?:is|are)|following\sis|watch\sthe|read\sthe|listen|unofficial|website|browser|javascript|cookies|translation|webmaster|https?:|\.gov\b)/iu;
const FIRST_PERSON = /\b(?:I|I['’](?:m|ve|d|ll)|[Ww]e|[Ww]e['’](?:re|ve|ll)|[Mm]y|[Oo]ur)\b/;

function findOpening(
  text: string,
  pieces: readonly Piece[],
  {
    title,
    titleSpans,
    fallback,
    voices,
    roles,
  }: { title: string; titleSpans: readonly Span[]; fallback: string; voices: readonly Voice[]; roles: Roles },
): Opening {
  const titleEnd = titleSpans.at(-1)?.end ?? 0;
  const first = pieces.findIndex(({ label }) => label !== undefined);
  const above = pieces.slice(0, Math.max(0, first)).filter(({ start }) => start >= titleEnd);
  const from = above.find((piece) => isProse(text.slice(piece.start, piece.end)))?.start ?? titleEnd;
  const prose = above.map(({ start, end }) => text.slice(start, end)).filter(isProse);
  const words = prose.join('\n');
  if (prose.length === 0) return { from: titleEnd, warn: false };
  const speaker = mainOfficial(voices, roles) ?? fallback;
  const named = /spokes(?:person|man|woman)|发言人|發言人/iu.test(title) || namedOfficials(title).length > 0;
  if (above.some(({ start, end }) => ANNOUNCED.test(text.slice(start, end))))
    return { speaker, from, warn: false };
  const surname = speaker.split(' ').at(-1) ?? '';
  const about = EDITORIAL.test(words) || (surname.length > 2 && words.includes(surname));
  if (about) return { from, warn: false };
  const spoken = FIRST_PERSON.test(words) || /我|我们|中方/u.test(words);
  return named || spoken ? { speaker, from, warn: !named } : { from, warn: false };
}

/** Who gives most of the answers, if anybody does. */
function mainOfficial(voices: readonly Voice[], roles: Roles): string | undefined {
  const speeches = new Map<string, number>();
  let all = 0;
  for (const { person, role } of voices) {
    if (role === 'answer' && person === undefined) return undefined;
    if (person === undefined || roles.of.get(person)?.role !== 'answer') continue;
    speeches.set(person, (speeches.get(person) ?? 0) + 1);
    all += 1;
  }
  const [most] = [...speeches].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] / all >= 0.6 ? most[0] : undefined;
}

const CHAMBER =
  /\b(?:(?:Mr|Madam)\.?\s(?:Deputy\s)?Speaker|hon(?:ourable|\.)?\s(?:members?|gentleman|lady|friend)|Hansard|points?\sof\sorder|the\sHouse\s(?:met|resolves|divided|will\scome)|Lok\sSabha|standing\scommittee)\b|立法院|委員會紀錄|公報發言|質詢|国会会議録/giu;

/** Why a text with labels cannot be read, if it cannot. */
function refuse(
  text: string,
  pieces: readonly Piece[],
  voices: readonly Voice[],
  roles: Roles,
  { turns }: Spoken,
  lineOf: (offset: number) => number,
): Refusal | undefined {
  const say =
    'Say who answers with --official NAME or who asks with --reporter NAME, or write {"official": "…"} into its sidecar, NAME.meta.json.';
  const roleOf = ({ role, person }: Voice) =>
    role ?? (person === undefined ? undefined : roles.of.get(person)?.role);
  const sureAsker = voices.some(
    (voice) =>
      voice.role === 'question' ||
      (roleOf(voice) === 'question' && partByWords(voice.label ?? '') === 'asker'),
  );
  if (!sureAsker && voices.length > 1 && (text.match(CHAMBER)?.length ?? 0) > 2) {
    return {
      problem: 'is a debate, in which nobody is the official who answers.',
      remedy: 'Only statements, press conferences and interviews can be imported.',
    };
  }
  if (voices.length > 0 && turns.length === 0 && voices.every((voice) => roleOf(voice) === 'question')) {
    const [first] = voices;
    return {
      problem: `marks its questions (line ${lineOf(first?.start ?? 0)}) but not who answers them.`,
      remedy: say,
    };
  }
  const { doubtful, confidence } = roles;
  if (doubtful === undefined || voices.length < 2) return undefined;
  const stranger = voices.find(({ person }) => person === doubtful);
  const where = `“${doubtful}” (line ${lineOf(stranger?.start ?? 0)})`;
  if (confidence < SURE_ENOUGH)
    return { problem: `does not tell whether ${where} asks or answers.`, remedy: say };
  const asked = voices.some((voice) => roleOf(voice) === 'question');
  if (!asked && pieces.length > 0 && confidence < SURE)
    return {
      problem: `has nobody who is known to ask, and does not tell whether ${where} answers.`,
      remedy: say,
    };
  return undefined;
}

function warnOfRoles(voices: readonly Voice[], roles: Roles, lineOf: (offset: number) => number): string[] {
  return [...roles.of].flatMap(([person, { role, certainty }]) => {
    if (certainty >= SURE) return [];
    const start = voices.find((voice) => voice.person === person)?.start ?? 0;
    const what = role === 'question' ? 'one who asks' : role === 'answer' ? 'one who answers' : 'a moderator';
    return [
      `line ${lineOf(start)}: “${person}” was taken for ${what}, by how the speeches follow on each other`,
    ];
  });
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
    if (label === undefined) pieces.push({ start, end, from: start, gap: line.gap });
    else {
      // `PM: -We are yet to…` takes over from a question that broke off.
      const from = start + label.length;
      pieces.push({
        start,
        end,
        gap: line.gap,
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
        { start: at, end: piece.end, from: at + match[0].length, gap: false, label },
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
    const { name = '', detail } = label;
    return [
      { label: name, ...(detail !== undefined && { detail }), person: personOf(label), text: said, start },
    ];
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
  before: Opening,
): Spoken {
  const roleOf = (label: Label): Role =>
    label.kind === 'name' ? (roles.of.get(personOf(label))?.role ?? 'answer') : label.kind;
  const opening: Speech = { role: 'answer', speaker: before.speaker ?? '', spans: [] };
  const speeches: Speech[] = [opening];
  let current: Speech | undefined = opening;
  let answers = false;
  pieces.forEach((piece, i) => {
    const { label, from, start, end } = piece;
    if (label !== undefined) {
      const role = roleOf(label);
      current = { role, speaker: personOf(label), spans: [] };
      if (role === 'question' && label.name !== undefined) current.asker = askerName(label.name);
      if (role === 'answer') answers = true;
      speeches.push(current);
    }
    const words = text.slice(from, end);
    if (label === undefined && isClosing(words)) current = undefined;
    if (current === undefined || words === '') return;
    // `(inaudible)` alone is still a question; in the middle of one it is a stage direction.
    const onlyStaged = current.spans.length === 0 && current.role === 'question' && isStageDirection(words);
    if (label === undefined || isStageDirection(words) || !SAYS_SOMETHING.test(words)) {
      if ((isBoilerplate(words) && !onlyStaged) || isHeading(words)) return;
    }
    if (label === undefined && isTopicHeading(text, pieces, i)) return;
    // Above the first label stand places and names as well; only sentences are an opening statement.
    if (current === opening && (before.speaker === undefined || start < before.from || !isProse(words)))
      return;
    current.spans.push(trimSpan(text, label === undefined ? start + stampLength(words) : from, end));
  });
  if (!answers) return NOTHING;
  dropFootLines(text, pieces, speeches.at(-1));
  const said = speeches.filter(({ role }) => role === 'answer').flatMap(({ spans }) => spans);
  // Headlines of an index page may look like labels with answers, but they are no sentences.
  if (!said.some(({ start, end }) => /[.?!。？！—…][”"’)]?(?:\s|$)|。/u.test(text.slice(start, end))))
    return NOTHING;
  const asked = speeches.some(({ role }) => role === 'question');
  if (!asked && !said.some(({ start, end }) => isProse(text.slice(start, end)))) return NOTHING;
  const turns = buildTurns(text, speeches);
  return { turns, ...findLeftOver(text, speeches, turns) };
}

/** Lines below the last sentence (`Issued at HKT 17:05`, a caption) are the page's. */
function dropFootLines(text: string, pieces: readonly Piece[], last: Speech | undefined): void {
  const heads = new Set(pieces.flatMap(({ label, from }) => (label === undefined ? [] : [from])));
  for (
    let span = last?.spans.at(-1);
    span !== undefined && !heads.has(span.start);
    span = last?.spans.at(-1)
  ) {
    const words = text.slice(span.start, span.end);
    if (words.length > 70 || /[.?!。？！…—–"”’)\]*_-]$/u.test(words)) return;
    last?.spans.pop();
  }
}

/** `Japan-Russia Relations` on a line of its own between an answer and the next question. */
function isTopicHeading(text: string, pieces: readonly Piece[], i: number): boolean {
  const [before, piece, next] = [pieces[i - 1], pieces[i], pieces[i + 1]];
  if (before === undefined || piece === undefined || next?.label === undefined) return false;
  if (!piece.gap || !next.gap) return false;
  const words = text.slice(piece.start, piece.end);
  const ended = /[.?!。？！…”"’)\]]\s*$/u.test(
    text.slice(Math.max(before.start, before.end - 4), before.end),
  );
  if (!ended || words.length > 100 || !/^\p{Lu}/u.test(words) || !/[\p{L}\p{N})]$/u.test(words)) return false;
  const long = words.split(/\s+/).filter((word) => word.length > 3);
  const capitals = long.filter((word) => /^[("“]?[\p{Lu}\p{N}]/u.test(word));
  return long.length > 0 && words.split(/\s+/).length < 14 && capitals.length / long.length > 0.74;
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
export function bestReading(first: Page, others: readonly Page[], stated?: Sidecar): Reading {
  return others
    .map((page) => readPage(page, stated))
    .reduce((best, other) => (losesTo(best, other) ? other : best), readPage(first, stated));
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
