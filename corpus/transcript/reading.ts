/** One way to read a file, read: title, traces of its day, labels, roles and turns, before it is a document. */
import { foldSpace } from '../passage-id.ts';
import type { Sidecar } from '../sidecar.ts';
import type { Page } from '../sources/page.ts';
import { chooseTitle, readHead, readHeadOf } from './head.ts';
import { findInterviewee, writtenTo } from './interviewee.ts';
import { findLabels } from './labels/find-labels.ts';
import type { Label, LabelledLine } from './labels/forms.ts';
import { partRunIn } from './labels/run-in.ts';
import {
  defaultSpeaker,
  listedSpeakers,
  namedOfficials,
  namedReporters,
  namedWitnesses,
  officialsPresent,
  UNNAMED_OFFICIAL,
  whoSays,
} from './named-people.ts';
import { findAddress, findOpening } from './opening.ts';
import { hasMoreLines, type Span, splitLines, withoutProperties } from './paragraphs.ts';
import { nameSpeakers } from './people.ts';
import { onlyQuoted, type Piece, partAtOutlets, toPieces, toVoices } from './pieces.ts';
import { type Refusal, refuse, warnOfRoles } from './refusal.ts';
import { decideRoles, type Roles } from './roles.ts';
import { NOTHING, speak } from './speeches.ts';
import { findStatement } from './statement.ts';
import type { SpokenTurn } from './turns.ts';

/** `On May 8, Spokesperson Wang Wenbin held a regular press conference`: tells who answers. */
const HOSTED =
  /\b(?:held|hosts?|hosted|chaired|presided)\b.{0,80}\b(?:conference|briefing)\b|\b(?:conference|briefing)\sby\b|(?:主持|举行).{0,20}记者会|答[詢询覆复]\s?[:：]$/iu;
const INTERVIEW =
  /\b(?:interview|conversation|guest\s(?:on|of)|entrevista|entretien|gespräch|intervista|haastattelu|intervju|rozmowa|wywiad|interjú|rozhovor|interviu|röportaj|mülakat|wawancara)\b|интервью|συνέντευξη|phỏng\svấn|مقابلة|حوار|ראיון|인터뷰|采访|專訪|专访|インタビュー/iu;
const INTERVIEWED = /\b(?:of|from)\b.{0,60}\binterview\b|\binterview(?:s|ed)?\s(?:by|with)\b/iu;
/** A day of debate has some 10,000; this many take seconds to read. */
const MOST_LINES = 100_000;
/** How much of a text introduces its speakers by their full names. */
const INTRODUCTION = 3000;

/** How sure it is that a statement without labels is by the official whom its title names. */
const UNLABELLED = 0.8;

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

/** Reads a page; one without labels that can be understood gives no turn. `stated` is what its user says of it. */
export function readPage(page: Page, stated: Sidecar = {}): Reading {
  const { text, bodyStart, style, context } = page;
  if (hasMoreLines(text, MOST_LINES)) return tooLong(page);
  const given = { officials: stated.official ?? [], reporters: stated.reporter ?? [] };
  const lines = partRunIn(text, withoutProperties(text, splitLines(text, bodyStart, text.length)));
  const head = readHead(page, lines, [...given.officials, ...given.reporters]);
  const around = context === undefined ? undefined : readHeadOf(context);
  const title = stated.title ?? chooseTitle(page, head, around);
  const above = [...head.lines, ...(around?.lines ?? [])];
  const introduction = `${text.slice(bodyStart, bodyStart + INTRODUCTION)}\n\n${context ?? ''}`;
  const lead = above.filter((line) => HOSTED.test(line)).join('\n');
  const inTitle = namedOfficials(introduction).filter((name) => (title ?? '').includes(name));
  const byTitle = defaultSpeaker(title ?? '', lead, above.join('\n'));
  const officials = [...namedOfficials(title ?? ''), ...listedSpeakers(above)];
  const reporters = namedReporters(title ?? '', above);
  const titles = new Set(head.titleSpans.map(({ start }) => start));
  const present = officialsPresent(above);
  const names = [...officials, ...given.officials, ...given.reporters, ...present.map(({ name }) => name)];
  const {
    lines: labelled,
    doubts,
    byLetters,
    answersBelow,
  } = findLabels(
    text,
    lines.filter(({ start, end }) => !titles.has(start) && foldSpace(text.slice(start, end)) !== title),
    style,
    {
      names,
      title: title ?? '',
      ...(page.bold && { bold: page.bold }),
      ...(page.headlines && { headlines: page.headlines }),
    },
  );
  const unnamed = byTitle === UNNAMED_OFFICIAL;
  const known =
    given.officials[0] ??
    (unnamed && inTitle.length === 1 ? inTitle[0] : undefined) ??
    (unnamed && byLetters ? whoSays(present, introduction) : undefined);
  const guest =
    known !== undefined || !unnamed
      ? undefined
      : byLetters || answersBelow
        ? findInterviewee(title ?? '', [...above, page.lead ?? ''], answersIn(text, labelled))
        : writtenTo([title ?? '', ...above]);
  const fallback = known ?? guest ?? byTitle;
  const said = onlyQuoted(text, partAtOutlets(text, toPieces(text, labelled, style)));
  const labels = new Set(said.flatMap(({ label }) => (label?.kind === 'name' ? [label.name ?? ''] : [])));
  const people = nameSpeakers([...labels], {
    title: title ?? '',
    lead: above,
    introduction,
    fallback,
    given: given.officials,
    present: present.map(({ name }) => name),
  });
  const personOf = (label: Label) =>
    label.name === undefined ? fallback : (people.get(label.name) ?? label.name);
  const voices = toVoices(text, said, personOf);
  const interview =
    INTERVIEW.test(title ?? '') || above.some((line) => line.length < 300 && INTERVIEWED.test(line));
  const roles = decideRoles(voices, {
    officials,
    reporters,
    given,
    title: title ?? '',
    interview,
    witnesses: namedWitnesses(text),
  });
  const lineOf = lineNumbers(text);
  // What has no label below questions in bold letters is not by whoever has one.
  const marks = byLetters ? { pieces: said } : nameAnswerMarks(said, roles, personOf, fallback);
  const { pieces } = marks;
  const statement = findStatement(text, pieces, {
    title: title ?? '',
    titleSpans: head.titleSpans,
    speakers: given.officials.length > 0 ? given.officials : (page.speakers ?? []),
    ...(page.author !== undefined && { author: page.author }),
    lineOf,
  });
  const opening = byLetters
    ? findAddress(text, pieces, {
        titleSpans: head.titleSpans,
        bold: page.bold ?? [],
        speaker: fallback,
      })
    : (statement.opening ??
      findOpening(text, pieces, {
        title: title ?? '',
        titleSpans: head.titleSpans,
        fallback,
        voices,
        roles,
      }));
  const spoken = speak(text, statement.pieces ?? pieces, roles, personOf, opening, page.headlines);
  const nobodyThere =
    byLetters && present.length === 0 && spoken.turns.some(({ speaker }) => speaker === UNNAMED_OFFICIAL);
  const refusal =
    refuse(
      text,
      pieces,
      voices,
      roles,
      spoken,
      lineOf,
      (answersBelow || nobodyThere) && fallback === UNNAMED_OFFICIAL,
    ) ?? (spoken.turns.length === 0 ? statement.refusal : undefined);
  const firstLabel = pieces.find(({ label }) => label !== undefined)?.start ?? 0;
  const warnings = [
    ...(page.warnings ?? []),
    ...warnOfUnnamed(page, spoken.turns, lineOf),
    ...(statement.warnings ?? []),
    ...doubts.map(
      ({ name, start }) => `line ${lineOf(start)}: “${name}:” may be a speaker, and was left in the text`,
    ),
    ...warnOfRoles(voices, roles, lineOf),
    ...(marks.guessed === undefined
      ? []
      : [
          `line ${lineOf(marks.guessed)}: an answer is marked without a name, and was given to whoever answered before`,
        ]),
    ...(spoken.turns.some(({ speaker }) => speaker === UNNAMED_OFFICIAL)
      ? ['nothing says who answers: say it with --official NAME']
      : []),
    ...(guest !== undefined && spoken.turns.length > 0
      ? [`line ${lineOf(firstLabel)}: no label says who answers, and title, lead or answers give “${guest}”`]
      : []),
    ...(byLetters && spoken.turns.length > 0
      ? [
          `line ${lineOf(firstLabel)}: labels do not say who speaks, and what stands in bold or slanted letters was taken for questions`,
        ]
      : []),
    ...(answersBelow && spoken.turns.length > 0
      ? [
          `line ${lineOf(pieces.find(({ label }) => label?.kind === 'answer')?.start ?? 0)}: answers have no labels, and what stands below a question was taken for its answer`,
        ]
      : []),
    ...(opening.warn && spoken.turns[0]?.asked.length === 0
      ? [
          `line ${lineOf(opening.from)}: the ${opening.whole ? 'statement' : 'opening'} has no label and was given to ${opening.speaker}`,
        ]
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
    confidence: opening.whole || byLetters || answersBelow ? UNLABELLED : roles.confidence,
    warnings,
    ...(refusal !== undefined && { refusal }),
  };
}

/** What stands below each question. */
function answersIn(text: string, lines: readonly LabelledLine[]): string[] {
  const heads = lines.filter(({ label }) => label !== undefined);
  return heads.flatMap(({ label, start }, i) =>
    label?.kind === 'answer' ? [text.slice(start, heads[i + 1]?.start)] : [],
  );
}

/** Paragraphs of turns whose speaker the page does not name, though it does others’. */
function warnOfUnnamed(
  { unnamed = [] }: Page,
  turns: readonly SpokenTurn[],
  lineOf: (offset: number) => number,
): string[] {
  const said = new Set(turns.flatMap(({ spans }) => spans.map(({ start }) => start)));
  const [first, ...others] = unnamed.filter(({ start }) => said.has(start));
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `, nor of ${others.length} more`;
  return [
    `line ${lineOf(first.start)}: the page does not name the speaker of this paragraph${more}, and it was given to whoever speaks above`,
  ];
}

function tooLong(page: Page): Reading {
  const problem = `has more than ${MOST_LINES.toLocaleString('en')} lines, which no transcript has.`;
  const refusal = { problem, remedy: 'Split it into one file for each transcript.' };
  return { page, titleSpans: [], above: [], below: [], ...NOTHING, confidence: 0, warnings: [], refusal };
}

/**
 * `A:` among labels with names is whoever of these answered last: surely where there is one, and by a guess (its place
 * is returned) where several answer.
 */
function nameAnswerMarks(
  pieces: readonly Piece[],
  roles: Roles,
  personOf: (label: Label) => string,
  fallback: string,
): { pieces: readonly Piece[]; guessed?: number } {
  const answers = (label: Label | undefined) =>
    label?.kind === 'name' && roles.of.get(personOf(label))?.role === 'answer';
  const named = pieces.flatMap(({ label }) => (label !== undefined && answers(label) ? [label] : []));
  const people = new Set(named.map(personOf));
  const [first] = named;
  if (first === undefined || (fallback !== UNNAMED_OFFICIAL && !people.has(fallback))) return { pieces };
  let last = first;
  let guessed: number | undefined;
  const marked = pieces.map((piece): Piece => {
    const { label, start } = piece;
    if (label !== undefined && answers(label)) last = label;
    if (label?.kind !== 'answer' || label.name !== undefined || last.name === undefined) return piece;
    if (people.size > 1) guessed ??= start;
    return { ...piece, label: { ...label, name: last.name } };
  });
  return { pieces: marked, ...(guessed !== undefined && { guessed }) };
}

/** The line of an offset, from 1. */
export function lineNumbers(text: string): (offset: number) => number {
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
