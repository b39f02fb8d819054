/** A text without labels that one official says: a speech, a statement, testimony. */
import { foldSpace } from '../passage-id.ts';
import { isProse } from './boilerplate.ts';
import { deliveredBy, isSpeakersLine, namedOfficials, personNamed, speechBy } from './named-people.ts';
import { ASKS, EDITORIAL, FIRST_PERSON, GREETS, type Opening } from './opening.ts';
import type { Span } from './paragraphs.ts';
import type { Piece } from './pieces.ts';
import type { Refusal } from './refusal.ts';
import { isOfficeWord, labelWords } from './vocabulary.ts';

export interface StatementSources {
  title: string;
  titleSpans: readonly Span[];
  /** Whom the user or a field of the head names. */
  speakers: readonly string[];
  /** Who wrote the page, and holds an office. */
  author?: string;
}

export interface FoundStatement {
  opening?: Opening;
  /** What is left of the text without its editors’ notes. */
  pieces?: readonly Piece[];
  /** What a person should look at, a sentence each. */
  warnings?: readonly string[];
  /** Why a text that seems to be a statement is not read as one. */
  refusal?: Refusal;
}

const STATEMENT =
  /\b(?:remarks|statement|speech|address|keynote|communiqué|declaração|palabras|discours|allocution|déclaration|rede|erklärung|discurso|declaración|discorso|dichiarazione|przemówienie|oświadczenie)\b|выступление|заявление|обращение|讲话|講話|致辞|演説|談話|声明/iu;
const CONVERSATION = /\b(?:interview|conversation|q\s?&\s?a|press\s(?:conference|briefing)|questions?)\b/iu;

/** `Statement by the Spokesperson`, `Déclaration du Porte-parole`: the whole text is that person's. */
const AUTHORED =
  /\b(?:(?:statement|remarks|speech|address)s?\s(?:by|of|from)|(?:discours|allocution|déclaration|communiqué)\s(?:d[eu]s?|par)|(?:rede|erklärung|statement)\s(?:von|de[rs])|(?:discurso|declaración|declaração|palabras)\s(?:d[eao]l?|por)|(?:discorso|dichiarazione)\s(?:d[ei]l?l?[aeo]?)|(?:przemówienie|oświadczenie))\s|(?:выступление|заявление|обращение)\s/iu;

/** `A rush transcript of the Governor's remarks is available below:`, `Remarks as prepared for delivery` */
const ANNOUNCES =
  /\b(?:transcript|full\stext|remarks|statement|speech)\b.{0,120}\b(?:below|follows?|as\s(?:delivered|prepared))\b[^.?!]{0,20}[:.]?$/iu;
/** It stands no further down. */
const MOST_ABOVE = 20;
/** `Excellencies, ladies and gentlemen,`: whom a speech addresses first. */
const SALUTES =
  /\b(?:excellenc|ladies|gentlemen|friends|fellow|colleagues|m(?:r|adam|adame|me|essieurs|essrs)\b|dear\b|honou?rable|distinguished|your\s|president|chair|minister|speaker|secretary|members|citizens|countrymen|señor|senhor|signor|herren|compatriot)/iu;
/** Lines of a salutation, and short sentences below it. */
const MOST_SALUTATIONS = 5;
/** A line that says who speaks, where and when is no longer. */
const LONGEST_LINE = 300;

/** A statement by the one official whom its head names, where nothing is labelled. */
export function findStatement(
  text: string,
  pieces: readonly Piece[],
  { lineOf, ...sources }: StatementSources & { lineOf: (offset: number) => number },
): FoundStatement {
  const labelled = pieces.some(
    ({ label, start, end }) => label !== undefined && !isSpeakersLine(text.slice(start, end)),
  );
  if (labelled) return {};
  const parts = partStatement(text, pieces.map(withoutLabel), sources.titleSpans);
  const claims = findClaims(parts, sources);
  const { people, called, sure } = claims;
  const [speaker] = people;
  const [from] = parts.said;
  // An article in the first person, or an interview whose questions have no labels, may look like a speech.
  if (from === undefined || !isSpoken(parts, claims.written)) return {};
  if (!called && !sure && (speaker !== undefined || parts.said.some(({ words }) => asks(words)))) return {};
  const refusal = refuseSpeaker(people) ?? refuseWords(parts, claims, speaker ?? '', lineOf);
  if (refusal !== undefined || speaker === undefined) return { ...(refusal && { refusal }) };
  return {
    opening: { speaker, from: from.piece.start, warn: true, whole: true },
    pieces: parts.pieces.map((piece) => withoutMark(text, piece)),
    warnings: parts.said
      .filter(({ words }) => asks(words))
      .map(
        ({ piece }) =>
          `line ${lineOf(piece.start)}: a question inside the statement was taken for ${speaker}’s`,
      ),
  };
}

interface Said {
  piece: Piece;
  words: string;
}

interface Parts {
  /** Below the title, without editors’ notes. */
  pieces: readonly Piece[];
  notes: readonly string[];
  /** Lines above the speech. */
  lines: readonly string[];
  /** Whether one of them says that the speech stands below. */
  announced: boolean;
  said: readonly Said[];
  /** What of it is whole sentences. */
  prose: readonly Said[];
}

function partStatement(text: string, all: readonly Piece[], titleSpans: readonly Span[]): Parts {
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const titleEnd = titleSpans.at(-1)?.end ?? 0;
  const below = all.filter(({ start }) => start >= titleEnd);
  const { pieces, notes } = partNotes(text, below);
  const announced = pieces.slice(0, MOST_ABOVE).findIndex((piece) => announces(wordsOf(piece)));
  const first = firstOfSpeech(pieces.map(wordsOf), announced + 1);
  const said = (first < 0 ? [] : pieces.slice(first)).map((piece) => ({ piece, words: wordsOf(piece) }));
  const above = pieces.slice(0, Math.max(0, first)).map(wordsOf);
  return {
    pieces,
    notes,
    lines: above.filter((words) => words.length <= LONGEST_LINE && !isProse(words)),
    announced: announced >= 0,
    said,
    prose: said.filter(({ words }) => isProse(words)),
  };
}

interface Claims {
  /** Whom the surest of these names: a field of the head, the form of the title, an office, a byline. */
  people: readonly string[];
  /** Whether the title calls it somebody's, so that it may speak of nobody in the first person. */
  written: boolean;
  /** Whether the title calls it a statement. */
  called: boolean;
  /** Whether more than an office beside a name says that it is a statement. */
  sure: boolean;
}

function findClaims(
  { lines, notes, announced }: Parts,
  { title, speakers, author }: StatementSources,
): Claims {
  const delivered = lines.flatMap((line, i) => deliveredBy(`${line}\n${lines[i + 1] ?? ''}`));
  const stated = [...speakers, ...delivered].flatMap((name) => personNamed(name) ?? []);
  const byForm = [title, ...lines].flatMap((line) => speechBy(line) ?? []);
  const named = [title, ...lines].flatMap(namedOfficials);
  const byline = author !== undefined && !labelWords(title).some(isOfficeWord) ? [author] : [];
  const claims = [stated, [...byForm, ...introduced(title, notes)], named, byline];
  const people = claims.find((names) => names.length > 0) ?? [];
  const written = AUTHORED.test(title) || (claims[1]?.length ?? 0) > 0;
  return {
    people: [...new Set(people)],
    written,
    called: STATEMENT.test(title) && (!CONVERSATION.test(title) || written),
    sure: written || stated.length > 0 || announced,
  };
}

function isSpoken({ said, prose }: Parts, written: boolean): boolean {
  if (written) return prose.length > 0 && prose.length >= said.length * 0.6;
  return prose.length > 1 && prose.filter(({ words }) => FIRST_PERSON.test(words)).length * 2 >= prose.length;
}

function refuseSpeaker(people: readonly string[]): Refusal | undefined {
  if (people.length === 1) return undefined;
  const who =
    people.length === 0
      ? 'nothing in its head says who speaks.'
      : `its head names ${people.join(', ')}: it does not say which of them speaks.`;
  return {
    problem: `has no labels, and ${who}`,
    remedy:
      'Say who speaks with --official NAME, or write {"official": "…"} into its sidecar, NAME.meta.json.',
  };
}

/** Paragraphs of a speech so many of which may ask without being asked of anybody. */
const MOST_QUESTIONS = 0.1;
/** Where so few paragraphs are quotations, a speech has them. */
const FEW_QUOTED = 0.2;

/** Why words below the head are not all the speaker’s. */
function refuseWords(
  { lines, announced, said, prose }: Parts,
  { sure }: Claims,
  speaker: string,
  lineOf: (offset: number) => number,
): Refusal | undefined {
  const inside = (i: number) => sure && (i > 0 || announced) && i < prose.length - 1;
  const about = prose.find(({ words }, i) => isAbout(withoutLinks(words), speaker, inside(i)));
  if (about !== undefined)
    return {
      problem: `has no labels, and line ${lineOf(about.piece.start)} seems to be about ${speaker} or from whoever put the text up, and not said by ${speaker}.`,
      remedy: 'Leave only what was said below the title and the name.',
    };
  const questions = said.filter(({ words }) => asks(words));
  const [asked] = questions;
  const allowed = sure && !lines.some((line) => CONVERSATION.test(line)) ? prose.length * MOST_QUESTIONS : 0;
  if (asked !== undefined && (questions.length > allowed || isPut(said.map(({ words }) => words))))
    return {
      problem: `leaves out who asks: “${asked.words.slice(0, 60)}” (line ${lineOf(asked.piece.start)}) has no label, and may be a question to ${speaker}.`,
      remedy: 'Label every question and every answer, such as “Q:” and “A:”.',
    };
  const quoted = prose.filter(({ words }) => words.startsWith('>'));
  const [quotation] = quoted;
  if (quotation === undefined || quoted.length <= prose.length * FEW_QUOTED || quoted.length === prose.length)
    return undefined;
  return {
    problem: `has no labels, and does not say which of its paragraphs ${speaker} says: the quotations (line ${lineOf(quotation.piece.start)}) or what stands between them.`,
    remedy: 'Leave only what was said.',
  };
}

/** The first paragraph of sentences from `at` on, with the salutation above it; -1 where there is none. */
function firstOfSpeech(words: readonly string[], at: number): number {
  const first = words.findIndex((paragraph, i) => i >= at && isProse(paragraph));
  const above = words.slice(Math.max(at, first - MOST_SALUTATIONS), Math.max(at, first));
  // `Thank you.` below a salutation was said as well.
  const saluted = above.findIndex(
    (line, i) =>
      isSalutation(line) && above.slice(i).every((next) => isSalutation(next) || /[.!]$/u.test(next)),
  );
  return saluted < 0 ? first : first - above.length + saluted;
}

function isSalutation(words: string): boolean {
  if (words.length > LONGEST_LINE) return false;
  return (/[,:!]$/u.test(words) && SALUTES.test(words)) || GREETS.test(words);
}

/** Whether a line of the head says that the speech stands below. */
function announces(words: string): boolean {
  const line = words.length > LONGEST_LINE * 2 ? '' : withoutLinks(words);
  return (
    line.length <= LONGEST_LINE &&
    ANNOUNCES.test(line) &&
    !CONVERSATION.test(line) &&
    !FIRST_PERSON.test(line)
  );
}

function withoutLabel({ label, from, ...piece }: Piece): Piece {
  return { ...piece, from: label === undefined ? from : piece.start };
}

/** Whether words are about the speaker, or an editor’s; inside a speech anybody may speak of reporters or a website. */
function isAbout(words: string, speaker: string, inside: boolean): boolean {
  const surname = speaker.split(' ').at(-1) ?? '';
  const named = surname !== '' && words.includes(surname);
  return named || (EDITORIAL.test(words) && !(inside && FIRST_PERSON.test(words)));
}

function asks(words: string): boolean {
  return ASKS.test(words.slice(-6));
}

/** What answers a question that somebody else put. */
const REPLIES =
  /^(?:yes|no|yeah|well|thank|thanks|sure|look|right|absolutely|of\scourse|(?:that|it)['’]s\sa\s(?:good|great)|(?:good|great)\squestion|i\s(?:think|would|believe|don['’]t)|so)\b/iu;
const ADDRESSES = /\byou(?:r|rs)?\b/iu;
/** `Governor, will it open?`, `You spoke of quays.` */
const CALLS =
  /^(?:(?:m(?:r|s|rs|adam)\.?\s)?(?:president|prime\sminister|minister|governor|mayor|secretary|senator|ambassador|chair(?:man|woman)?|premier|chancellor)|sir|ma['’]am),|^you(?:['’]ve)?\s(?:just\s)?(?:said|spoke|spoken|mentioned|talked|told)\b/iu;
/** Questions from the floor stand at the end. */
const LAST_PART = 1 / 3;

/** Whether a question is put to whoever speaks: it is answered, calls the speaker, or says `you` alone or near the end. */
function isPut(words: readonly string[]): boolean {
  return words.some((asked, i) => {
    if (!asks(asked)) return false;
    const last = i >= words.length * (1 - LAST_PART);
    const alone = !/[.!]\s/u.test(asked);
    return (
      REPLIES.test(words[i + 1] ?? '') || CALLS.test(asked) || (ADDRESSES.test(asked) && (alone || last))
    );
  });
}

/** What editors set in slanted letters above a speech and below it, and the rest. */
function partNotes(text: string, pieces: readonly Piece[]): { pieces: Piece[]; notes: string[] } {
  const wordsOf = ({ start, end }: Span) => text.slice(start, end);
  const slanted = pieces.map((piece) => isNote(wordsOf(piece)));
  const plain = pieces.map((piece, i) => slanted[i] !== true && isProse(wordsOf(piece)));
  const [first, last] = [plain.indexOf(true), plain.lastIndexOf(true)];
  const isOutside = (i: number) => slanted[i] === true && (i < first || i > last);
  return {
    pieces: pieces.filter((_, i) => !isOutside(i)),
    notes: pieces.filter((_, i) => isOutside(i)).map(wordsOf),
  };
}

/** `Jones (1882–1945), who knew …`: the years of whoever a note introduces. */
const LIVED = /(\p{Lu}[\p{L}’'-]+),?\s\((?:born\s|b\.\s)?\d{4}(?:\s?(?:[-–—]{1,2})\s?(?:\d{4})?)?\)/gu;

/** The name that opens the heading of a chapter (`Ann Jones Paris, 4 March 1933`), as far as a note has its last part with years. */
function introduced(title: string, notes: readonly string[]): string[] {
  const opening = /^(?:\p{Lu}[\p{L}.’'-]*[ ,]+){2,6}/u.exec(`${title} `)?.[0].split(/[ ,]+/) ?? [];
  return notes.flatMap((note) =>
    [...note.matchAll(LIVED)].flatMap(([, surname = '']) => {
      const at = opening.indexOf(surname);
      return at > 0 ? [opening.slice(0, at + 1).join(' ')] : [];
    }),
  );
}

const SLANTED = /^(?:\*(?!\*)|_(?!_))/u;
const SLANTED_END = /[*_][.)\s*_]{0,6}$/u;

/** Whether every line of a paragraph is slanted, perhaps as a quotation. */
function isNote(words: string): boolean {
  const lines = words.split(/[\r\n]+/).map((line) => line.replace(/^\s*>\s?/, '').trim());
  const isSlanted = (line: string) => SLANTED.test(line) && SLANTED_END.test(line.slice(-8));
  return lines.every((line) => line === '' || isSlanted(line)) && lines.some((line) => line !== '');
}

/** Without the mark of a quotation. */
function withoutMark(text: string, piece: Piece): Piece {
  const mark = /^(?:>\s?)+/.exec(text.slice(piece.start, piece.end))?.[0].length ?? 0;
  return mark === 0 ? piece : { ...piece, start: piece.start + mark, from: piece.start + mark };
}

function withoutLinks(words: string): string {
  return foldSpace(words.replace(/\[([^[\]]*)\]\([^()\s]*\)/g, '$1'));
}
